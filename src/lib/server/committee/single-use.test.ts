import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { buildAccount, PASSWORD } from '../../../../tests/support/accounts.ts';
import { buildPlaces, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildInvitation } from '../../../../tests/support/invitations.ts';
import { startPostgres } from '../../../../tests/support/postgres.ts';
import { requestPasswordReset, resetPassword } from '../accounts/password-reset.commands.ts';
import { signIn } from '../accounts/session.commands.ts';
import { throttle } from '../accounts/account.tables.ts';
import { openPostgres, type OpenDatabase } from '../database/database.ts';
import { committee, mandate, organisation } from './committee.tables.ts';
import { acceptInvitation } from './invitation.commands.ts';

/** What must happen once happens once, however many ask at the same instant: on both databases, where locks differ. */
const DATABASES = [
	['the embedded database', async () => ({ database: await openTestDatabase(), stop: async () => {} })],
	[
		'Postgres',
		async () => {
			const postgres = await startPostgres();
			const database = await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
			return { database, stop: () => postgres.stop() };
		},
	],
] as const;

const device = 'Firefox, Windows';
const ORGANISATION = newId();

/** How fifty attempts at once end: a count by outcome. */
async function fiftyAtOnce(attempt: (index: number) => Promise<unknown>): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	const outcomes = await Promise.all(
		Array.from({ length: 50 }, (_, index) =>
			attempt(index).then(
				() => 'done',
				(error: { code?: string }) => error.code ?? 'failed',
			),
		),
	);
	for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
	return counts;
}

describe.each(DATABASES)('on %s', (_name, open) => {
	let opened: { database: OpenDatabase; stop: () => Promise<void> };
	let context: TestContext;

	beforeAll(async () => {
		opened = await open();
		const { db } = opened.database;
		await buildPlaces(db);
		const createdAt = new Date('2026-11-01T08:00:00Z');
		await db.insert(committee).values({ departmentCode: '64', createdAt });
		await db
			.insert(organisation)
			.values({ id: ORGANISATION, departmentCode: '64', college: 'elus', name: 'Maires', createdAt });
	});
	afterAll(async () => {
		await opened.database.close();
		await opened.stop();
	});
	beforeEach(() => {
		context = buildContext({ db: opened.database.db });
	});
	afterEach(async () => {
		await context.settled();
		await context.db.delete(throttle);
	});

	test('an invitation that makes an account', async () => {
		const { token } = await buildInvitation(context, { organisationId: ORGANISATION });
		const newAccount = { displayName: 'Claire Dufau', password: PASSWORD };
		const outcomes = await fiftyAtOnce(() => acceptInvitation(context, { token, newAccount, device }));
		expect(outcomes).toEqual({ done: 1, expired: 49 });
	});

	test('an invitation of somebody who has an account', async () => {
		const claire = await buildAccount(context);
		const from = await seenBy(context, claire);
		const { token } = await buildInvitation(context, { organisationId: ORGANISATION, email: claire.email });
		const outcomes = await fiftyAtOnce(() => acceptInvitation(from, { token, newAccount: null, device }));
		expect(outcomes).toEqual({ done: 1, expired: 49 });
		const mandates = await context.db.select().from(mandate).where(eq(mandate.accountId, claire.id));
		expect(mandates).toHaveLength(1);
	});

	test('two invitations of one person, to write and to evaluate: only one side', async () => {
		const claire = await buildAccount(context);
		const from = await seenBy(context, claire);
		const regional = newId();
		await context.db
			.insert(organisation)
			.values({ id: regional, regionCode: '75', college: 'ars', name: 'ARS', createdAt: context.now() });
		const write = { organisationId: ORGANISATION, email: claire.email, role: 'member' as const };
		const evaluate = { organisationId: regional, email: claire.email, role: 'ars' as const };
		const tokens = [await buildInvitation(context, write), await buildInvitation(context, evaluate)];
		const outcomes = await Promise.allSettled(
			tokens.map(({ token }) => acceptInvitation(from, { token, newAccount: null, device })),
		);
		expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('a link to choose a new password', async () => {
		const claire = await buildAccount(context);
		await requestPasswordReset(context, { email: claire.email });
		await context.settled();
		const token = /mot-de-passe\/([\w-]{43})/.exec(context.mails.at(-1)?.text ?? '')?.[1] ?? '';
		const outcomes = await fiftyAtOnce((index) =>
			resetPassword(context, { token, password: `le col du Soulor ferme ${index}` }),
		);
		expect(outcomes).toEqual({ done: 1, expired: 49 });
	});

	test('attempts at a password are counted one by one', async () => {
		const claire = await buildAccount(context);
		const outcomes = await fiftyAtOnce(() =>
			signIn(context, { email: claire.email, password: 'mauvais mot de passe', device }),
		);
		expect(outcomes).toEqual({ 'invalid-input': 5, 'too-many-attempts': 45 });
	});

	test('the right password fifty times at once opens fifty sessions', async () => {
		const claire = await buildAccount(context);
		const outcomes = await fiftyAtOnce(() =>
			signIn(context, { email: claire.email, password: PASSWORD, device }),
		);
		expect(outcomes).toEqual({ done: 50 });
	});

	test('a room of eighty people signs in at once from one address', async () => {
		const people = await Promise.all(Array.from({ length: 80 }, () => buildAccount(context)));
		const sessions = people.map(({ email }) => signIn(context, { email, password: PASSWORD, device }));
		await expect(Promise.all(sessions)).resolves.toHaveLength(80);
	});

	test('attempts at once from several processes are still counted one by one', async () => {
		const claire = await buildAccount(context);
		const processes = Array.from({ length: 5 }, (_, index) =>
			buildContext({ db: context.db, clientAddress: `192.0.2.${index}` }),
		);
		const outcomes = await fiftyAtOnce((index) =>
			signIn(processes[index % 5] ?? context, {
				email: claire.email,
				password: 'mauvais mot de passe',
				device,
			}),
		);
		expect(outcomes).toEqual({ 'invalid-input': 5, 'too-many-attempts': 45 });
	});

	test('turns are of one process: through three of them a room still signs in at once, and so does one person', async () => {
		const processes = Array.from({ length: 3 }, () => buildContext({ db: context.db }));
		const people = await Promise.all(Array.from({ length: 90 }, () => buildAccount(context)));
		const claire = await buildAccount(context);
		const enter = ({ email }: { email: string }, index: number) =>
			signIn(processes[index % 3] ?? context, { email, password: PASSWORD, device });
		await expect(Promise.all(people.map(enter))).resolves.toHaveLength(90);
		const outcomes = await fiftyAtOnce((index) => enter(claire, index));
		expect(outcomes).toEqual({ done: 50 });
		await Promise.all(processes.map((process) => process.settled()));
	});
});
