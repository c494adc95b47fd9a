import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle';
import { and, desc, eq, gt, gte, inArray, lt, ne } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import { createHash } from 'node:crypto';
import { amongTexts } from '../database/among.ts';
import type { Database } from '../database/database.ts';
import { account, session } from './account.tables.ts';

/** The only file that knows Lucia (its author has ended its development): replace it here. */

/** A session lives this long without a visit; each visit in its second half renews it. */
const SESSION_DAYS = 14;

const DAY_MS = 86_400_000;

/** Written at most this often, so that reading pages does not write at each request. */
const LAST_SEEN_MINUTES = 5;

export interface CurrentSession {
	/** SHA-256 (hex) of the id in the cookie: the key of the row, safe to show and to log. */
	key: string;
	accountId: string;
	/** A `Set-Cookie` value to send when the session has just been renewed. */
	renewedCookie: string | null;
}

export interface SessionRow {
	key: string;
	device: string;
	createdAt: Date;
	lastSeenAt: Date;
}

/** A cookie to set: its parts for the framework, or as a `Set-Cookie` value. */
export interface SessionCookie {
	name: string;
	value: string;
	attributes: {
		path?: string;
		secure?: boolean;
		httpOnly?: boolean;
		sameSite?: 'lax' | 'strict' | 'none';
		/** Seconds. */
		maxAge?: number;
	};
	serialize(): string;
}

export interface Sessions {
	/** Name of the cookie: `__Host-session` over https. */
	readonly cookieName: string;
	/** Makes a session with a new id. */
	start(accountId: string, device: string): Promise<{ key: string; cookie: SessionCookie }>;
	/** The session of a `Cookie` header, or null when there is none, or it has ended. */
	find(cookieHeader: string | null): Promise<CurrentSession | null>;
	/** The same for many at once, in one question for all those of which nothing has to be written. */
	findAll(cookieHeaders: readonly (string | null)[]): Promise<(CurrentSession | null)[]>;
	/** Whether each of these sessions has not ended, in their order. */
	areAlive(sessions: readonly { accountId: string; key: string }[]): Promise<boolean[]>;
	/** Sessions of an account that have not ended, last used first. */
	list(accountId: string): Promise<SessionRow[]>;
	/** Ends a session by its key. @returns the keys that were ended */
	end(accountId: string, key: string): Promise<string[]>;
	/** Ends every session of an account but one. @returns the keys that were ended */
	endOthers(accountId: string, exceptKey: string | null): Promise<string[]>;
	/** The cookie that removes the session's. */
	blankCookie(): SessionCookie;
	/** Deletes the sessions whose time is over: they open nothing, and nothing of them needs keeping. */
	forgetExpired(): Promise<void>;
}

function keyOf(sessionId: string): string {
	return createHash('sha256').update(sessionId).digest('hex');
}

/** Hashes ids on the way to the database and gives the clear id back: the database never holds a usable id. */
function hashingAdapter(inner: DrizzlePostgreSQLAdapter): Adapter {
	const clear = (row: DatabaseSession, id: string): DatabaseSession => ({ ...row, id });
	return {
		async getSessionAndUser(id) {
			const [found, user] = await inner.getSessionAndUser(keyOf(id));
			return [found === null ? null : clear(found, id), user];
		},
		getUserSessions: (userId) => inner.getUserSessions(userId),
		setSession: (row) => inner.setSession(clear(row, keyOf(row.id))),
		updateSessionExpiration: (id, expiresAt) => inner.updateSessionExpiration(keyOf(id), expiresAt),
		deleteSession: (id) => inner.deleteSession(keyOf(id)),
		deleteUserSessions: (userId) => inner.deleteUserSessions(userId),
		deleteExpiredSessions: () => inner.deleteExpiredSessions(),
	};
}

/** @param secure whether the site is served over https: the cookie is then `__Host-` and `Secure` */
export function createSessions(db: Database, options: { secure: boolean; now: () => Date }): Sessions {
	const lucia = new Lucia(hashingAdapter(new DrizzlePostgreSQLAdapter(db, session, account)), {
		sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
		sessionCookie: {
			name: options.secure ? '__Host-session' : 'session',
			attributes: { secure: options.secure, sameSite: 'lax', path: '/' },
		},
	});
	const endWhere = async (accountId: string, condition: ReturnType<typeof eq>): Promise<string[]> => {
		const ended = await db
			.delete(session)
			.where(and(eq(session.userId, accountId), condition))
			.returning({ key: session.id });
		return ended.map((row) => row.key);
	};
	/** With what has to be written of it: that it was used, or that it lives longer. */
	const use = async (id: string): Promise<CurrentSession | null> => {
		const { session: found } = await lucia.validateSession(id);
		if (found === null) return null;
		const seenBefore = new Date(options.now().getTime() - LAST_SEEN_MINUTES * 60_000);
		await touch(db, keyOf(id), seenBefore, options.now());
		return {
			key: keyOf(id),
			accountId: found.userId,
			renewedCookie: found.fresh ? lucia.createSessionCookie(id).serialize() : null,
		};
	};
	const findAll = async (cookieHeaders: readonly (string | null)[]): Promise<(CurrentSession | null)[]> => {
		const ids = cookieHeaders.map((header) => readCookie(header, lucia.sessionCookieName));
		const keys = ids.map((id) => (id === null ? null : keyOf(id)));
		const untouched = await findUntouched(db, keys, options.now());
		return Promise.all(ids.map((id) => (id === null ? null : (untouched.get(keyOf(id)) ?? use(id)))));
	};
	return {
		cookieName: lucia.sessionCookieName,
		async start(accountId, device) {
			const made = await lucia.createSession(accountId, {});
			await db
				.update(session)
				.set({ device })
				.where(eq(session.id, keyOf(made.id)));
			return { key: keyOf(made.id), cookie: lucia.createSessionCookie(made.id) };
		},
		find: async (cookieHeader) => (await findAll([cookieHeader]))[0] ?? null,
		findAll,
		async areAlive(sessions) {
			const keys = [...new Set(sessions.map(({ key }) => key))];
			const rows = await db
				.select({ key: session.id, accountId: session.userId })
				.from(session)
				.where(and(amongTexts(session.id, keys), gt(session.expiresAt, options.now())));
			const accounts = new Map(rows.map((row) => [row.key, row.accountId]));
			return sessions.map(({ accountId, key }) => accounts.get(key) === accountId);
		},
		list: (accountId) =>
			db
				.select({
					key: session.id,
					device: session.device,
					createdAt: session.createdAt,
					lastSeenAt: session.lastSeenAt,
				})
				.from(session)
				.where(and(eq(session.userId, accountId), gt(session.expiresAt, options.now())))
				.orderBy(desc(session.lastSeenAt)),
		end: (accountId, key) => endWhere(accountId, eq(session.id, key)),
		endOthers: (accountId, exceptKey) => endWhere(accountId, ne(session.id, exceptKey ?? '')),
		blankCookie: () => lucia.createBlankSessionCookie(),
		forgetExpired: () => forgetExpired(db, options.now()),
	};
}

/** Ids are made of these alone: no other value is worth a query, and none needs decoding. */
const SESSION_ID = /^[a-z2-7]{20,100}$/;

/** Reads one cookie and leaves the others alone: Lucia's reader fails on any cookie of another's that is ill-formed. */
function readCookie(header: string | null, name: string): string | null {
	for (const pair of header?.split(';') ?? []) {
		const [key, value] = pair.split('=');
		if (key?.trim() === name && value !== undefined && SESSION_ID.test(value.trim())) return value.trim();
	}
	return null;
}

/** Rows that another process is deleting are left to it: no deadlock. */
async function forgetExpired(db: Database, now: Date): Promise<void> {
	const expired = db
		.select({ id: session.id })
		.from(session)
		.where(lt(session.expiresAt, now))
		.for('no key update', { skipLocked: true });
	await db.delete(session).where(inArray(session.id, expired));
}

/** Of these sessions, by key, those in the first half of their life and used a moment ago: they are good, and nothing is to be written. */
async function findUntouched(
	db: Database,
	keys: readonly (string | null)[],
	now: Date,
): Promise<Map<string, CurrentSession>> {
	const asked = [...new Set(keys)].filter((key) => key !== null);
	if (asked.length === 0) return new Map();
	// Lucia counts by the machine's own clock, we by the context's: good by both.
	const latest = Math.max(now.getTime(), Date.now());
	const rows = await db
		.select({ key: session.id, accountId: session.userId })
		.from(session)
		.innerJoin(account, eq(account.id, session.userId))
		.where(
			and(
				amongTexts(session.id, asked),
				gt(session.expiresAt, new Date(latest + (SESSION_DAYS / 2) * DAY_MS)),
				gte(session.lastSeenAt, new Date(now.getTime() - LAST_SEEN_MINUTES * 60_000)),
			),
		);
	return new Map(rows.map((row) => [row.key, { ...row, renewedCookie: null }]));
}

async function touch(db: Database, key: string, seenBefore: Date, now: Date): Promise<void> {
	await db
		.update(session)
		.set({ lastSeenAt: now })
		.where(and(eq(session.id, key), lt(session.lastSeenAt, seenBefore)));
}
