import { createSessions } from '#lib/server/accounts/session.ts';
import { findActor } from '#lib/server/committee/actor.queries.ts';
import type { Context } from '#lib/server/context/context.ts';
import type { Database } from '#lib/server/database/database.ts';
import { createEvents } from '#lib/server/events/events.ts';
import type { MailMessage } from '#lib/server/mail/mail.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { openCoEditing, type CoEditing } from './co-editing.ts';
import { french } from './typography.ts';

/** Where the demonstration is played: one transaction, a clock that is moved, and a letter box that sends nothing. */
export interface Stage {
	readonly db: Database;
	/** The instant of the seeding; everything happens before it. */
	readonly present: Date;
	/** The clock's instant. */
	now(): Date;
	readonly coEditing: CoEditing;
	/** Account ids by the key of the person. */
	readonly accounts: Map<string, string>;
	/** Ids of a committee's and its region's organisations by their name, by département. */
	readonly organisations: Map<string, ReadonlyMap<string, string>>;
	/** Moves the clock to an instant of the past. */
	moveTo(instant: Date): void;
	/** The context of somebody at the clock's instant; of nobody for null. */
	as(key: string | null): Promise<Context>;
	/** Takes the last letter out of the box. */
	takeLetter(): MailMessage;
	/** Puts a letter back, to be sent for real once everything is stored. */
	post(letter: MailMessage): void;
	/** The letters to be sent. */
	readonly posted: readonly MailMessage[];
}

/** @param outside the context of nobody, as the runtime gives it; its clock says the present */
export function openStage(outside: Context, db: Database): Stage {
	const present = outside.now();
	const clock = { instant: present };
	const now = (): Date => clock.instant;
	const letters: MailMessage[] = [];
	const posted: MailMessage[] = [];
	const accounts = new Map<string, string>();
	const organisations = new Map<string, ReadonlyMap<string, string>>();
	const coEditing = openCoEditing(db, now);
	const context: Context = {
		...outside,
		db,
		now,
		actor: { kind: 'anonymous' },
		// Nobody listens: what happens here is over before anybody connects.
		events: createEvents(() => undefined),
		mail: { send: (letter) => Promise.resolve(void letters.push(letter)) },
		sessions: createSessions(db, { secure: false, now }),
		live: coEditing.live,
		clientAddress: '',
	};
	return {
		db,
		present,
		now,
		coEditing,
		accounts,
		organisations,
		posted,
		moveTo(instant) {
			if (instant > present) throw new Error('the demonstration happens in the past');
			clock.instant = instant;
		},
		async as(key) {
			return key === null
				? context
				: { ...context, actor: await actorOf(db, accountOf(accounts, key), now()) };
		},
		takeLetter() {
			const letter = letters.pop();
			if (letter === undefined) throw new Error('no letter was sent');
			return letter;
		},
		post: (letter) => void posted.push(letter),
	};
}

/** @throws Error for somebody who has no account yet: the timeline is then in the wrong order */
export function accountOf(accounts: ReadonlyMap<string, string>, key: string): string {
	const accountId = accounts.get(key);
	if (accountId === undefined) throw new Error(`${key} has no account yet`);
	return accountId;
}

/** @throws Error when the committee has no organisation of that name */
export function organisationOf(stage: Stage, departmentCode: string, typedName: string): string {
	const id = stage.organisations.get(departmentCode)?.get(french(typedName));
	if (id === undefined) throw new Error(`no organisation « ${typedName} » in ${departmentCode}`);
	return id;
}

function actorOf(db: Database, accountId: string, now: Date): Promise<Actor> {
	return findActor(db, { accountId, sessionId: '', now });
}

/** The secret at the end of the link that a letter holds. */
export function tokenIn(letter: MailMessage): string {
	const token = /\/invitation\/([\w-]+)/.exec(letter.text)?.[1];
	if (token === undefined) throw new Error('the letter holds no link');
	return token;
}
