import { gt } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext } from '../../../../tests/support/context.ts';
import { waitingForLock } from '../../../../tests/support/locks.ts';
import { startPostgres } from '../../../../tests/support/postgres.ts';
import { openPostgres } from '../database/database.ts';
import { throttle } from './account.tables.ts';
import { signIn } from './session.commands.ts';

test('an attempt made while the counts are being wiped is counted all the same', async () => {
	const postgres = await startPostgres();
	const database = await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
	const context = buildContext({ db: database.db });
	const { email } = await buildAccount(context);
	const guess = () =>
		expect(
			signIn(context, { email, password: 'mauvais mot de passe', device: 'Firefox, Windows' }),
		).rejects.toMatchObject({ code: 'invalid-input' });
	await guess();
	let guessed: Promise<void> | undefined;
	await context.db.transaction(async (transaction) => {
		await transaction.select().from(throttle).for('no key update');
		guessed = guess();
		await waitingForLock(context.db, 1);
		await transaction.delete(throttle);
	});
	await guessed;
	// That of the account and that of the address.
	const counted = await context.db
		.select({ failures: throttle.failures })
		.from(throttle)
		.where(gt(throttle.failures, 0));
	expect(counted).toEqual([{ failures: 1 }, { failures: 1 }]);
	await database.close();
	await postgres.stop();
});
