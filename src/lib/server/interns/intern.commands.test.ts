import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import type { NewInternInput } from '#lib/interns/intern.input.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildIntern, fictionalInternRpps, internDraft } from '../../../../tests/support/interns.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { commune } from '../territory/territory.tables.ts';
import { listInternAggregates } from './intern-aggregate.queries.ts';
import { getInternsPage } from './intern-page.queries.ts';
import { renameInternView, saveInternView } from './intern-view.commands.ts';
import { addIntern, changeIntern } from './intern.commands.ts';
import { listInterns, openIntern, type InternListAddress } from './intern.queries.ts';
import { intern, internChange } from './intern.tables.ts';

const MAULEON = '64371';
const ORTHEZ = '64430';
const FIRST: InternListAddress = { q: '', filters: '', sort: '', cursor: '' };

let database: OpenDatabase;
let context: TestContext;
let urps: TestContext;
let readers: Record<
	'facilitator' | 'mayor' | 'elsewhere' | 'member' | 'ars' | 'neighbour' | 'admin',
	TestContext
>;
const ids: Record<'closed' | 'named' | 'open' | 'elsewhere', string> = {
	closed: '',
	named: '',
	open: '',
	elsewhere: '',
};
let hostId = '';

/** In each text of a record, words found nowhere else. */
const CANARY: Partial<NewInternInput> = {
	rpps: fictionalInternRpps(77_777_777),
	email: 'canari.interne@exemple.test',
	phone: '06 98 76 54 31',
	university: 'Université du canari',
	subdivision: 'bordeaux',
	site: 'Maison de santé du canari',
	supervisor: 'Dr Canari encadrant',
	hostName: 'Cabinet du canari hôte',
	housingPlace: '9 impasse du Canari',
	transport: 'canari voiture',
	spouseWork: 'canari conjoint',
	childcare: 'canari garde',
	wantsToStay: 'perhaps',
	projectPlace: 'canari lieu',
	projectFrom: '2029-02-03',
	projectForm: 'installation',
	project: 'canari projet',
	sharingOn: '2024-03-04',
	informedOn: '2023-04-05',
	serviceCommitment: true,
};

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const dax = { code: '40088', departmentCode: '40', name: 'Dax', searchName: 'dax', postcodes: ['40100'] };
	await context.db.insert(commune).values(dax);
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	urps = context.as(buildActor(await someone(), 'urps'));
	readers = {
		facilitator: context.as(buildActor(await someone(), 'facilitator')),
		mayor: context.as(buildElected(await someone(), [MAULEON])),
		elsewhere: context.as(buildElected(await someone(), [])),
		member: context.as(buildActor(await someone(), 'member')),
		ars: context.as(buildActor(await someone(), 'ars')),
		neighbour: context.as(buildActor(await someone(), 'facilitator', { departmentCode: '40' })),
		admin: context.as(buildActor(await someone(), null, { isAdministrator: true })),
	};
	hostId = await buildSeniorDoctor(urps, { lastName: 'Hôtebrac', sharing: 'urps' });
	ids.closed = await buildIntern(urps, { ...CANARY, lastName: 'Canarifermé', firstName: 'Zénobie' });
	ids.named = await buildIntern(readers.facilitator, { lastName: 'Bonnomferrac', shareName: true });
	ids.open = await buildIntern(urps, {
		...CANARY,
		rpps: fictionalInternRpps(66_666_666),
		...{ lastName: 'Dauvigneul', shareName: true, shareContact: true },
	});
	ids.elsewhere = await buildIntern(urps, { lastName: 'Ailleurs', communeCode: ORTHEZ, shareName: true });
});
afterAll(() => database.close());

const listed = async (who: TestContext, address: Partial<InternListAddress> = {}): Promise<string[]> =>
	(await listInterns(who, '64', { ...FIRST, ...address })).rows.map(({ id }) => id);
const stored = () => withRegistryRights(context, ['64', '40'], ({ db }) => db.select().from(intern));
const written = async (): Promise<string> =>
	JSON.stringify([await stored(), await context.db.select().from(auditEvent)]);
const NOT_FOUND = { code: 'not-found' };

describe('who reads what', () => {
	test('keepers list each record, an elected official those of the commune', async () => {
		const all = [ids.elsewhere, ids.named, ids.closed, ids.open];
		expect(await listed(urps)).toEqual(all);
		expect(await listed(readers.facilitator)).toEqual(all);
		expect(await listed(readers.mayor)).toEqual([ids.named, ids.open, ids.closed]);
		expect(await listed(readers.elsewhere)).toEqual([]);
	});

	test('readers of totals, neighbours and the administration find no list and no record', async () => {
		for (const who of ['member', 'ars', 'neighbour', 'admin'] as const) {
			await expect(listed(readers[who]), who).rejects.toMatchObject(NOT_FOUND);
			await expect(openIntern(readers[who], '64', ids.open), who).rejects.toMatchObject(NOT_FOUND);
		}
		await expect(openIntern(readers.mayor, '64', ids.elsewhere)).rejects.toMatchObject(NOT_FOUND);
	});

	test('an elected official reads the fields that the intern shares, in a list and in a record', async () => {
		const readings = { [ids.closed]: ['always'], [ids.named]: ['always', 'with-name'] } as const;
		for (const [id, kinds] of Object.entries(readings)) {
			const { values, version, sources } = await openIntern(readers.mayor, '64', id);
			const open = INTERN_FIELD_NAMES.filter((field) =>
				(kinds as readonly string[]).includes(INTERN_FIELDS[field].elected),
			);
			// The host of the registry is told to those who read that doctor only.
			expect(Object.keys(values).sort()).toEqual(open.sort());
			expect([version, sources]).toEqual([undefined, undefined]);
		}
		const sent = JSON.stringify([
			await openIntern(readers.mayor, '64', ids.closed),
			(await listInterns(readers.mayor, '64', FIRST)).rows.find(({ id }) => id === ids.closed),
		]);
		for (const secret of ['Canarifermé', 'Zénobie', CANARY.rpps, CANARY.email, CANARY.phone, 'projet'])
			expect(sent).not.toContain(secret);
	});

	test('a name that is not shared is found neither by its words nor by its place in the order', async () => {
		expect(await listed(readers.mayor, { q: 'canariferme' })).toEqual([]);
		expect(await listed(urps, { q: 'canariferme' })).toEqual([ids.closed]);
		expect(await listed(readers.mayor, { q: 'mauleon' })).toHaveLength(3);
		const order = await listInterns(readers.mayor, '64', { ...FIRST, sort: '-name' });
		expect(order.rows[0]?.id).toBe(ids.closed);
		await expect(listed(readers.mayor, { filters: 'wantsToStay:perhaps' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(listed(readers.mayor, { sort: 'openItems' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
	});

	test('the host of the doctors’ registry is named to those who read that doctor', async () => {
		const id = await buildIntern(urps, { lastName: 'Hébergé', hostDoctorId: hostId, startsOn: '2026-10-30' });
		expect((await openIntern(urps, '64', id)).communeNames[hostId]).toBe('Dr Odile Hôtebrac');
		for (const who of [readers.facilitator, readers.mayor]) {
			const record = await openIntern(who, '64', id);
			expect(record.hasHost).toBe(true);
			expect(JSON.stringify(record)).not.toContain(hostId);
			expect(JSON.stringify(await listInterns(who, '64', FIRST))).not.toContain('Hôtebrac');
		}
		const draft = internDraft({ hostDoctorId: hostId });
		await expect(addIntern(readers.facilitator, '64', draft)).rejects.toMatchObject({
			fields: { hostDoctorId: expect.any(String) },
		});
	});
});

describe('lists', () => {
	test('filters by semester, level, host and commune, sorts, and pages without a gap', async () => {
		const early = await buildIntern(urps, {
			startsOn: '2027-04-27',
			endsOn: '2027-10-30',
			level: 'junior-doctor',
		});
		expect(await listed(urps, { filters: 'arrival:2027-05' })).toEqual([early]);
		expect(await listed(urps, { filters: 'level:junior-doctor;communeCode:64371' })).toEqual([early]);
		expect(await listed(urps, { filters: 'startsOn:2027-01-01..' })).toEqual([early]);
		const all = await listed(urps, { sort: '-startsOn' });
		expect(all[0]).toBe(early);
		const { total, next } = await listInterns(urps, '64', { ...FIRST, sort: 'commune' });
		expect([total, next]).toEqual([all.length, null]);
		for (const bad of ['arrival:2026-06', 'project:x', 'phone:empty', 'startsOn:2026-02-30']) {
			await expect(listed(urps, { filters: bad }), bad).rejects.toMatchObject({ code: 'invalid-input' });
		}
	});

	test('the page has its tabs, saved views among them, and the names of its filters', async () => {
		const criteria = { filters: 'housing:sought', sort: 'startsOn', columns: 'commune' };
		await saveInternView(urps, '64', { name: 'À loger', shared: true, ...criteria });
		const page = await getInternsPage(readers.facilitator, '64', {
			...{ q: '', filters: 'arrival:2026-11', sort: '', columns: '', internId: ids.named, asTable: false },
		});
		if (page.reads !== 'records') throw new Error('a facilitator reads records');
		const view = page.tabs.find(({ name }) => name === 'À loger');
		expect(view).toMatchObject({ isOwn: false, shared: true });
		expect(page.tabs[0]).toMatchObject({ name: 'Toutes les fiches' });
		expect(page.names).toMatchObject({ '2026-11': 'novembre 2026' });
		expect(page.opened?.id).toBe(ids.named);
		expect(page.readings.length).toBeGreaterThan(0);
		const totals = await getInternsPage(readers.member, '64', {
			...{ q: '', filters: '', sort: '', columns: '', internId: null, asTable: false },
		});
		expect(totals.reads).toBe('totals');
		const named = { viewId: view?.id ?? '', name: 'À loger vite' };
		for (const who of ['facilitator', 'mayor', 'member'] as const)
			await expect(
				renameInternView(readers[who], '64', { ...named, shared: false }),
				who,
			).rejects.toMatchObject(NOT_FOUND);
		await renameInternView(urps, '64', { ...named, shared: true });
		const again = await getInternsPage(urps, '64', {
			...{ q: '', filters: '', sort: '', columns: '', internId: null, asTable: false },
		});
		if (again.reads !== 'records') throw new Error('a coordinator reads records');
		expect(again.tabs.at(-1)).toMatchObject({ name: 'À loger vite', isOwn: true, shared: true });
		await saveInternView(urps, '64', { name: 'À préparer', shared: true, ...criteria, sort: '-openItems' });
		const elected = await getInternsPage(readers.mayor, '64', {
			...{ q: '', filters: '', sort: '', columns: '', internId: null, asTable: true },
		});
		if (elected.reads !== 'records') throw new Error('an elected official reads records');
		expect(elected.tabs.at(-1)).toMatchObject({ name: 'À préparer', isOwn: false, sort: 'name' });
	});

	test('the page opens on the cards of their communes for an elected official, on the table when it is asked for', async () => {
		const bare = { q: '', filters: '', sort: '', columns: '', internId: null, asTable: false };
		const cards = await getInternsPage(readers.mayor, '64', bare);
		if (cards.reads !== 'communes') throw new Error('an elected official reads cards');
		expect(cards.list).toMatchObject({ reads: 'own', communes: [{ code: '64371' }] });
		for (const asked of [{ asTable: true }, { q: 'a' }, { sort: 'startsOn' }, { internId: ids.named }])
			expect(await getInternsPage(readers.mayor, '64', { ...bare, ...asked })).toMatchObject({
				...{ reads: 'records', circle: 'elected' },
			});
		expect((await getInternsPage(readers.facilitator, '64', bare)).reads).toBe('records');
	});
});

describe('who writes', () => {
	test('nobody but the facilitator and the URPS; nothing is written nor logged', async () => {
		const before = await written();
		for (const who of ['mayor', 'elsewhere', 'member', 'ars', 'neighbour', 'admin'] as const) {
			await expect(addIntern(readers[who], '64', internDraft()), who).rejects.toMatchObject(NOT_FOUND);
			const target = { departmentCode: '64', internId: ids.named, version: 1 };
			await expect(changeIntern(readers[who], target, { housing: 'found' }), who).rejects.toMatchObject(
				NOT_FOUND,
			);
		}
		expect(await written()).toBe(before);
	});

	test('a change is kept with its history, its source, its log, and told', async () => {
		const id = await buildIntern(readers.facilitator, { lastName: 'Tritonnel' });
		const target = { departmentCode: '64', internId: id, version: 1 };
		readers.facilitator.published.length = 0;
		const done = await changeIntern(readers.facilitator, target, { housing: 'found', source: 'call' });
		expect(done).toMatchObject({ outcome: 'saved', record: { version: 2, values: { housing: 'found' } } });
		const history = await withRegistryRights(context, ['64'], ({ db }) =>
			db.select().from(internChange).where(eq(internChange.internId, id)),
		);
		expect(history).toMatchObject([
			{ field: 'housing', before: null, after: 'found', source: 'call', version: 2 },
		]);
		expect(readers.facilitator.published).toContainEqual({
			...{ type: 'intern-changed', departmentCode: '64', internId: id },
			...{ before: { communeCode: MAULEON }, after: { communeCode: MAULEON } },
		});
		const log = await context.db
			.select()
			.from(auditEvent)
			.where(and(eq(auditEvent.chain, '64'), eq(auditEvent.subjectId, id)))
			.orderBy(asc(auditEvent.seq));
		expect(log.map(({ action }) => action)).toEqual(['interns.add', 'interns.change']);
		expect(JSON.stringify(log)).not.toContain('Tritonnel');
		expect(await findAuditFault(context.db, '64')).toBeNull();
	});

	test('over a newer version nothing is written, and both are given back', async () => {
		const id = await buildIntern(urps, { lastName: 'Conflibroux' });
		const target = { departmentCode: '64', internId: id, version: 1 };
		await changeIntern(urps, target, { housing: 'sought' });
		const late = await changeIntern(readers.facilitator, target, { housing: 'found' });
		expect(late).toMatchObject({
			outcome: 'conflict',
			current: { version: 2, values: { housing: 'sought' } },
		});
		expect((await openIntern(urps, '64', id)).values.housing).toBe('sought');
	});

	test('the URPS takes a record to another département of the region, a facilitator does not', async () => {
		const id = await buildIntern(urps, { lastName: 'Déménagé' });
		const target = { departmentCode: '64', internId: id, version: 1 };
		await expect(changeIntern(readers.facilitator, target, { communeCode: '40088' })).rejects.toMatchObject({
			fields: { communeCode: expect.any(String) },
		});
		await changeIntern(urps, target, { communeCode: '40088' });
		await expect(openIntern(urps, '64', id)).rejects.toMatchObject(NOT_FOUND);
		expect((await openIntern(urps, '40', id)).communeName).not.toBe('');
	});

	test('refuses what contradicts itself, a course that is there already, and a contact from elsewhere', async () => {
		const refused = (draft: Partial<NewInternInput>) =>
			expect(addIntern(urps, '64', internDraft(draft))).rejects;
		await refused({ endsOn: '2026-01-01' }).toMatchObject({ fields: { endsOn: expect.any(String) } });
		await refused({ level: 'extern' }).toMatchObject({ fields: { phase: expect.any(String) } });
		await refused({ lastName: null }).toMatchObject({ fields: { lastName: expect.any(String) } });
		await refused({ rpps: CANARY.rpps ?? null }).toMatchObject({ code: 'conflict' });
		const stranger = (await buildAccount(context)).id;
		await refused({ contactId: stranger }).toMatchObject({ fields: { contactId: expect.any(String) } });
		const { id } = await buildMember(context, { role: 'member', departmentCode: '64' });
		await buildIntern(urps, { contactId: id, lastName: null, firstName: null });
	});
});

describe('totals', () => {
	test('are masked under five, rounded, and kept from who reads records', async () => {
		for (let nth = 0; nth < 6; nth += 1) await buildIntern(urps, { communeCode: ORTHEZ });
		for (const who of [urps, readers.member, readers.ars]) {
			const { total, groups } = await listInternAggregates(who, '64', 'level');
			expect((total ?? 0) % 5).toBe(0);
			for (const { count } of groups) expect(count % 5).toBe(0);
		}
		await expect(listInternAggregates(readers.mayor, '64', 'level')).rejects.toMatchObject(NOT_FOUND);
	});
});
