import { createSessions } from '#lib/server/accounts/session.ts';
import type { Context, Live } from '#lib/server/context/context.ts';
import { openEmbedded, type Database, type OpenDatabase } from '#lib/server/database/database.ts';
import { createEvents, type DomainEvent } from '#lib/server/events/events.ts';
import type { MailMessage } from '#lib/server/mail/mail.ts';
import type { Actor } from '#lib/server/policies/policy.ts';

/** A database in memory with the real migrations; close it after the tests. */
export function openTestDatabase(): Promise<OpenDatabase> {
	return openEmbedded(null, 'drizzle/migrations');
}

/** A context whose mails, events and clock a test can see and move. */
export interface TestContext extends Context {
	readonly mails: MailMessage[];
	readonly published: DomainEvent[];
	clock: Date;
	/** The same context seen by somebody else. */
	as(actor: Actor): TestContext;
}

const NOBODY_HERE: Live = {
	peopleIn: () => new Map(),
	append: () => Promise.reject(new Error('this test has no co-editing server')),
};

export function buildContext(options: {
	db: Database;
	actor?: Actor;
	clock?: Date;
	live?: Live;
}): TestContext {
	const mails: MailMessage[] = [];
	const published: DomainEvent[] = [];
	const shared = { clock: options.clock ?? new Date('2026-11-22T10:00:00Z') };
	const now = (): Date => shared.clock;
	const events = createEvents((error) => {
		throw error;
	});
	events.subscribe((event) => published.push(event));
	const sessions = createSessions(options.db, { secure: false, now });
	const make = (actor: Actor): TestContext => ({
		db: options.db,
		actor,
		now,
		events,
		mail: { send: (message) => Promise.resolve(void mails.push(message)) },
		sessions,
		live: options.live ?? NOBODY_HERE,
		health: { runtime: 'test', version: '0', ping: () => Promise.resolve() },
		origin: 'http://localhost:3000',
		clientAddress: '127.0.0.1',
		demonstration: false,
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
