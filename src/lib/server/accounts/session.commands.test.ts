import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	actorBehind,
	buildAccount,
	PASSWORD,
	snapshot,
	type BuiltAccount,
} from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listOwnSessions } from './account.queries.ts';
import { session, throttle } from './account.tables.ts';
import { endOtherSessions, signIn, signOut } from './session.commands.ts';
import { createSessions, type SessionCookie } from './session.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltAccount;

beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
	context = buildContext({ db: database.db });
	claire = await buildAccount(context);
});
afterEach(async () => {
	await context.settled();
	await database.db.delete(throttle);
});

const device = 'Firefox, Windows';
const text = (cookie: SessionCookie): string => `${cookie.name}=${cookie.value}`;
const enter = (email: string, password = PASSWORD, from = context) =>
	signIn(from, { email, password, device });

/** Somebody signed in: their context and their cookie. */
async function signedIn(who: BuiltAccount, from = context): Promise<{ as: TestContext; cookie: string }> {
	const cookie = text(await enter(who.email, PASSWORD, from));
	const actor = await actorBehind(context, cookie);
	if (actor === null) throw new Error('the session opens nothing');
	return { as: context.as(actor), cookie };
}

describe('signing in', () => {
	test('opens a session that is the account’s, and is audited', async () => {
		const { cookie } = await signedIn(claire);
		expect(await actorBehind(context, cookie)).toMatchObject({ kind: 'account', accountId: claire.id });
		const [event] = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, claire.id));
		expect(event).toMatchObject({ action: 'session.start', chain: 'platform', actorId: claire.id });
	});

	test('leaves nothing in the database that opens a session', async () => {
		const { cookie } = await signedIn(claire);
		const id = cookie.split('=')[1] ?? '';
		const rows = JSON.stringify(await database.db.select().from(session));
		expect(rows).toContain(claire.id);
		expect(rows).not.toContain(id);
		const [row] = await database.db.select().from(session).where(eq(session.userId, claire.id));
		expect(await actorBehind(context, `session=${row?.id}`)).toBeNull();
	});

	test('refuses a wrong password, an unknown account and a closed one alike, after the same work', async () => {
		const closed = await buildAccount(context, { disabledAt: new Date('2026-11-01') });
		const answers = [];
		for (const [email, password] of [
			[claire.email, 'mauvais mot de passe'],
			['personne@exemple.test', PASSWORD],
			[closed.email, PASSWORD],
			[closed.email, 'mauvais mot de passe'],
		] as const) {
			const before = context.comparisons;
			const error: unknown = await enter(email, password).catch((thrown: unknown) => thrown);
			expect(context.comparisons - before).toBe(1);
			answers.push(error);
		}
		expect(answers[0]).toMatchObject({
			code: 'invalid-input',
			message: 'Adresse ou mot de passe inconnu. Vérifiez les deux, ou demandez un nouveau mot de passe.',
			fields: {},
		});
		for (const answer of answers) expect(answer).toEqual(answers[0]);
	});

	test('writes no session and no audit when refused', async () => {
		await expect(enter(claire.email, 'mauvais mot de passe')).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await database.db.delete(throttle);
		const before = await snapshot(database.db);
		await expect(enter('personne@exemple.test')).rejects.toMatchObject({ code: 'invalid-input' });
		await database.db.delete(throttle);
		expect(await snapshot(database.db)).toBe(before);
	});

	test('gives a new id each time, and the one the browser came with opens nothing any more', async () => {
		const first = await signedIn(claire);
		const second = await signedIn(claire, first.as);
		expect(second.cookie).not.toBe(first.cookie);
		expect(await actorBehind(context, first.cookie)).toBeNull();
		expect(await actorBehind(context, second.cookie)).not.toBeNull();
		expect(context.published).toContainEqual({ type: 'session-ended', sessionId: sessionOf(first.as) });
	});

	test('ignores a session id that somebody else has chosen', async () => {
		const planted = 'a'.repeat(40);
		expect(await actorBehind(context, `session=${planted}`)).toBeNull();
		const { cookie } = await signedIn(claire);
		expect(cookie).not.toContain(planted);
	});
});

describe('throttling', () => {
	const fail = (email: string, from = context) =>
		enter(email, 'mauvais mot de passe', from).catch((error: unknown) => error);
	const minutesLater = (minutes: number): Date => new Date(context.clock.getTime() + minutes * 60_000);

	test.each(['known', 'unknown'])('five failures block an account that is %s for a minute', async (which) => {
		const email = which === 'known' ? claire.email : 'personne@exemple.test';
		for (let index = 0; index < 5; index += 1) {
			expect(await fail(email)).toMatchObject({ code: 'invalid-input' });
		}
		const compared = context.comparisons;
		const blocked = await fail(email);
		expect(blocked).toMatchObject({
			code: 'too-many-attempts',
			message: "Trop d'essais de suite. Attendez 1 minute, puis réessayez.",
			retryAfter: 60,
		});
		context.clock = new Date(context.clock.getTime() + 20_500);
		expect(await fail(email)).toMatchObject({ retryAfter: 40 });
		context.clock = new Date(context.clock.getTime() - 20_500);
		expect(context.comparisons).toBe(compared);
		context.clock = minutesLater(1);
		expect(await fail(email)).toMatchObject({ code: 'invalid-input' });
		expect(await fail(email)).toMatchObject({ message: expect.stringContaining('2 minutes') });
	});

	test('the right password does not pass during the wait, and passes after it', async () => {
		for (let index = 0; index < 5; index += 1) await fail(claire.email);
		await expect(enter(claire.email)).rejects.toMatchObject({ code: 'too-many-attempts' });
		context.clock = minutesLater(1);
		await expect(enter(claire.email)).resolves.toMatchObject({ name: 'session' });
		expect(await fail(claire.email)).toMatchObject({ code: 'invalid-input' });
		expect(await fail(claire.email)).toMatchObject({ code: 'invalid-input' });
	});

	test('one address may not try many accounts; another address still may', async () => {
		for (let index = 0; index < 60; index += 1) await fail(`personne${index}@exemple.test`);
		expect(await fail(claire.email)).toMatchObject({ code: 'too-many-attempts' });
		const elsewhere = buildContext({ db: database.db, clientAddress: '192.0.2.7' });
		await expect(enter(claire.email, PASSWORD, elsewhere)).resolves.toMatchObject({ name: 'session' });
	});

	test('signing in well does not count on a shared address', async () => {
		await fail('personne@exemple.test');
		for (let index = 0; index < 3; index += 1) await enter(claire.email);
		const rows = await database.db.select({ failures: throttle.failures }).from(throttle);
		expect(rows).toEqual([{ failures: 1 }, { failures: 1 }]);
	});

	test('keeps neither e-mail nor address', async () => {
		await fail(claire.email);
		const rows = JSON.stringify(await database.db.select().from(throttle));
		expect(rows).toContain('"failures":1');
		expect(rows).not.toContain(claire.email);
		expect(rows).not.toContain('127.0.0.1');
	});

	test('old counters leave the table', async () => {
		await fail('personne@exemple.test');
		context.clock = minutesLater(5 * 24 * 60);
		await enter(claire.email);
		await context.settled();
		expect(await database.db.select().from(throttle)).toEqual([
			expect.objectContaining({ failures: 0, windowStartedAt: context.clock }),
		]);
	});
});

describe('signing out', () => {
	test('ends the session everywhere, says so, and clears the cookie', async () => {
		const { as, cookie } = await signedIn(claire);
		const blank = await signOut(as);
		expect(blank).toMatchObject({ name: 'session', value: '', attributes: { maxAge: 0 } });
		expect(await actorBehind(context, cookie)).toBeNull();
		expect(context.published).toContainEqual({ type: 'session-ended', sessionId: sessionOf(as) });
	});

	test('by somebody who is not signed in writes nothing', async () => {
		const before = await snapshot(database.db);
		await signOut(context);
		expect(await snapshot(database.db)).toBe(before);
	});
});

describe('closing the other sessions', () => {
	test('keeps the one in use and ends the others, of this account only', async () => {
		const other = await buildAccount(context);
		const mine = await signedIn(claire);
		const elsewhere = await signedIn(claire);
		const theirs = await signedIn(other);
		expect(await listOwnSessions(mine.as)).toMatchObject([
			{ isCurrent: true, device },
			{ isCurrent: false, device },
		]);
		expect(await endOtherSessions(mine.as)).toBe(1);
		expect(await actorBehind(context, mine.cookie)).not.toBeNull();
		expect(await actorBehind(context, elsewhere.cookie)).toBeNull();
		expect(await actorBehind(context, theirs.cookie)).not.toBeNull();
		expect(context.published).toContainEqual({ type: 'session-ended', sessionId: sessionOf(elsewhere.as) });
		expect(await listOwnSessions(mine.as)).toHaveLength(1);
	});

	test('is refused to an anonymous visitor, and writes nothing', async () => {
		await signedIn(claire);
		const before = await snapshot(database.db);
		await expect(endOtherSessions(context)).rejects.toMatchObject({ code: 'signed-out' });
		await expect(listOwnSessions(context)).rejects.toMatchObject({ code: 'signed-out' });
		expect(await snapshot(database.db)).toBe(before);
	});
});

describe('reading a cookie', () => {
	test('survives cookies of others that are ill-formed', async () => {
		const { cookie } = await signedIn(claire);
		for (const header of [`a=%; ${cookie}`, `${cookie};b=%E0%A4%A`, `; =;;${cookie}`, ` ${cookie} `]) {
			expect(await actorBehind(context, header)).toMatchObject({ accountId: claire.id });
		}
	});

	test.each([
		'session=',
		'session=%',
		'session',
		'session=\u0000',
		`session=${'a'.repeat(5_000)}`,
		'autre=1',
	])('%j opens nothing', async (header) => expect(await actorBehind(context, header)).toBeNull());

	test('over https the cookie can only be set by this host, and is read by no script', () => {
		expect(cookieOver(true)).toMatch(/^__Host-session=.*HttpOnly.*Path=\/.*SameSite=Lax.*Secure/);
		expect(cookieOver(false)).not.toContain('Secure');
	});
});

function cookieOver(secure: boolean): string {
	return createSessions(database.db, { secure, now: () => new Date() })
		.blankCookie()
		.serialize();
}

function sessionOf(of: TestContext): string {
	return of.actor.kind === 'account' ? of.actor.sessionId : '';
}

describe('many sessions at once', () => {
	test('are found as one by one, whatever their state', async () => {
		const rested = createSessions(database.db, { secure: false, now: () => new Date() });
		const start = async () => {
			const { key, cookie } = await rested.start(claire.id, device);
			return { key, cookie: text(cookie) };
		};
		const [fresh, renewable, expired, unseen] = [await start(), await start(), await start(), await start()];
		const set = (key: string, values: Partial<typeof session.$inferInsert>) =>
			database.db.update(session).set(values).where(eq(session.id, key));
		const days = (count: number) => new Date(Date.now() + count * 86_400_000);
		await set(renewable.key, { expiresAt: days(3) });
		await set(expired.key, { expiresAt: days(-1) });
		await set(unseen.key, { lastSeenAt: days(-1) });
		const cookies = [fresh.cookie, renewable.cookie, expired.cookie, unseen.cookie, 'session=nobody', null];
		const found = await rested.findAll([...cookies, fresh.cookie]);
		expect(found.map((one) => one?.key ?? null)).toEqual([
			fresh.key,
			renewable.key,
			null,
			unseen.key,
			null,
			null,
			fresh.key,
		]);
		expect(found[0]).toEqual({ key: fresh.key, accountId: claire.id, renewedCookie: null });
		expect(found[1]?.renewedCookie).toContain('session=');
		const [seen] = await database.db.select().from(session).where(eq(session.id, unseen.key));
		expect(seen?.lastSeenAt.getTime()).toBeGreaterThan(days(-1).getTime() + 1);
	});
});
