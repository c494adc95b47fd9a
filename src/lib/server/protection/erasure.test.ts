import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { csvOf } from '../../../../tests/support/doctor-files.ts';
import { buildIntern, fictionalInternRpps } from '../../../../tests/support/interns.ts';
import { findResidue } from '../../../../tests/support/residue.ts';
import { buildSeniorDoctor, fictionalRpps } from '../../../../tests/support/seniors.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault, listAuditChains } from '../audit/audit.ts';
import type { OpenDatabase } from '../database/database.ts';
import { exportArrivalCalendar } from '../interns/arrival-calendar.queries.ts';
import { changeIntern } from '../interns/intern.commands.ts';
import { INTERNS_REGISTRY } from '../interns/intern-import.registry.ts';
import { listInterns, openIntern } from '../interns/intern.queries.ts';
import { saveInternView } from '../interns/intern-view.commands.ts';
import { getMayorPage } from '../interns/mayor.queries.ts';
import { changeStep } from '../interns/welcome.commands.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { createFileMail } from '../mail/mailers.ts';
import { bringFile, importFile } from '../registries/import-flow.commands.ts';
import { DOCTORS_REGISTRY } from '../senior-doctors/doctor-import.registry.ts';
import { exportDoctors } from '../senior-doctors/doctor-export.queries.ts';
import { addFollowUp } from '../senior-doctors/follow-up.commands.ts';
import { getRegistryPage } from '../senior-doctors/registry-page.queries.ts';
import { saveView } from '../senior-doctors/registry-view.commands.ts';
import { changeSeniorDoctor } from '../senior-doctors/senior-doctor.commands.ts';
import { openSeniorDoctor } from '../senior-doctors/senior-doctor.queries.ts';
import { exportPerson } from './person-file.commands.ts';
import { erasePerson, setOpposition } from './person.commands.ts';
import { findPeople } from './person.queries.ts';

let database: OpenDatabase;
let directory: string;
let context: TestContext;
let urps: TestContext;
/** Everything that the process said aloud. */
const said: string[] = [];

beforeAll(async () => {
	for (const stream of [process.stdout, process.stderr]) {
		const write = stream.write.bind(stream);
		vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
			said.push(String(text));
			return write(text, ...(rest as []));
		});
	}
	database = await openTestDatabase();
	directory = await mkdtemp(join(tmpdir(), 'terrimed-erasure-'));
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	const seen = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
	urps = Object.assign(seen, { mail: createFileMail(directory, context.now) });
});
afterAll(async () => {
	vi.restoreAllMocks();
	await database.close();
	await rm(directory, { recursive: true });
});

const placesOf = (canaries: readonly string[]) => findResidue({ db: database.db, directory, said }, canaries);

/** Runs what waits, as the process does. */
async function work(): Promise<void> {
	const faults: unknown[] = [];
	const runner = createJobRunner({
		...{ db: urps.db, events: urps.events, now: urps.now },
		...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [] },
		contextOf: () => Promise.resolve(urps),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => faults.push(error),
	});
	await runner.settle();
	await runner.close();
	expect(faults).toEqual([]);
}

const ADDRESS = { q: '', filters: '', sort: '', cursor: '' };
const ASKED = { askedOn: '2026-11-20', reason: 'asked' } as const;
const csv = (rows: string[][]) => ({
	name: 'medecins.csv',
	bytes: new Uint8Array(Buffer.from(csvOf(rows), 'utf8')),
});

test('of a doctor who was used everywhere nothing is left but a number in the log', async () => {
	const rpps = fictionalRpps(88_001);
	const [lastName, firstName] = ['Canarivédel', 'Zénobélise'];
	const text = (nth: number) => ({
		...{ email: `canari.${nth}@exemple.test`, phone: `05 98 76 5${nth} 31`, address: `Canaripré ${nth}` },
		...{ conditions: `Canaricondition ${nth}`, obstacles: `Canarifrein ${nth}` },
	});
	const values = { lastName, firstName, rpps, ...text(1), sharing: 'elected' } as const;
	// Each field in which people write words of their own has one of them.
	const free = FIELD_NAMES.filter((field) => ['text', 'long-text'].includes(FIELDS[field].kind));
	expect(Object.keys(values)).toEqual(expect.arrayContaining(free));
	const followUps = ['Canarisuite', 'Canariétape'];
	const filed = ['05 98 76 59 99', 'canari.fichier@exemple.test'];
	const canaries = [
		...[lastName, firstName, rpps, ...followUps, ...filed],
		...Object.values(text(1)),
		...Object.values(text(2)),
	];

	const id = await buildSeniorDoctor(urps, values);
	const target = { departmentCode: '64', doctorId: id };
	await changeSeniorDoctor(urps, { ...target, version: 1 }, text(2));
	await changeSeniorDoctor(urps, { ...target, version: 1 }, { halfDays: 2 });
	const followUp = { kind: 'call', happenedOn: '2026-11-12', outcome: `${followUps[0]}.` } as const;
	await addFollowUp(urps, target, { ...followUp, nextStep: `${followUps[1]}`, nextStepOn: '2026-11-30' });
	await openSeniorDoctor(urps, '64', id);
	await getRegistryPage(urps, '64', { ...ADDRESS, q: 'canarivedel', columns: '', doctorId: id });
	await exportDoctors(urps, '64', { ...ADDRESS, format: 'csv' });
	const view = { shared: true, filters: '', sort: 'name', columns: '' };
	await saveView(urps, '64', { ...view, name: `Suivre ${lastName}` });
	const file = csv([
		['RPPS', 'Nom', 'Prénom', 'Naissance', 'Spécialité', 'INSEE', 'Ville', 'Téléphone', 'Courriel'],
		[rpps, lastName, firstName, '1958', 'MG', '64371', 'Mauléon-Licharre', filed[0] ?? '', filed[1] ?? ''],
		['', firstName, lastName, 'soixante', 'MG', '64371', 'Mauléon-Licharre', filed[0] ?? '', ''],
	]);
	const place = { registry: DOCTORS_REGISTRY, regionCode: '75' };
	await importFile(urps, place, { file, columns: null, dry: false, rule: 'suggested' });
	await work();
	await importFile(urps, place, { file, columns: null, dry: true, rule: 'suggested' });
	await work();
	await bringFile(urps, place, file);
	const record = { departmentCode: '64', registry: 'senior-doctors', id } as const;
	await buildIntern(urps, { hostDoctorId: id });
	const welcomed = await buildIntern(urps, { hostName: `Dr ${firstName} ${lastName}` });
	const changed = { departmentCode: '64', internId: welcomed, version: 1 };
	await changeIntern(urps, changed, { hostName: null, supervisor: `Dr ${lastName} ${firstName}` });
	const other = await buildSeniorDoctor(urps, { obstacles: `Voudrait reprendre avec le Dr ${lastName}.` });
	await addFollowUp(
		urps,
		{ departmentCode: '64', doctorId: other },
		{ ...followUp, outcome: `Vu avec ${firstName} ${lastName}.`, nextStep: '', nextStepOn: null },
	);
	await setOpposition(urps, record, { ...ASKED, kind: 'oppose' });
	await setOpposition(urps, record, { ...ASKED, kind: 'lift' });
	await findPeople(urps, '64', lastName);
	await (
		await exportPerson(urps, record, 'pdf')
	).bytes;
	await urps.mail.send({ to: 'urps@exemple.test', subject: 'À rappeler', text: `${firstName} ${lastName}` });

	const before = await placesOf(canaries);
	expect(before).toEqual(
		expect.arrayContaining([
			...['data directory', 'registry_import_part', 'registry_import_row', 'registry_view'],
			...['senior_doctor', 'senior_doctor_change', 'senior_doctor_follow_up', 'intern', 'intern_change'],
		]),
	);
	// An erasure that does not end keeps the letters: they go with what was committed.
	const broken = { ...urps, now: () => new Date(Number.NaN) };
	await expect(erasePerson(broken, record, { ...ASKED, words: 'EFFACER' })).rejects.toThrow();
	const mails = await urps.mail.stored?.();
	expect(mails?.filter(({ text }) => text.includes(lastName))).toHaveLength(1);
	const report = await erasePerson(urps, record, { ...ASKED, words: 'EFFACER' });
	expect(report).toMatchObject({ record: 1, 'follow-ups': 1, views: 1, links: 1, mails: 1 });
	expect(report.mentions).toBeGreaterThanOrEqual(5);
	expect(await placesOf(canaries)).toEqual([]);
	// The number is the only thing that says there was somebody.
	expect(await placesOf([id])).toEqual(['audit_event', 'registry_reading', 'registry_request']);

	expect(await findPeople(urps, '64', lastName)).toEqual([]);
	const exported = await (await exportDoctors(urps, '64', { ...ADDRESS, format: 'csv' })).bytes;
	expect(new TextDecoder().decode(exported)).not.toMatch(/canari/i);
	for (const chain of await listAuditChains(urps.db)) {
		expect(await findAuditFault(urps.db, chain)).toBeNull();
	}
});

test('of an intern who was used everywhere nothing is left but a number in the log', async () => {
	const rpps = fictionalInternRpps(88_001);
	const [lastName, firstName] = ['Canariquenval', 'Yseultine'];
	// Each field in which people write words of their own has one of them, then another.
	const named = ['lastName', 'firstName', 'rpps', 'email', 'phone'];
	const free = INTERN_FIELD_NAMES.filter(
		(field) => ['text', 'long-text'].includes(INTERN_FIELDS[field].kind) && !named.includes(field),
	);
	expect(free.length).toBeGreaterThan(8);
	const text = (nth: number) => ({
		...Object.fromEntries(free.map((field) => [field, `Canari${field} ${nth}`])),
		...{ email: `canari.interne.${nth}@exemple.test`, phone: `06 98 76 5${nth} 32` },
	});
	const filed = ['06 98 76 59 98', 'canari.interne.fichier@exemple.test'];
	const owner = 'Canarihôtesse';
	const canaries = [...[lastName, firstName, rpps, owner, ...filed], ...Object.values({ ...text(1) })];
	canaries.push(...Object.values(text(2)));

	const shared = { shareName: true, shareContact: true };
	const id = await buildIntern(urps, { lastName, firstName, rpps, ...shared, ...text(1) });
	const target = { departmentCode: '64', internId: id };
	await changeIntern(urps, { ...target, version: 1 }, text(2));
	await changeIntern(urps, { ...target, version: 1 }, { transport: 'À pied.' });
	const step = { ...target, item: 'housing', version: 0 } as const;
	const given = await changeStep(urps, step, { ownerName: owner, dueOn: '2026-12-01' });
	expect(given.outcome).toBe('saved');
	await openIntern(urps, '64', id);
	await listInterns(urps, '64', { ...ADDRESS, q: 'canariquenval' });
	await getMayorPage(urps, '64', '64371');
	await exportArrivalCalendar(urps, { departmentCode: '64', origin: urps.origin });
	const view = { shared: true, filters: '', sort: 'name', columns: '' };
	await saveInternView(urps, '64', { ...view, name: `Accueil ${firstName} ${lastName}` });
	const titles = [
		'RPPS',
		'Nom',
		'Prénom',
		'Niveau',
		'Code commune',
		'Commune',
		'Début',
		'Fin',
		'Tel',
		'Courriel',
	];
	const row = ['interne', '64371', 'Mauléon-Licharre', '02/11/2026', '30/04/2027', ...filed];
	const broken = ['interne', '64371', 'Mauléon-Licharre', 'lundi', '30/04/2027', ...filed];
	const file = {
		...csv([titles, [rpps, lastName, firstName, ...row], ['', lastName, firstName, ...broken]]),
		name: 'internes.csv',
	};
	const place = { registry: INTERNS_REGISTRY, regionCode: '75' };
	await importFile(urps, place, { file, columns: null, dry: false, rule: 'suggested' });
	await work();
	await importFile(urps, place, { file, columns: null, dry: true, rule: 'suggested' });
	await work();
	const record = { departmentCode: '64', registry: 'interns', id } as const;
	await (
		await exportPerson(urps, record, 'json')
	).bytes;

	expect(await placesOf(canaries)).toEqual(
		expect.arrayContaining([
			...['intern', 'intern_change', 'intern_checklist_item'],
			...['registry_import_part', 'registry_import_row', 'registry_view'],
		]),
	);
	const report = await erasePerson(urps, record, { ...ASKED, words: 'EFFACER' });
	expect(report).toMatchObject({ record: 1, views: 1 });
	expect(await placesOf(canaries)).toEqual([]);
	expect(await placesOf([id])).toEqual(['audit_event', 'registry_reading', 'registry_request']);
	expect(context.published.at(-1)).toMatchObject({ type: 'intern-changed', internId: id, after: null });
	for (const chain of await listAuditChains(urps.db)) {
		expect(await findAuditFault(urps.db, chain)).toBeNull();
	}
});
