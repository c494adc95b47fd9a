import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
import { changePassword, rename } from './account.commands.ts';
import { account } from './account.tables.ts';
import { signIn } from './session.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltAccount;
let mine: { as: TestContext; cookie: string };

beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
	context = buildContext({ db: database.db });
	claire = await buildAccount(context);
	mine = await signedIn();
});

const device = 'Chrome, Linux';
const NEW_PASSWORD = 'le col du Soulor ferme en hiver';

async function signedIn(password = PASSWORD): Promise<{ as: TestContext; cookie: string }> {
	const { name, value } = await signIn(context, { email: claire.email, password, device });
	await context.settled();
	const cookie = `${name}=${value}`;
	const actor = await actorBehind(context, cookie);
	if (actor === null) throw new Error('the session opens nothing');
	return { as: context.as(actor), cookie };
}

async function auditedActions(): Promise<string[]> {
	const rows = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, claire.id));
	return rows.map((row) => row.action);
}

const change = (from: TestContext, currentPassword: string, password: string) =>
	changePassword(from, { currentPassword, password, device });

describe('changing one’s password', () => {
	test('ends the other sessions, gives this one a new id, and is audited', async () => {
		const elsewhere = await signedIn();
		const cookie = await change(mine.as, PASSWORD, NEW_PASSWORD);
		expect(await actorBehind(context, `${cookie.name}=${cookie.value}`)).toMatchObject({
			accountId: claire.id,
		});
		expect(await actorBehind(context, mine.cookie)).toBeNull();
		expect(await actorBehind(context, elsewhere.cookie)).toBeNull();
		expect(context.published.filter((event) => event.type === 'session-ended')).toHaveLength(2);
		expect(await auditedActions()).toContain('account.change-password');
		await expect(signedIn()).rejects.toMatchObject({ code: 'invalid-input' });
		await expect(signedIn(NEW_PASSWORD)).resolves.toBeDefined();
	});

	test.each([
		['mauvais mot de passe', NEW_PASSWORD, 'currentPassword'],
		[PASSWORD, 'trop court', 'password'],
		[PASSWORD, PASSWORD, 'password'],
	])('from %j to %j names the wrong field %s and changes nothing', async (current, next, field) => {
		const [before] = await database.db.select().from(account).where(eq(account.id, claire.id));
		const refused: unknown = await change(mine.as, current, next).catch((error: unknown) => error);
		expect(refused).toMatchObject({ code: 'invalid-input', fields: { [field]: expect.any(String) } });
		const [after] = await database.db.select().from(account).where(eq(account.id, claire.id));
		expect(after).toEqual(before);
		expect(await actorBehind(context, mine.cookie)).not.toBeNull();
		expect(await auditedActions()).not.toContain('account.change-password');
	});

	test('may not be tried without end by one who found the page open', async () => {
		for (let index = 0; index < 5; index += 1) {
			await expect(change(mine.as, 'mauvais', NEW_PASSWORD)).rejects.toMatchObject({ code: 'invalid-input' });
		}
		await expect(change(mine.as, PASSWORD, NEW_PASSWORD)).rejects.toMatchObject({
			code: 'too-many-attempts',
		});
		context.clock = new Date(context.clock.getTime() + 60_000);
		await expect(change(mine.as, PASSWORD, NEW_PASSWORD)).resolves.toBeDefined();
	});

	test('a password typed in another Unicode form is the same', async () => {
		await change(mine.as, PASSWORD, 'é'.normalize('NFC') + ' la neige au col');
		await expect(signedIn('é'.normalize('NFD') + ' la neige au col')).resolves.toBeDefined();
	});
});

test('renaming oneself changes the name alone, and is audited', async () => {
	await rename(mine.as, { displayName: 'Claire Dufau' });
	const [row] = await database.db.select().from(account).where(eq(account.id, claire.id));
	expect(row).toMatchObject({ displayName: 'Claire Dufau', email: claire.email, isAdministrator: false });
	expect(await auditedActions()).toContain('account.rename');
});

test.each([
	['rename', (from: TestContext) => rename(from, { displayName: 'Autre' })],
	['changePassword', (from: TestContext) => change(from, PASSWORD, NEW_PASSWORD)],
])('%s is refused to an anonymous visitor: nothing written, nothing audited', async (_name, command) => {
	const before = await snapshot(database.db);
	await expect(command(context)).rejects.toMatchObject({ code: 'signed-out' });
	expect(await snapshot(database.db)).toBe(before);
});
