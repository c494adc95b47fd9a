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
import { findPasswordReset } from './account.queries.ts';
import { passwordReset, throttle } from './account.tables.ts';
import { purgePasswordResets, requestPasswordReset, resetPassword } from './password-reset.commands.ts';
import { signIn } from './session.commands.ts';
import { newToken } from './token.ts';

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
afterEach(() => database.db.delete(throttle));

const NEW_PASSWORD = 'le col du Soulor ferme en hiver';
const device = 'Chrome, Linux';
const enter = (password: string) => signIn(context, { email: claire.email, password, device });

/** Asks for a link and reads it in the mail. */
async function askForLink(email = claire.email): Promise<string> {
	await requestPasswordReset(context, { email });
	await context.settled();
	const link = /http:\/\/localhost:3000\/mot-de-passe\/([\w-]{43})\n/.exec(context.mails.at(-1)?.text ?? '');
	return link?.[1] ?? '';
}

describe('asking for a new password', () => {
	test('sends a link to the account’s own e-mail, and audits it', async () => {
		const token = await askForLink();
		expect(token).toHaveLength(43);
		expect(context.mails).toHaveLength(1);
		expect(context.mails[0]?.to).toBe(claire.email);
		const events = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, claire.id));
		expect(events.map((event) => event.action)).toEqual(['account.request-reset']);
	});

	test('keeps only the hash of the link', async () => {
		const token = await askForLink();
		expect(JSON.stringify(await database.db.select().from(passwordReset))).not.toContain(token);
	});

	test('for an unknown or a closed account answers alike, and neither writes, audits nor mails', async () => {
		const closed = await buildAccount(context, { disabledAt: new Date('2026-11-01') });
		const before = await snapshot(database.db);
		for (const email of ['personne@exemple.test', closed.email]) {
			await expect(requestPasswordReset(context, { email })).resolves.toBeUndefined();
			await context.settled();
		}
		await database.db.delete(throttle);
		expect(context.mails).toEqual([]);
		expect(await snapshot(database.db)).toBe(before);
	});

	test('before the answer, a known account costs exactly what an unknown one does', async () => {
		await requestPasswordReset(context, { email: claire.email });
		expect(
			await database.db.select().from(passwordReset).where(eq(passwordReset.accountId, claire.id)),
		).toEqual([]);
		expect(context.mails).toEqual([]);
		await context.settled();
		expect(context.mails).toHaveLength(1);
	});

	test.each(['known', 'unknown'])('three times is enough for an e-mail that is %s', async (which) => {
		const email = which === 'known' ? claire.email : 'personne@exemple.test';
		for (let index = 0; index < 3; index += 1) await requestPasswordReset(context, { email });
		await expect(requestPasswordReset(context, { email })).rejects.toMatchObject({
			code: 'too-many-attempts',
			message: "Trop d'essais de suite. Attendez 15 minutes, puis réessayez.",
		});
		await context.settled();
		expect(context.mails).toHaveLength(which === 'known' ? 3 : 0);
	});
});

describe('choosing the new password', () => {
	test('changes it, ends every session, and is audited', async () => {
		const session = await enter(PASSWORD);
		const token = await askForLink();
		await resetPassword(context, { token, password: NEW_PASSWORD });
		expect(await actorBehind(context, `${session.name}=${session.value}`)).toBeNull();
		expect(context.published).toContainEqual({ type: 'session-ended', sessionId: expect.any(String) });
		await expect(enter(PASSWORD)).rejects.toMatchObject({ code: 'invalid-input' });
		await expect(enter(NEW_PASSWORD)).resolves.toBeDefined();
		const events = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, claire.id));
		expect(events.map((event) => event.action)).toContain('account.reset-password');
	});

	test('works once, and closes the other links of the account', async () => {
		const first = await askForLink();
		const second = await askForLink();
		await resetPassword(context, { token: second, password: NEW_PASSWORD });
		for (const token of [first, second]) {
			expect(await findPasswordReset(context, token)).toBeNull();
			await expect(resetPassword(context, { token, password: PASSWORD })).rejects.toMatchObject({
				code: 'expired',
			});
		}
		await expect(enter(NEW_PASSWORD)).resolves.toBeDefined();
	});

	test('after an hour the link no longer serves', async () => {
		const token = await askForLink();
		context.clock = new Date(context.clock.getTime() + 60 * 60_000);
		await expect(resetPassword(context, { token, password: NEW_PASSWORD })).rejects.toMatchObject({
			code: 'expired',
			message: expect.stringContaining('Demandez un autre lien'),
		});
	});

	test('lets its owner in although others had blocked the account', async () => {
		for (let index = 0; index < 5; index += 1) await enter('mauvais mot de passe').catch(() => undefined);
		await expect(enter(PASSWORD)).rejects.toMatchObject({ code: 'too-many-attempts' });
		await resetPassword(context, { token: await askForLink(), password: NEW_PASSWORD });
		await expect(enter(NEW_PASSWORD)).resolves.toBeDefined();
	});

	test('a weak one is refused, the link still serves', async () => {
		const token = await askForLink();
		await expect(resetPassword(context, { token, password: 'trop court' })).rejects.toMatchObject({
			code: 'invalid-input',
			fields: { password: expect.stringContaining('12 caractères') },
		});
		await expect(resetPassword(context, { token, password: NEW_PASSWORD })).resolves.toBeUndefined();
	});

	test('with a link that was never sent is refused: nothing written, nothing audited', async () => {
		await askForLink();
		const before = await snapshot(database.db);
		for (const token of [newToken(), '', '../../etc', 'a'.repeat(43), 'a'.repeat(10_000)]) {
			await expect(resetPassword(context, { token, password: NEW_PASSWORD })).rejects.toMatchObject({
				code: 'expired',
			});
		}
		expect(await snapshot(database.db)).toBe(before);
	});
});

test('a link goes a day after it has served, or a day after its hour; until then nobody loses theirs', async () => {
	await database.db.delete(passwordReset);
	const used = await askForLink();
	await resetPassword(context, { token: used, password: NEW_PASSWORD });
	await database.db.delete(throttle);
	await askForLink();
	const after = (minutes: number) =>
		purgePasswordResets({ ...context, now: () => new Date(context.clock.getTime() + minutes * 60_000) });
	expect(await after(24 * 60)).toBe(0);
	expect(await after(24 * 60 + 1)).toBe(1);
	expect(await after(25 * 60)).toBe(0);
	expect(await after(25 * 60 + 1)).toBe(1);
});
