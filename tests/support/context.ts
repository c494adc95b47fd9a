import { FILE_HANDLERS } from '#server/files/file-handlers.ts';
import { createPasswords, type Passwords } from '#lib/server/accounts/password.ts';
import { listFigures } from '#lib/server/figures/figure.queries.ts';
import { createSessions } from '#lib/server/accounts/session.ts';
import { createAfterwards } from '#lib/server/context/afterwards.ts';
import { createTurns } from '#lib/server/context/turns.ts';
import type { Context, Live } from '#lib/server/context/context.ts';
import type { Database, OpenDatabase } from '#lib/server/database/database.ts';
import { createEvents, type DomainEvent } from '#lib/server/events/events.ts';
import type { MailMessage } from '#lib/server/mail/mail.ts';
import type { Files } from '#lib/server/files/files.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { createRecordVisits } from '#lib/server/registries/record-visits.ts';
import { lendEngine } from './lent-engine.ts';

/** A database in memory with the real migrations; close it after the tests. */
export function openTestDatabase(): Promise<OpenDatabase> {
	return lendEngine();
}

/** A context whose mails, events and clock a test can see and move. */
export interface TestContext extends Context {
	readonly mails: MailMessage[];
	readonly published: DomainEvent[];
	clock: Date;
	/** How many times a password was compared with a hash. */
	readonly comparisons: number;
	/** Resolves when the work left for after the answer is done. */
	settled(): Promise<void>;
	/** The same context seen by somebody else. */
	as(actor: Actor): TestContext;
}

/** As little work as argon2 accepts: the tests are about who gets in, not about the cost of a guess. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

const NOBODY_HERE: Live = {
	peopleIn: () => new Map(),
	append: () => Promise.reject(new Error('this test has no co-editing server')),
};

/** Files are made at once, in the test's own thread. */
const FILES: Files = {
	async run<Input, Output>(job: { name: string }, input: Input): Promise<Output> {
		const handler = FILE_HANDLERS[job.name];
		if (handler === undefined) throw new Error('no such job');
		return (await handler(input as never)) as Output;
	},
};

export function buildContext(options: {
	db: Database;
	actor?: Actor;
	clock?: Date;
	live?: Live;
	demonstration?: boolean;
	clientAddress?: string;
}): TestContext {
	const mails: MailMessage[] = [];
	const published: DomainEvent[] = [];
	const shared = { clock: options.clock ?? new Date('2026-11-22T10:00:00Z') };
	const now = (): Date => shared.clock;
	const events = createEvents((error) => {
		throw error;
	});
	events.subscribe((event) => published.push(event));
	const recordVisits = createRecordVisits(events, now);
	const sessions = createSessions(options.db, { secure: false, now });
	const argon2 = createPasswords(CHEAP);
	const counter = { comparisons: 0 };
	const passwords: Passwords = {
		hash: argon2.hash,
		verify(stored, password) {
			counter.comparisons += 1;
			return argon2.verify(stored, password);
		},
	};
	const inTurn = createTurns();
	const afterwards = createAfterwards((error) => {
		throw error;
	});
	const make = (actor: Actor): TestContext => ({
		db: options.db,
		actor,
		now,
		events,
		mail: { send: (message) => Promise.resolve(void mails.push(message)) },
		sessions,
		passwords,
		afterwards: afterwards.add,
		inTurn,
		settled: afterwards.settled,
		get comparisons() {
			return counter.comparisons;
		},
		live: options.live ?? NOBODY_HERE,
		recordVisits,
		files: FILES,
		figures: { list: listFigures },
		health: { runtime: 'test', version: '0', ping: () => Promise.resolve() },
		origin: 'http://localhost:3000',
		clientAddress: options.clientAddress ?? '127.0.0.1',
		demonstration: options.demonstration ?? false,
		mails,
		published,
		get clock() {
			return shared.clock;
		},
		set clock(date: Date) {
			shared.clock = date;
		},
		as: (other) => make(other),
	});
	return make(options.actor ?? { kind: 'anonymous' });
}
