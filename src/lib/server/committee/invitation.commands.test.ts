import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewAccountInput } from '#lib/accounts/account.input.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import {
	actorBehind,
	buildAccount,
	PASSWORD,
	snapshot,
	type BuiltAccount,
} from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildInvitation, WEEK } from '../../../../tests/support/invitations.ts';
import { account } from '../accounts/account.tables.ts';
import { newToken } from '../accounts/token.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { Actor } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { committee, invitation, mandate, organisation } from './committee.tables.ts';
import { acceptInvitation, purgeInvitations } from './invitation.commands.ts';
import { findOpenInvitation } from './invitation.queries.ts';

let database: OpenDatabase;
let context: TestContext;

const ORGANISATION = newId();
const REGIONAL = newId();

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	const createdAt = new Date('2026-11-01T08:00:00Z');
	await db.insert(region).values({ code: '75', name: 'Nouvelle-Aquitaine' });
	await db.insert(department).values({ code: '64', name: 'Pyrénées-Atlantiques', regionCode: '75' });
	await db.insert(committee).values({ departmentCode: '64', createdAt });
	const college = 'elus';
	await db.insert(organisation).values([
		{ id: ORGANISATION, departmentCode: '64', college, name: 'Association des maires', createdAt },
		{ id: REGIONAL, regionCode: '75', college, name: 'URPS médecins', createdAt },
	]);
});
afterAll(() => database.close());
beforeEach(() => {
	context = buildContext({ db: database.db });
});

const device = 'Firefox, Windows';
const newcomer: NewAccountInput = { displayName: 'Claire Dufau', password: PASSWORD };

const REGIONAL_ROLES: readonly (Role | undefined)[] = ['urps', 'ars'];

/** An invitation from the organisation that fits the role. */
const invite = (given: Omit<Parameters<typeof buildInvitation>[1], 'organisationId'> = {}) =>
	buildInvitation(context, {
		...given,
		organisationId: REGIONAL_ROLES.includes(given.role) ? REGIONAL : ORGANISATION,
	});

/** The actor of an account, as after signing in. */
async function actorOf(who: BuiltAccount): Promise<Actor> {
	const { cookie } = await context.sessions.start(who.id, device);
	const actor = await actorBehind(context, `${cookie.name}=${cookie.value}`);
	if (actor === null) throw new Error('the session opens nothing');
	return actor;
}

const accept = (token: string, newAccount: NewAccountInput | null = newcomer, from = context) =>
	acceptInvitation(from, { token, newAccount, device });

describe('somebody without an account', () => {
	test('gets one, with the mandate and the right of the invitation, and is signed in', async () => {
		const invited = await invite();
		const accepted = await accept(invited.token);
		const actor = await actorBehind(context, `${accepted.cookie?.name}=${accepted.cookie?.value}`);
		expect(actor).toMatchObject({
			accountId: accepted.accountId,
			displayName: 'Claire Dufau',
			email: invited.email,
			isAdministrator: false,
			grants: [
				{
					role: 'elected',
					departmentCode: '64',
					regionCode: null,
					organisationId: ORGANISATION,
					communeCodes: ['64371'],
					endsOn: '2029-10-31',
				},
			],
		});
		expect(accepted.departmentCode).toBe('64');
		expect(context.published).toContainEqual({ type: 'rights-changed', accountId: accepted.accountId });
	});

	test('is audited in the committee’s log, without name nor e-mail', async () => {
		const invited = await invite({ role: 'facilitator' });
		const { accountId } = await accept(invited.token);
		const [event] = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invited.id));
		expect(event).toMatchObject({
			chain: '64',
			action: 'invitation.accept',
			actorId: accountId,
			details: { role: 'facilitator', organisationId: ORGANISATION, accountCreated: true },
		});
		expect(JSON.stringify(event)).not.toMatch(/Dufau|exemple\.test/);
		expect(await findAuditFault(database.db, '64')).toBeNull();
	});

	test('named for a region gets a regional right, audited on the platform', async () => {
		const invited = await invite({ role: 'ars' });
		const accepted = await accept(invited.token);
		expect(accepted.departmentCode).toBeNull();
		const [row] = await database.db.select().from(mandate).where(eq(mandate.accountId, accepted.accountId));
		expect(row).toMatchObject({ departmentCode: null, regionCode: '75' });
		const [event] = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invited.id));
		expect(event?.chain).toBe('platform');
	});

	test('must choose a password by the rule; until then the invitation stays valid', async () => {
		const invited = await invite();
		for (const newAccount of [null, { displayName: 'Claire', password: 'trop court' }]) {
			await expect(accept(invited.token, newAccount)).rejects.toMatchObject({ code: 'invalid-input' });
		}
		expect(await findOpenInvitation(context, invited.token)).toMatchObject({
			id: invited.id,
			accountId: null,
		});
	});

	test('has one account even when two invitations are accepted at once', async () => {
		const first = await invite();
		const second = await invite({ email: first.email });
		const answers = await Promise.allSettled([accept(first.token), accept(second.token)]);
		expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await database.db.select().from(account).where(eq(account.email, first.email))).toHaveLength(1);
		const stillOpen = await Promise.all(
			[first, second].map(({ token }) => findOpenInvitation(context, token)),
		);
		expect(stillOpen.filter((open) => open !== null)).toHaveLength(1);
	});
});

describe('somebody with an account', () => {
	test('accepts signed in with it: no other account, no new session', async () => {
		const claire = await buildAccount(context);
		const invited = await invite({ email: claire.email });
		const accepted = await accept(invited.token, null, context.as(await actorOf(claire)));
		expect(accepted).toMatchObject({ accountId: claire.id, cookie: null });
		const [row] = await database.db.select().from(mandate).where(eq(mandate.accountId, claire.id));
		expect(row).toMatchObject({ title: 'maire de Mauléon-Licharre', seatRole: 'holder' });
	});

	test('is asked to sign in first, and cannot be given another password this way', async () => {
		const claire = await buildAccount(context);
		const invited = await invite({ email: claire.email });
		const before = await snapshot(database.db);
		await expect(accept(invited.token)).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining(claire.email),
		});
		expect(await snapshot(database.db)).toBe(before);
	});

	test.each(['with', 'without'])(
		'under another e-mail is refused, when the invited e-mail is %s an account: nothing written nor audited',
		async (which) => {
			const claire = await buildAccount(context);
			const other = await buildAccount(context);
			const invited = await invite(which === 'with' ? { email: other.email } : {});
			const from = context.as(await actorOf(claire));
			const before = await snapshot(database.db);
			for (const newAccount of [newcomer, null]) {
				await expect(accept(invited.token, newAccount, from)).rejects.toMatchObject({ code: 'conflict' });
			}
			expect(await snapshot(database.db)).toBe(before);
			expect(context.published).toEqual([]);
		},
	);
});

describe('an invitation', () => {
	test('lasts seven days to the millisecond', async () => {
		const invited = await invite();
		context.clock = new Date(context.clock.getTime() + WEEK - 1);
		expect(await findOpenInvitation(context, invited.token)).not.toBeNull();
		context.clock = new Date(context.clock.getTime() + 1);
		expect(await findOpenInvitation(context, invited.token)).toBeNull();
		await expect(accept(invited.token)).rejects.toMatchObject({ code: 'expired' });
	});

	test.each([
		['used', { usedAt: new Date('2026-11-20') }],
		['revoked', { revokedAt: new Date('2026-11-20') }],
		['expired', { expiresAt: new Date('2026-11-20') }],
	])(
		'that is %s answers exactly like one that never was: nothing written nor audited',
		async (_state, given) => {
			const invited = await invite(given);
			const before = await snapshot(database.db);
			const answers = [];
			for (const token of [invited.token, newToken(), 'x']) {
				expect(await findOpenInvitation(context, token)).toBeNull();
				answers.push(await accept(token).catch((error: unknown) => error));
			}
			expect(answers[0]).toMatchObject({ code: 'expired' });
			for (const answer of answers) expect(answer).toEqual(answers[0]);
			expect(await snapshot(database.db)).toBe(before);
			expect(context.published).toEqual([]);
		},
	);

	test('to write a plan is refused to whoever has meanwhile been named to evaluate it, and the reverse', async () => {
		for (const roles of [
			['ars', 'member'],
			['facilitator', 'ars'],
		] as const) {
			const claire = await buildAccount(context);
			const first = await invite({ email: claire.email, role: roles[0] });
			const second = await invite({ email: claire.email, role: roles[1] });
			const from = context.as(await actorOf(claire));
			await accept(first.token, null, from);
			await expect(accept(second.token, null, from)).rejects.toMatchObject({
				code: 'conflict',
				message: expect.stringContaining('ne va pas avec celui-ci'),
			});
			expect(await findOpenInvitation(context, second.token)).not.toBeNull();
			expect(await database.db.select().from(mandate).where(eq(mandate.accountId, claire.id))).toHaveLength(
				1,
			);
		}
	});

	test('goes thirty days after it has served, been withdrawn or expired; one that waits stays', async () => {
		const purgeAt = (day: string) =>
			purgeInvitations({ ...context, now: () => new Date(`${day}T10:00:00Z`) });
		const left = async (ids: string[]) =>
			(await database.db.select({ id: invitation.id }).from(invitation).where(inArray(invitation.id, ids)))
				.length;
		const expiresAt = new Date('2027-02-01T09:00:00Z');
		const at = new Date('2027-01-27T09:00:00Z');
		const ended = [await invite({ expiresAt, usedAt: at }), await invite({ expiresAt, revokedAt: at })];
		const expired = await invite({ expiresAt });
		const waiting = await invite({ expiresAt: new Date('2027-03-10T09:00:00Z') });
		const ids = [...ended, expired, waiting].map(({ id }) => id);
		await purgeAt('2027-02-25');
		expect(await left(ids)).toBe(4);
		expect(await purgeAt('2027-02-26')).toBe(2);
		expect(await left(ids)).toBe(2);
		await purgeAt('2027-03-04');
		expect(await left([waiting.id, expired.id])).toBe(1);
		expect(await left([waiting.id])).toBe(1);
	});

	test('that has gone leaves the mandate, the right and the line of the log that it gave', async () => {
		const invited = await invite();
		const { accountId } = await accept(invited.token);
		expect(await purgeInvitations({ ...context, now: () => new Date('2027-06-01') })).toBeGreaterThan(0);
		expect(await findOpenInvitation(context, invited.token)).toBeNull();
		expect(await database.db.select().from(mandate).where(eq(mandate.accountId, accountId))).toHaveLength(1);
		const lines = await database.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invited.id));
		expect(lines.map(({ action }) => action)).toEqual(['invitation.accept']);
		expect(await findAuditFault(database.db, '64')).toBeNull();
	});

	test('is stored hashed', async () => {
		const invited = await invite();
		expect(JSON.stringify(await database.db.select().from(invitation))).not.toContain(invited.token);
	});

	test('says to its reader what it gives', async () => {
		const invited = await invite();
		expect(await findOpenInvitation(context, invited.token)).toEqual({
			id: invited.id,
			email: invited.email,
			displayName: 'Claire D.',
			role: 'elected',
			title: 'maire de Mauléon-Licharre',
			organisationName: 'Association des maires',
			placeName: 'Pyrénées-Atlantiques',
			departmentCode: '64',
			regionCode: null,
			heldInRegionCode: '75',
			startsOn: '2026-11-01',
			endsOn: '2029-10-31',
			accountId: null,
		});
	});
});
