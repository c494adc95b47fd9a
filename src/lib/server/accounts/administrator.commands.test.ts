import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildContext, openTestDatabase } from '../../../../tests/support/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import { account } from './account.tables.ts';
import { nameAdministrator } from './administrator.commands.ts';
import { resetPassword } from './password-reset.commands.ts';

let database: OpenDatabase;

beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

test('the link printed for the first administrator chooses their password, once', async () => {
	const context = buildContext({ db: database.db });
	const { link } = await nameAdministrator(context, { email: 'root@exemple.test', displayName: 'Root' });
	const token = link.split('/').at(-1) ?? '';
	await resetPassword(context, { token, password: 'une phrase assez longue' });
	const [row] = await database.db.select().from(account).where(eq(account.email, 'root@exemple.test'));
	expect(row?.isAdministrator).toBe(true);
	expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
	await expect(resetPassword(context, { token, password: 'une autre phrase longue' })).rejects.toMatchObject({
		code: 'expired',
	});
});
