import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';

export const account = pgTable(
	'account',
	{
		id: uuid('id').primaryKey(),
		/** Lower case, trimmed: the name one signs in with. */
		email: text('email').notNull(),
		displayName: text('display_name').notNull(),
		/** argon2id, in PHC form; null until the invitation is accepted. */
		passwordHash: text('password_hash'),
		/** Runs the platform, sees no content. */
		isAdministrator: boolean('is_administrator').notNull().default(false),
		/** Whether a mail tells them of comments that name them. */
		mentionMails: boolean('mention_mails').notNull().default(true),
		/** Whether a mail tells, once a week, what the welcome of the interns waits for. */
		internMails: boolean('intern_mails').notNull().default(true),
		createdAt: instant('created_at').notNull(),
		disabledAt: instant('disabled_at'),
	},
	(table) => [uniqueIndex('account_email').on(table.email)],
);

/** `id` is the SHA-256 (hex) of the session id that the cookie carries. */
export const session = pgTable(
	'session',
	{
		id: text('id').primaryKey(),
		userId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		expiresAt: instant('expires_at').notNull(),
		createdAt: instant('created_at')
			.notNull()
			.default(sql`now()`),
		lastSeenAt: instant('last_seen_at')
			.notNull()
			.default(sql`now()`),
		/** Browser and system in words ("Firefox sous Windows"); never the raw header, never an address. */
		device: text('device').notNull().default(''),
	},
	(table) => [index('session_account').on(table.userId)],
);

/** Failed attempts by key (the SHA-256 of an e-mail or of an address), for throttling across processes. */
export const throttle = pgTable('throttle', {
	key: text('key').primaryKey(),
	failures: integer('failures').notNull(),
	windowStartedAt: instant('window_started_at').notNull(),
	blockedUntil: instant('blocked_until'),
});

/** A link by mail: `tokenHash` is the SHA-256 (hex) of the token; single use. */
export const passwordReset = pgTable(
	'password_reset',
	{
		tokenHash: text('token_hash').primaryKey(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		createdAt: instant('created_at').notNull(),
		expiresAt: instant('expires_at').notNull(),
		usedAt: instant('used_at'),
	},
	(table) => [index('password_reset_account').on(table.accountId)],
);
