import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Invite } from '#lib/committee/member.input.ts';
import { hashToken } from '../accounts/token.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { acceptInvitation } from './invitation.commands.ts';
import { invitation, organisation } from './committee.tables.ts';
import { invite, nameFirstFacilitator, resendInvitation, revokeInvitation } from './member.commands.ts';
import { findOpenInvitation, listInvitations } from './invitation.queries.ts';
import { listMembers } from './member.queries.ts';
import { appointRegional, resendAnyInvitation, revokeAnyInvitation } from './region.commands.ts';
import { getAdministration } from './administration.queries.ts';
import {
	actorOf,
	buildMember,
	buildPlaces,
	committeeSnapshot,
	openCommittees,
	seenBy,
	type BuiltMember,
} from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';

let database: OpenDatabase;
let context: TestContext;
let administration: TestContext;
let facilitation: TestContext;
let facilitator: BuiltMember;
let organisationId: string;
let counter = 0;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(context.db);
	administration = await seenBy(context, await openCommittees(context, '64', '40', '12', '33'));
	facilitator = await buildMember(context, {
		role: 'facilitator',
		departmentCode: '64',
		displayName: 'Xabi Garat',
	});
	facilitation = await seenBy(context, facilitator);
	organisationId = await idOf('Conseil départemental');
});
beforeEach(() => {
	context.mails.length = 0;
	context.clock = new Date('2026-11-22T10:00:00Z');
});
afterAll(() => database.close());

async function idOf(name: string, departmentCode = '64'): Promise<string> {
	const rows = await context.db.select().from(organisation).where(eq(organisation.name, name));
	const found = rows.find((row) => row.departmentCode === departmentCode || row.regionCode !== null);
	if (found === undefined) throw new Error(`no organisation ${name}`);
	return found.id;
}

function draft(given: Partial<Invite> = {}): Invite & { departmentCode: string } {
	counter += 1;
	return {
		departmentCode: '64',
		displayName: 'Annie Sarrabère',
		email: `invitee-${counter}@exemple.test`,
		organisation: { kind: 'existing', id: organisationId },
		seatRole: 'holder',
		role: 'member',
		title: '',
		communeCodes: [],
		startsOn: '2026-11-22',
		endsOn: '2029-11-21',
		...given,
	};
}

const linkIn = (text: string): string => /invitation\/(\S+)/.exec(text)?.[1] ?? '';

describe('invite', () => {
	test('writes, audits, then sends a letter whose link opens the door', async () => {
		const input = draft();
		const { invitationId } = await invite(facilitation, input);
		const [letter, ...others] = context.mails;
		expect(others).toEqual([]);
		expect(letter).toMatchObject({ to: input.email });
		expect(letter?.subject).toContain('des Pyrénées-Atlantiques');
		expect(letter?.text).toContain('Xabi Garat');
		expect(letter?.text).toContain('http://localhost:3000/invitation/');
		const [row] = await context.db.select().from(invitation).where(eq(invitation.id, invitationId));
		expect(row?.tokenHash).toBe(hashToken(linkIn(letter?.text ?? '')));
		expect(row?.expiresAt).toEqual(new Date('2026-11-29T10:00:00Z'));
		const audited = await context.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invitationId));
		expect(audited.map((event) => event.action)).toEqual(['invitation.create']);
		expect(JSON.stringify(audited)).not.toContain(input.email);
	});

	test('the person who accepts sits in the committee, with the role and dates of the invitation', async () => {
		await invite(
			facilitation,
			draft({ organisation: { kind: 'existing', id: await idOf('France Assos Santé') } }),
		);
		await acceptInvitation(context, {
			token: linkIn(context.mails[0]?.text ?? ''),
			newAccount: { displayName: 'Sylvie Camou', password: 'la montagne en automne' },
			device: '',
		});
		const { colleges } = await listMembers(facilitation, '64');
		const users = colleges.find((college) => college.slug === 'usagers');
		expect(users?.organisations[0]?.seats).toMatchObject([
			{ state: 'current', holder: { personName: 'Sylvie Camou', role: 'member', endsOn: '2029-11-21' } },
		]);
	});

	test('a new organisation is made with it, in one transaction', async () => {
		const made = { kind: 'new', college: 'elus', acronym: '', name: 'Mairie de Garlin' } as const;
		await invite(facilitation, draft({ organisation: made }));
		expect(await idOf('Mairie de Garlin')).toBeTruthy();
		const before = await committeeSnapshot(context.db);
		await expect(invite(facilitation, draft({ organisation: made }))).rejects.toMatchObject({
			code: 'conflict',
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test.each([
		['twice for the same organisation', async () => draft({ email: 'double@exemple.test' }), 'conflict'],
		[
			'an organisation of another committee',
			async () =>
				draft({ organisation: { kind: 'existing', id: await idOf('Mutualité sociale agricole', '40') } }),
			'invalid-input',
		],
		[
			'an organisation that is no id',
			async () => draft({ organisation: { kind: 'existing', id: 'x' } }),
			'invalid-input',
		],
		[
			'the ARS as a member',
			async () => draft({ organisation: { kind: 'existing', id: await idOf('ARS Nouvelle-Aquitaine') } }),
			'invalid-input',
		],
		['a regional role', async () => draft({ role: 'urps' as 'member' }), 'invalid-input'],
		[
			'a mandate already over',
			async () => draft({ startsOn: '2025-01-01', endsOn: '2026-11-21' }),
			'invalid-input',
		],
		[
			'somebody who sits there then',
			async () =>
				draft({
					email: facilitator.email,
					organisation: { kind: 'existing', id: facilitator.organisationId },
				}),
			'conflict',
		],
	])('refused: %s', async (name, make, code) => {
		if (name.startsWith('twice')) await invite(facilitation, draft({ email: 'double@exemple.test' }));
		const input = await make();
		const before = await committeeSnapshot(context.db);
		context.mails.length = 0;
		await expect(invite(facilitation, input)).rejects.toMatchObject({ code });
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.mails).toEqual([]);
	});

	test('a renewal after the end of the running mandate is welcome', async () => {
		const renewal = draft({
			email: facilitator.email,
			organisation: { kind: 'existing', id: facilitator.organisationId },
			startsOn: '2028-04-01',
			endsOn: '2031-03-31',
		});
		await expect(invite(facilitation, renewal)).resolves.toHaveProperty('invitationId');
	});

	test('who evaluates a region for the ARS is not invited to write there, nor the reverse', async () => {
		const evaluator = await buildMember(context, { role: 'ars', regionCode: '75' });
		const before = await committeeSnapshot(context.db);
		await expect(invite(facilitation, draft({ email: evaluator.email }))).rejects.toMatchObject({
			code: 'conflict',
		});
		await expect(
			appointRegional(administration, { ...regional(), role: 'ars', email: facilitator.email }),
		).rejects.toMatchObject({ code: 'conflict' });
		expect(await committeeSnapshot(context.db)).toBe(before);
		const elsewhere = { ...draft({ email: evaluator.email }), departmentCode: '12' };
		elsewhere.organisation = { kind: 'existing', id: await idOf('Mutualité sociale agricole', '12') };
		await expect(invite(administration, elsewhere)).resolves.toHaveProperty('invitationId');
	});

	test('a mail that does not leave is said, and the invitation can be sent again', async () => {
		const broken: TestContext = { ...facilitation, mail: { send: () => Promise.reject(new Error('down')) } };
		const input = draft();
		await expect(invite(broken, input)).rejects.toMatchObject({ code: 'unavailable' });
		const waiting = await listInvitations(facilitation, '64');
		expect(waiting.map((row) => row.email)).toContain(input.email);
	});

	test.each(['member', 'elected', 'urps', 'ars'] as const)('refused to %s', async (role) => {
		const place = role === 'urps' || role === 'ars' ? { regionCode: '75' } : { departmentCode: '64' };
		const other = await seenBy(context, await buildMember(context, { role, ...place }));
		const before = await committeeSnapshot(context.db);
		await expect(invite(other, draft())).rejects.toMatchObject({ code: 'not-found' });
		await expect(listInvitations(other, '64')).rejects.toMatchObject({ code: 'not-found' });
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.mails).toEqual([]);
	});

	test('refused to the facilitator of a neighbour, and to one whose mandate has expired', async () => {
		const neighbour = await buildMember(context, { role: 'facilitator', departmentCode: '40' });
		const former = await buildMember(context, {
			role: 'facilitator',
			departmentCode: '64',
			endsOn: '2026-11-21',
		});
		const before = await committeeSnapshot(context.db);
		for (const person of [neighbour, former]) {
			await expect(invite(await seenBy(context, person), draft())).rejects.toMatchObject({
				code: 'not-found',
			});
		}
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

describe('invitations that wait', () => {
	test('sent again: the new link works for seven more days, the old one no longer', async () => {
		const { invitationId } = await invite(facilitation, draft());
		const oldToken = linkIn(context.mails[0]?.text ?? '');
		context.clock = new Date('2026-11-30T10:00:00Z');
		const before = await listInvitations(facilitation, '64');
		expect(before.find((row) => row.id === invitationId)?.state).toBe('expired');
		await resendInvitation(facilitation, { departmentCode: '64', invitationId });
		const newToken = linkIn(context.mails[1]?.text ?? '');
		const [row] = await context.db.select().from(invitation).where(eq(invitation.id, invitationId));
		expect(row).toMatchObject({
			tokenHash: hashToken(newToken),
			expiresAt: new Date('2026-12-07T10:00:00Z'),
		});
		expect(newToken).not.toBe(oldToken);
	});

	test('withdrawn: no longer listed, cannot be sent again', async () => {
		const { invitationId } = await invite(facilitation, draft());
		const target = { departmentCode: '64', invitationId };
		await revokeInvitation(facilitation, target);
		const waiting = await listInvitations(facilitation, '64');
		expect(waiting.map((row) => row.id)).not.toContain(invitationId);
		const before = await committeeSnapshot(context.db);
		await expect(resendInvitation(facilitation, target)).rejects.toMatchObject({ code: 'not-found' });
		await expect(revokeInvitation(facilitation, target)).rejects.toMatchObject({ code: 'not-found' });
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test('refused to a member, and across committees', async () => {
		const { invitationId } = await invite(facilitation, draft());
		const member = await seenBy(
			context,
			await buildMember(context, { role: 'member', departmentCode: '64' }),
		);
		const neighbour = await seenBy(
			context,
			await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
		);
		const before = await committeeSnapshot(context.db);
		context.mails.length = 0;
		for (const [other, departmentCode] of [
			[member, '64'],
			[neighbour, '64'],
			[neighbour, '40'],
		] as const) {
			const target = { departmentCode, invitationId };
			await expect(resendInvitation(other, target)).rejects.toMatchObject({ code: 'not-found' });
			await expect(revokeInvitation(other, target)).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.mails).toEqual([]);
	});
});

describe('nameFirstFacilitator', () => {
	const facilitatorOf33 = {
		departmentCode: '33',
		displayName: 'Sabine Dupouy',
		email: 'sabine@exemple.test',
		organisationName: 'Conseil départemental',
	};

	test('invites for three years from today, and the administration sees whom it waits for', async () => {
		await nameFirstFacilitator(administration, facilitatorOf33);
		expect(context.mails[0]?.subject).toContain('de la Gironde');
		const { committees } = await getAdministration(administration);
		expect(committees.find((row) => row.departmentCode === '33')).toMatchObject({
			state: 'invited',
			facilitators: ['Sabine Dupouy'],
			invitationExpired: false,
		});
		await acceptInvitation(context, {
			token: linkIn(context.mails[0]?.text ?? ''),
			newAccount: { displayName: 'Sabine Dupouy', password: 'la forêt en automne' },
			device: '',
		});
		const after = await getAdministration(administration);
		expect(after.committees.find((row) => row.departmentCode === '33')).toMatchObject({
			state: 'open',
			memberCount: expect.any(Number),
		});
	});

	test('refused to a facilitator, who invites by the members page', async () => {
		const before = await committeeSnapshot(context.db);
		await expect(
			nameFirstFacilitator(facilitation, { ...facilitatorOf33, departmentCode: '64' }),
		).rejects.toMatchObject({ code: 'not-found' });
		expect(await committeeSnapshot(context.db)).toBe(before);
	});
});

function regional() {
	counter += 1;
	return {
		regionCode: '75',
		role: 'urps' as 'urps' | 'ars',
		displayName: 'Nadia Benhamou',
		email: `regional-${counter}@exemple.test`,
		title: '',
		startsOn: '2026-11-22',
		endsOn: '2029-11-21',
	};
}

describe('appointRegional', () => {
	test('gives every committee of the region, and of no other', async () => {
		await appointRegional(administration, regional());
		const accepted = await acceptInvitation(context, {
			token: linkIn(context.mails[0]?.text ?? ''),
			newAccount: { displayName: 'Nadia Benhamou', password: 'un chemin de ronde' },
			device: '',
		});
		const coordinator = context.as(await actorOf(context, { id: accepted.accountId }));
		for (const code of ['64', '40']) {
			const { colleges } = await listMembers(coordinator, code);
			const urps = colleges.find((college) => college.slug === 'urps-medecins');
			expect(JSON.stringify(urps)).toContain('Nadia Benhamou');
		}
		await expect(listMembers(coordinator, '12')).rejects.toMatchObject({ code: 'not-found' });
	});

	test('works before any committee of the region is open, and for an unknown region says so', async () => {
		const before = await committeeSnapshot(context.db);
		await expect(appointRegional(administration, { ...regional(), regionCode: '999' })).rejects.toMatchObject(
			{ code: 'invalid-input' },
		);
		expect(await committeeSnapshot(context.db)).toBe(before);
	});

	test.each(['facilitator', 'urps', 'ars'] as const)('refused to %s', async (role) => {
		const place = role === 'facilitator' ? { departmentCode: '64' } : { regionCode: '75' };
		const other = await seenBy(context, await buildMember(context, { role, ...place }));
		const { invitationId } = await appointRegional(administration, regional());
		const before = await committeeSnapshot(context.db);
		context.mails.length = 0;
		await expect(appointRegional(other, regional())).rejects.toMatchObject({ code: 'not-found' });
		await expect(revokeAnyInvitation(other, { invitationId })).rejects.toMatchObject({ code: 'not-found' });
		await expect(resendAnyInvitation(other, { invitationId })).rejects.toMatchObject({ code: 'not-found' });
		await expect(getAdministration(other)).rejects.toMatchObject({ code: 'not-found' });
		expect(await committeeSnapshot(context.db)).toBe(before);
		expect(context.mails).toEqual([]);
	});

	test('an invitation of a region is sent again by the administration, with a new link, and audited', async () => {
		const { invitationId } = await appointRegional(administration, regional());
		const oldToken = linkIn(context.mails[0]?.text ?? '');
		context.clock = new Date('2026-11-30T10:00:00Z');
		await resendAnyInvitation(administration, { invitationId });
		const newToken = linkIn(context.mails[1]?.text ?? '');
		expect(context.mails[1]).toMatchObject({
			to: context.mails[0]?.to,
			subject: expect.stringContaining('de la région Nouvelle-Aquitaine') as string,
		});
		const { regionalInvitations } = await getAdministration(administration);
		expect(regionalInvitations.find((row) => row.id === invitationId)).toMatchObject({
			state: 'pending',
			expiresAt: new Date('2026-12-07T10:00:00Z'),
		});
		const lines = await context.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invitationId));
		expect(lines.map(({ chain, action }) => [chain, action])).toEqual([
			['platform', 'invitation.create'],
			['platform', 'invitation.resend'],
		]);
		const open = await Promise.all([oldToken, newToken].map((token) => findOpenInvitation(context, token)));
		expect(open.map((found) => found?.id)).toEqual([undefined, invitationId]);
	});

	test('an invitation of a committee is sent again by the administration in the name of the committee', async () => {
		const { invitationId } = await invite(facilitation, draft());
		await resendAnyInvitation(administration, { invitationId });
		expect(context.mails[1]?.subject).toBe(context.mails[0]?.subject);
		const lines = await context.db.select().from(auditEvent).where(eq(auditEvent.subjectId, invitationId));
		expect(lines.map(({ chain }) => chain)).toEqual(['64', '64']);
	});

	test('an invitation that was withdrawn, or whose mandate would be over, is not sent again', async () => {
		const { invitationId } = await appointRegional(administration, regional());
		context.mails.length = 0;
		context.clock = new Date('2029-12-01T10:00:00Z');
		const before = await committeeSnapshot(context.db);
		// Said of no field: whoever presses « Renvoyer » sees it.
		await expect(resendAnyInvitation(administration, { invitationId })).rejects.toMatchObject({
			...{ code: 'conflict', fields: {} },
			message: expect.stringContaining('déjà fini') as string,
		});
		expect(await committeeSnapshot(context.db)).toBe(before);
		await revokeAnyInvitation(administration, { invitationId });
		for (const id of [invitationId, 'x']) {
			await expect(resendAnyInvitation(administration, { invitationId: id })).rejects.toMatchObject({
				code: 'not-found',
			});
		}
		expect(context.mails).toEqual([]);
	});

	test('an invitation of a region can be withdrawn by the administration, once', async () => {
		const { invitationId } = await appointRegional(administration, regional());
		await revokeAnyInvitation(administration, { invitationId });
		const { regionalInvitations } = await getAdministration(administration);
		expect(regionalInvitations.map((row) => row.id)).not.toContain(invitationId);
		await expect(revokeAnyInvitation(administration, { invitationId })).rejects.toMatchObject({
			code: 'not-found',
		});
	});
});
