import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import {
	buildElected,
	buildSeniorDoctor,
	fictionalRpps,
	seniorDoctorDraft,
	withBoth,
} from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { listAggregates } from './aggregate.queries.ts';
import { addFollowUp, completeStep } from './follow-up.commands.ts';
import { getFollowUp, listToCall } from './follow-up.queries.ts';
import { addSeniorDoctor, changeSeniorDoctor } from './senior-doctor.commands.ts';
import { listSeniorDoctors, openSeniorDoctor, type ListAddress } from './senior-doctor.queries.ts';
import { seniorDoctor, seniorDoctorChange, seniorDoctorFollowUp } from './senior-doctor.tables.ts';

const ORTHEZ = '64430';
const MAULEON = '64371';
const FIRST: ListAddress = { q: '', filters: '', sort: '', cursor: '' };

let database: OpenDatabase;
let context: TestContext;
let urps: TestContext;
let readers: Record<
	'facilitator' | 'mayor' | 'elsewhere' | 'member' | 'ars' | 'neighbour' | 'admin',
	TestContext
>;
const ids: Record<'own' | 'committee' | 'elected' | 'secondPlace', string> = {
	own: '',
	committee: '',
	elected: '',
	secondPlace: '',
};

/** In each field that the widest circle may not read, words or numbers found nowhere else. */
const CANARY = {
	rpps: fictionalRpps(77_777_777),
	birthYear: 1951,
	patientCount: 7_531,
	email: 'canari.prive@exemple.test',
	phone: '05 98 76 54 31',
	address: '9 impasse du Canari',
	conditions: 'canari conditions',
	obstacles: 'canari freins',
	departureDeclaredOn: '2001-02-03',
	sharingOn: '2002-03-04',
	informedOn: '2003-04-05',
};

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	urps = context.as(buildActor(await someone(), 'urps'));
	readers = {
		facilitator: context.as(buildActor(await someone(), 'facilitator')),
		mayor: context.as(buildElected(await someone(), [ORTHEZ])),
		elsewhere: context.as(buildElected(await someone(), [])),
		member: context.as(buildActor(await someone(), 'member')),
		ars: context.as(buildActor(await someone(), 'ars')),
		neighbour: context.as(buildActor(await someone(), 'facilitator', { departmentCode: '40' })),
		admin: context.as(buildActor(await someone(), null, { isAdministrator: true })),
	};
	ids.own = await buildSeniorDoctor(urps, { lastName: 'Calcelin', communeCode: ORTHEZ });
	ids.committee = await buildSeniorDoctor(urps, {
		lastName: 'Écharde',
		communeCode: ORTHEZ,
		sharing: 'committee',
		departureYear: 2027,
		departureCertainty: 'declared',
	});
	ids.elected = await buildSeniorDoctor(urps, {
		...CANARY,
		lastName: 'Zelaisonnel',
		communeCode: ORTHEZ,
		sharing: 'elected',
		departureYear: 2029,
		departureCertainty: 'estimated',
	});
	ids.secondPlace = await buildSeniorDoctor(urps, {
		lastName: 'Marbroux',
		sharing: 'elected',
		otherPlaces: [{ communeCode: ORTHEZ, kind: 'msp', share: 40 }],
	});
});
afterAll(() => database.close());

const listed = async (who: TestContext, address: Partial<ListAddress> = {}): Promise<string[]> =>
	(await listSeniorDoctors(who, '64', { ...FIRST, ...address })).rows.map(({ id }) => id);
const events = (action: string) =>
	context.db
		.select()
		.from(auditEvent)
		.where(and(eq(auditEvent.chain, '64'), eq(auditEvent.action, action)))
		.orderBy(asc(auditEvent.seq));

describe('who reads what', () => {
	test('each reader lists the records shared with them, in their communes, by any of the places', async () => {
		expect(await listed(urps)).toEqual([ids.own, ids.committee, ids.secondPlace, ids.elected]);
		expect(await listed(readers.facilitator)).toEqual([ids.committee, ids.secondPlace, ids.elected]);
		expect(await listed(readers.mayor)).toEqual([ids.secondPlace, ids.elected]);
		expect(await listed(readers.elsewhere)).toEqual([]);
	});

	test('readers of totals, neighbours and the administration find no list and no record', async () => {
		for (const who of ['member', 'ars', 'neighbour', 'admin'] as const) {
			await expect(listed(readers[who]), who).rejects.toMatchObject({ code: 'not-found' });
			await expect(openSeniorDoctor(readers[who], '64', ids.elected)).rejects.toMatchObject({
				code: 'not-found',
			});
		}
	});

	test('a record that is not shared answers like one that does not exist', async () => {
		for (const who of [readers.facilitator, readers.mayor]) {
			await expect(openSeniorDoctor(who, '64', ids.own)).rejects.toMatchObject({ code: 'not-found' });
		}
		await expect(openSeniorDoctor(readers.mayor, '64', ids.committee)).rejects.toMatchObject({
			code: 'not-found',
		});
	});

	test('no private field leaves for the facilitator or an elected official, in a list or in a record', async () => {
		for (const who of [readers.facilitator, readers.mayor]) {
			const sent = JSON.stringify([
				await listSeniorDoctors(who, '64', FIRST),
				await openSeniorDoctor(who, '64', ids.elected),
			]);
			expect(sent).toContain('Zelaisonnel');
			for (const [field, value] of Object.entries(CANARY)) expect(sent, field).not.toContain(String(value));
			expect(sent).not.toContain('version');
		}
		const whole = await openSeniorDoctor(urps, '64', ids.elected);
		expect(whole.values).toMatchObject(CANARY);
		expect(Object.keys(whole.values).sort()).toEqual([...FIELD_NAMES].sort());
	});

	test('what one may not read is neither a filter, an order nor something to search by', async () => {
		for (const filters of [
			'birthYear:1951',
			'patientCount:7000..',
			'lastContactOn:2026-01-01..',
			'x:1',
			'sharing',
		]) {
			await expect(listed(readers.mayor, { filters }), filters).rejects.toMatchObject({
				code: 'invalid-input',
			});
		}
		for (const sort of ['birthYear', 'lastContactOn', 'email', '']) {
			const asked = listed(readers.mayor, { sort });
			if (sort === '') await asked;
			else await expect(asked, sort).rejects.toMatchObject({ code: 'invalid-input' });
		}
		expect(await listed(readers.mayor, { q: CANARY.rpps.slice(2, 9) })).toEqual([]);
		expect(await listed(urps, { q: CANARY.rpps.slice(2, 9) })).toEqual([ids.elected]);
	});

	test('two mandates do not add up to totals beside records', async () => {
		const both = context.as(withBoth(readers.facilitator.actor, readers.member.actor));
		expect(await listed(both)).toHaveLength(3);
		await expect(listAggregates(both, '64', 'commune')).rejects.toMatchObject({ code: 'not-found' });
		await expect(listAggregates(readers.mayor, '64', 'commune')).rejects.toMatchObject({ code: 'not-found' });
		expect((await listAggregates(readers.member, '64', 'commune')).total).toBeNull();
	});
});

describe('lists', () => {
	test('are searched in French, sorted, filtered and paged, with their total', async () => {
		expect(await listed(urps, { q: 'echarde' })).toEqual([ids.committee]);
		expect(await listed(urps, { q: 'orthez ZEL' })).toEqual([ids.elected]);
		expect(await listed(urps, { q: '100 %_' })).toEqual([]);
		expect(await listed(urps, { filters: 'departureYear:2027..2028' })).toEqual([ids.committee]);
		expect(await listed(urps, { filters: 'departureYear:empty;sharing:elected' })).toEqual([ids.secondPlace]);
		expect(await listed(urps, { filters: `communeCode:${MAULEON}` })).toEqual([ids.secondPlace]);
		expect(await listed(urps, { sort: '-departureYear' })).toEqual([
			...[ids.elected, ids.committee],
			...[ids.own, ids.secondPlace].sort().reverse(),
		]);
		expect((await listSeniorDoctors(urps, '64', { ...FIRST, filters: 'sharing:elected' })).total).toBe(2);
	});

	test('a page goes on where the one before ended, both ways, whatever the order', async () => {
		const more = await Promise.all(
			Array.from({ length: 104 }, (_, index) =>
				buildSeniorDoctor(urps, { lastName: `Page${index}`, communeCode: MAULEON, halfDays: index % 3 }),
			),
		);
		for (const sort of ['name', '-name', 'commune', '-departureYear', 'successor', '-birthYear']) {
			const first = await listSeniorDoctors(urps, '64', { ...FIRST, q: 'page', sort });
			const rest = await listSeniorDoctors(urps, '64', {
				...FIRST,
				...{ q: 'page', sort, cursor: first.next ?? '' },
			});
			const all = [...first.rows, ...rest.rows].map(({ id }) => id);
			expect(new Set(all).size, sort).toBe(more.length);
			expect([first.total, rest.next], sort).toEqual([more.length, null]);
		}
		for (const cursor of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')]) {
			await expect(listed(urps, { cursor })).rejects.toMatchObject({ code: 'invalid-input' });
		}
	});

	test('searching and opening are audited without a word of what was searched', async () => {
		const before = (await events('seniors.search')).length;
		await listed(urps, { q: 'Zelaisonnel' });
		await listed(urps);
		const searches = await events('seniors.search');
		expect(searches).toHaveLength(before + 1);
		expect(JSON.stringify(searches)).not.toMatch(/zelai/i);
		await openSeniorDoctor(readers.mayor, '64', ids.elected);
		expect((await events('seniors.open')).at(-1)).toMatchObject({
			subjectId: ids.elected,
			details: { circle: 'elected' },
		});
		expect(await findAuditFault(context.db, '64')).toBeNull();
	});
});

describe('changes', () => {
	const save = (doctorId: string, version: number, changes: object) =>
		changeSeniorDoctor(urps, { departmentCode: '64', doctorId, version }, changes);

	test('are kept by field with their source, and told to who may see them', async () => {
		const id = await buildSeniorDoctor(urps, { lastName: 'Ferdouin', sharing: 'committee' });
		const saved = await save(id, 1, {
			successor: 'sought',
			lastName: 'Ferdouin',
			hostDoctor: true,
			source: 'call',
		});
		expect(saved).toMatchObject({
			outcome: 'saved',
			record: { version: 2, values: { successor: 'sought', hostDoctor: true } },
		});
		const { changes } = await getFollowUp(urps, '64', id);
		expect(changes).toMatchObject([
			{ field: 'hostDoctor', before: null, after: true, source: 'call' },
			{ field: 'successor', before: null, after: 'sought', source: 'call' },
		]);
		await save(id, 2, { communeCode: ORTHEZ });
		const [moved] = (await getFollowUp(urps, '64', id)).changes;
		expect(moved).toMatchObject({ field: 'communeCode', before: MAULEON, after: ORTHEZ });
		expect((await openSeniorDoctor(urps, '64', id)).sources).toMatchObject({
			successor: { kind: 'call', on: '2026-11-22' },
			lastName: { kind: 'member' },
		});
		expect(context.published.at(-1)).toEqual({
			type: 'senior-doctor-changed',
			departmentCode: '64',
			doctorId: id,
			before: { sharing: 'committee', communeCodes: [MAULEON] },
			after: { sharing: 'committee', communeCodes: [ORTHEZ] },
		});
	});

	test('over a newer version are refused with both, and nothing is written', async () => {
		const id = await buildSeniorDoctor(urps, { lastName: 'Garvigneul' });
		await save(id, 1, { successor: 'found' });
		const refused = await save(id, 1, { successor: 'sought', phone: '05 59 00 00 00' });
		expect(refused).toMatchObject({
			outcome: 'conflict',
			current: { version: 2, values: { successor: 'found', phone: null } },
		});
		expect((await openSeniorDoctor(urps, '64', id)).values).toMatchObject({
			successor: 'found',
			phone: null,
		});
	});

	test('two people who save at once: one is saved, the other is told', async () => {
		const id = await buildSeniorDoctor(urps, { lastName: 'Hélthoret' });
		const outcomes = await Promise.all([
			save(id, 1, { successor: 'found' }),
			save(id, 1, { successor: 'sought' }),
		]);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'saved']);
	});

	test('that contradict themselves are refused with a sentence for each field', async () => {
		const id = await buildSeniorDoctor(urps, { lastName: 'Janmblay' });
		const cases: [object, string][] = [
			[{ birthYear: 1990 }, 'birthYear'],
			[{ departureYear: 2030 }, 'departureCertainty'],
			[{ departureCertainty: 'declared' }, 'departureYear'],
			[{ placeShare: 80, otherPlaces: [{ communeCode: ORTHEZ, kind: null, share: 30 }] }, 'placeShare'],
			[{ communeCode: '12202' }, 'communeCode'],
			[{ otherPlaces: [{ communeCode: '99999', kind: null, share: null }] }, 'otherPlaces'],
		];
		for (const [changes, field] of cases) {
			await expect(save(id, 1, changes), field).rejects.toMatchObject({
				fields: { [field]: expect.any(String) as string },
			});
		}
		expect((await openSeniorDoctor(urps, '64', id)).version).toBe(1);
	});

	test('the same RPPS twice in a region is refused', async () => {
		const draft = seniorDoctorDraft();
		await addSeniorDoctor(urps, '64', draft);
		await expect(addSeniorDoctor(urps, '64', draft)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('only the URPS writes: the others find nothing there, and nothing is written', async () => {
		const before = await withRegistryRights(urps, ['64'], ({ db }) => db.select().from(seniorDoctorChange));
		for (const who of Object.values(readers)) {
			const target = { departmentCode: '64', doctorId: ids.elected, version: 1 };
			await expect(changeSeniorDoctor(who, target, { successor: 'found' })).rejects.toMatchObject({
				code: 'not-found',
			});
			await expect(addSeniorDoctor(who, '64', seniorDoctorDraft())).rejects.toMatchObject({
				code: 'not-found',
			});
			const entry = {
				kind: 'call',
				happenedOn: '2026-11-20',
				outcome: 'x',
				nextStep: '',
				nextStepOn: null,
			} as const;
			await expect(addFollowUp(who, target, entry)).rejects.toMatchObject({ code: 'not-found' });
			await expect(getFollowUp(who, '64', ids.elected)).rejects.toMatchObject({ code: 'not-found' });
			await expect(listToCall(who, '64', '2026-12-31')).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await withRegistryRights(urps, ['64'], ({ db }) => db.select().from(seniorDoctorChange))).toEqual(
			before,
		);
		expect(
			await withRegistryRights(urps, ['64'], ({ db }) => db.select().from(seniorDoctorFollowUp)),
		).toEqual([]);
	});

	test('a record whose doctor opposed it is in no list, no count and no page', async () => {
		const id = await buildSeniorDoctor(urps, { lastName: 'Opposé', sharing: 'elected', communeCode: ORTHEZ });
		await withRegistryRights(urps, ['64'], ({ db }) =>
			db.update(seniorDoctor).set({ opposedAt: context.now() }).where(eq(seniorDoctor.id, id)),
		);
		expect(await listed(readers.mayor)).not.toContain(id);
		expect(await listed(urps, { q: 'oppose' })).toEqual([]);
		await expect(openSeniorDoctor(urps, '64', id)).rejects.toMatchObject({ code: 'not-found' });
	});
});

test('the follow-up log keeps what was done and what comes next, until it is done', async () => {
	const doctorId = await buildSeniorDoctor(urps, {
		lastName: 'Lamquière',
		sharing: 'elected',
		communeCode: ORTHEZ,
	});
	const target = { departmentCode: '64', doctorId };
	await addFollowUp(urps, target, {
		...{ kind: 'visit', happenedOn: '2026-11-12', outcome: 'Resterait jusqu’en 2028.' },
		...{ nextStep: 'Proposer une rencontre', nextStepOn: '2026-11-26' },
	});
	const [waiting] = await listToCall(urps, '64', '2026-11-29');
	expect(waiting).toMatchObject({ doctorId, nextStepOn: '2026-11-26', nextStep: 'Proposer une rencontre' });
	expect(await listToCall(urps, '64', '2026-11-25')).toEqual([]);
	const rows = async () => (await listSeniorDoctors(urps, '64', { ...FIRST, q: 'lamquiere' })).rows;
	expect(await rows()).toMatchObject([{ lastContactOn: '2026-11-12', nextStepOn: '2026-11-26', version: 1 }]);
	await completeStep(urps, { ...target, followUpId: waiting?.followUpId ?? '' });
	expect(await listToCall(urps, '64', '2026-11-29')).toEqual([]);
	expect(await rows()).toMatchObject([{ nextStepOn: null }]);
	expect((await getFollowUp(urps, '64', doctorId)).followUps).toMatchObject([{ nextStepDone: true }]);
	expect(JSON.stringify(await openSeniorDoctor(readers.mayor, '64', doctorId))).not.toContain('2026-11-12');
	expect(context.published.at(-1)).toMatchObject({ after: { sharing: 'urps' } });
});

test('each field says who may read it', () => {
	for (const field of FIELD_NAMES) expect(['urps', 'committee', 'elected']).toContain(FIELDS[field].readers);
});
