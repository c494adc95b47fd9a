import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseInput } from '#lib/protection/protection.input.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import {
	buildElected,
	buildSeniorDoctor,
	fictionalRpps,
	seniorDoctorDraft,
} from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { findAuditFault } from '../audit/audit.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listAggregates } from '../senior-doctors/aggregate.queries.ts';
import { exportDoctors } from '../senior-doctors/doctor-export.queries.ts';
import { addFollowUp } from '../senior-doctors/follow-up.commands.ts';
import { getRegistryPage } from '../senior-doctors/registry-page.queries.ts';
import { addSeniorDoctor, changeSeniorDoctor } from '../senior-doctors/senior-doctor.commands.ts';
import { listSeniorDoctors, openSeniorDoctor } from '../senior-doctors/senior-doctor.queries.ts';
import { exportPerson } from './person-file.commands.ts';
import { erasePerson, setOpposition } from './person.commands.ts';
import { findPeople, getPerson, listNamesakes } from './person.queries.ts';
import { listRequests } from './requests.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let readers: Record<
	'urps' | 'facilitator' | 'mayor' | 'member' | 'ars' | 'elsewhere' | 'administrator',
	TestContext
>;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const { id } = await buildAccount(context);
	readers = {
		urps: context.as(buildActor(id, 'urps')),
		facilitator: context.as(buildActor(id, 'facilitator')),
		mayor: context.as(buildElected(id, ['64430'])),
		member: context.as(buildActor(id, 'member')),
		ars: context.as(buildActor(id, 'ars')),
		elsewhere: context.as(buildActor(id, 'facilitator', { departmentCode: '12' })),
		administrator: context.as(buildActor(id, null, { isAdministrator: true })),
	};
});
afterAll(() => database.close());

const target = (id: string) => ({ departmentCode: '64', registry: 'senior-doctors', id }) as const;
const ASKED = { askedOn: '2026-11-20', reason: 'asked' } as const;
const ERASE = { ...ASKED, words: 'EFFACER' } as const;
const ADDRESS = { q: '', filters: '', sort: '', cursor: '' };

test('everything held on somebody is found by name, RPPS or address, and gathered', async () => {
	const { urps } = readers;
	const id = await buildSeniorDoctor(urps, {
		...{ lastName: 'Rassembleur', firstName: 'Édith', rpps: null, email: 'edith@exemple.test' },
		conditions: 'Un secrétariat partagé.',
	});
	await changeSeniorDoctor(urps, { departmentCode: '64', doctorId: id, version: 1 }, { halfDays: 6 });
	const followUp = { kind: 'call', happenedOn: '2026-11-12', outcome: 'Rappeler.' } as const;
	const log = { departmentCode: '64', doctorId: id };
	await addFollowUp(urps, log, { ...followUp, nextStep: '', nextStepOn: null });
	for (const question of ['rassembleur', 'edith RASSEMBLEUR', 'edith@exemple.test']) {
		expect(
			(await findPeople(urps, '64', question)).map((one) => one.id),
			question,
		).toContain(id);
	}
	const person = await getPerson(urps, target(id));
	const part = (key: string) => person.parts.find((one) => one.key === key)?.lines ?? [];
	expect(part('record').find(({ label }) => label === 'Conditions pour continuer')?.value).toBe(
		'Un secrétariat partagé.',
	);
	expect(part('changes')).toMatchObject([{ label: 'Demi-journées par semaine', value: '– → 6' }]);
	expect(part('follow-ups')).toMatchObject([{ value: 'Rappeler.' }]);
	expect(part('audit').map(({ label }) => label)).toEqual([
		'seniors.add',
		'seniors.change',
		'seniors.follow',
	]);
	expect(part('readings').map(({ value }) => value)).toEqual([
		expect.stringMatching('^parmi les réponses d’une recherche par nom'),
	]);
	expect((await getPerson(urps, target(id))).parts.find(({ key }) => key === 'readings')?.lines).toHaveLength(
		2,
	);
});

test('is for who keeps the registry: nobody else finds, reads, hides or erases', async () => {
	const id = await buildSeniorDoctor(readers.urps, {
		lastName: 'Gardée',
		sharing: 'elected',
		communeCode: '64430',
	});
	const lines = () => context.db.$count(auditEvent);
	const before = await lines();
	for (const who of ['facilitator', 'mayor', 'member', 'ars', 'elsewhere', 'administrator'] as const) {
		const actor = readers[who];
		const none = { code: 'not-found' };
		await expect(getPerson(actor, target(id)), who).rejects.toMatchObject(none);
		await expect(exportPerson(actor, target(id), 'json'), who).rejects.toMatchObject(none);
		const asks = setOpposition(actor, target(id), { ...ASKED, kind: 'oppose' });
		await expect(asks, who).rejects.toMatchObject(none);
		await expect(erasePerson(actor, target(id), ERASE), who).rejects.toMatchObject(none);
		if (who === 'facilitator') continue;
		await expect(findPeople(actor, '64', 'gardee'), who).rejects.toMatchObject(none);
		await expect(listRequests(actor, '64'), who).rejects.toMatchObject(none);
	}
	expect(await lines()).toBe(before);
	// A facilitator keeps the interns: their search never meets a doctor.
	expect(await findPeople(readers.facilitator, '64', 'gardee')).toEqual([]);
	expect(await openSeniorDoctor(readers.mayor, '64', id)).toMatchObject({ id });
});

test('an opposition hides a record everywhere but here, and can be lifted', async () => {
	const { urps, mayor, member } = readers;
	const id = await buildSeniorDoctor(urps, {
		...{ lastName: 'Opposante', sharing: 'elected', communeCode: '64430', departureYear: 2028 },
		departureCertainty: 'declared',
	});
	const seen = async () => {
		const page = await getRegistryPage(urps, '64', { ...ADDRESS, columns: '', doctorId: null });
		if (page.reads !== 'records') throw new Error('the URPS reads records');
		const years = page.horizon.reduce((sum, year) => sum + year.declared, 0);
		const file = await exportDoctors(mayor, '64', { ...ADDRESS, format: 'csv' });
		return {
			rows: page.rows.filter((row) => row.id === id).length,
			counts: [page.total, years, ...page.tabs.map(({ count }) => count)],
			totals: JSON.stringify(await listAggregates(member, '64', 'year')),
			mayors: (await listSeniorDoctors(mayor, '64', { ...ADDRESS, q: 'opposante' })).total,
			exported: new TextDecoder().decode(await file.bytes).includes('Opposante'),
		};
	};
	const before = await seen();
	expect(before).toMatchObject({ rows: 1, mayors: 1, exported: true });
	await setOpposition(urps, target(id), { ...ASKED, kind: 'oppose' });
	expect(context.published.at(-1)).toMatchObject({ doctorId: id, after: null });
	const hidden = await seen();
	expect(hidden).toMatchObject({ rows: 0, mayors: 0, exported: false });
	expect(hidden.counts[0]).toBe(Number(before.counts[0]) - 1);
	expect(hidden.counts[1]).toBe(Number(before.counts[1]) - 1);
	await expect(openSeniorDoctor(urps, '64', id)).rejects.toMatchObject({ code: 'not-found' });
	expect(await findPeople(urps, '64', 'opposante')).toMatchObject([{ id, isOpposed: true }]);
	const again = setOpposition(urps, target(id), { ...ASKED, kind: 'oppose' });
	await expect(again).rejects.toMatchObject({ code: 'conflict' });
	expect(await listRequests(urps, '64')).toMatchObject([{ kind: 'oppose', ...ASKED, recordId: id }]);
	await setOpposition(urps, target(id), { ...ASKED, kind: 'lift' });
	expect(await seen()).toMatchObject({ rows: 1, mayors: 1, exported: true });
});

test('who opposed cannot be entered a second time', async () => {
	const { urps } = readers;
	const draft = { lastName: 'Revenante', rpps: fictionalRpps(77_001) };
	const id = await buildSeniorDoctor(urps, draft);
	await setOpposition(urps, target(id), { ...ASKED, kind: 'oppose' });
	const second = addSeniorDoctor(urps, '64', seniorDoctorDraft(draft));
	await expect(second).rejects.toMatchObject({ code: 'conflict' });
});

test('a copy is a file for programs or a tagged document, and is kept in the register', async () => {
	const { urps } = readers;
	const id = await buildSeniorDoctor(urps, { lastName: 'Copiste', conditions: 'Garder le mercredi.' });
	const json = await exportPerson(urps, target(id), 'json');
	const said = JSON.parse(new TextDecoder().decode(await json.bytes)) as { name: string; parts: unknown[] };
	expect(said).toMatchObject({ name: 'Dr Odile Copiste', parts: expect.arrayContaining([]) as unknown[] });
	expect(JSON.stringify(said)).toContain('Garder le mercredi.');
	const pdf = await exportPerson(urps, target(id), 'pdf');
	const text = Buffer.from(await pdf.bytes).toString('latin1');
	expect(text.startsWith('%PDF-1.7')).toBe(true);
	for (const sign of ['/StructTreeRoot', '/Lang (fr-FR)', '/MarkInfo']) expect(text).toContain(sign);
	expect(`${json.name} ${pdf.name}`).not.toMatch(/copiste/i);
	const copies = (await listRequests(urps, '64')).filter(({ kind }) => kind === 'copy');
	expect(copies).toHaveLength(2);
});

test('an erasure takes a word, removes the record with what belongs to it, and leaves a sound log', async () => {
	const { urps } = readers;
	const id = await buildSeniorDoctor(urps, { lastName: 'Effaçable' });
	const twin = await buildSeniorDoctor(urps, { lastName: 'Effaçable', communeCode: '64430' });
	expect((await listNamesakes(urps, target(id))).map((one) => one.id)).toEqual([twin]);
	await changeSeniorDoctor(urps, { departmentCode: '64', doctorId: id, version: 1 }, { halfDays: 6 });
	for (const words of ['', 'effacer', 'OUI'])
		expect(eraseInput.safeParse({ ...ASKED, words }).success).toBe(false);
	expect(await erasePerson(urps, target(id), eraseInput.parse(ERASE))).toEqual({ record: 1, changes: 1 });
	expect((await findPeople(urps, '64', 'effacable')).map((one) => one.id)).toEqual([twin]);
	await expect(erasePerson(urps, target(id), ERASE)).rejects.toMatchObject({ code: 'not-found' });
	const [line] = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'seniors.erase'));
	expect(line).toMatchObject({ subjectId: id, details: { reason: 'asked', record: 1, changes: 1 } });
	expect(await listRequests(urps, '64')).toEqual(
		expect.arrayContaining([expect.objectContaining({ kind: 'erase', counts: { record: 1, changes: 1 } })]),
	);
	expect(await findAuditFault(context.db, '64')).toBeNull();
});
