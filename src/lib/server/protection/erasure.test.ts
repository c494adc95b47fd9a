import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { csvOf } from '../../../../tests/support/doctor-files.ts';
import { buildSeniorDoctor, fictionalRpps } from '../../../../tests/support/seniors.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault, listAuditChains } from '../audit/audit.ts';
import type { OpenDatabase } from '../database/database.ts';
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
	const context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	const seen = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
	urps = Object.assign(seen, { mail: createFileMail(directory, context.now) });
});
afterAll(async () => {
	vi.restoreAllMocks();
	await database.close();
	await rm(directory, { recursive: true });
});

/** Every table of the database, whatever its schema, as the catalogue lists them: its rows as text. */
async function dumpTables(): Promise<Map<string, string>> {
	const tables = await database.db
		.select({ schema: sql<string>`n.nspname`, name: sql<string>`c.relname` })
		.from(sql`pg_class c join pg_namespace n on n.oid = c.relnamespace`)
		.where(sql`c.relkind in ('r', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`);
	expect(tables.length).toBeGreaterThan(40);
	const dump = new Map<string, string>();
	for (const { schema, name } of tables) {
		const rows = await database.db
			.select({ row: sql<string>`to_jsonb(dumped)::text` })
			.from(sql`${sql.identifier(schema)}.${sql.identifier(name)} as dumped`);
		dump.set(name, rows.map(({ row }) => row).join('\n'));
	}
	return dump;
}

/** A text as a dump may hold it: as it is, folded for searches, or in the bytes of a file. */
function forms(canary: string): string[] {
	const folded = canary.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
	return [canary, folded, Buffer.from(canary, 'utf8').toString('hex')];
}

/** Where these texts still are: names of tables, files of the data directory, what the process said. */
async function placesOf(canaries: readonly string[]): Promise<string[]> {
	const wanted = canaries.flatMap(forms);
	const holds = (text: string): boolean => wanted.some((form) => text.includes(form));
	const tables = [...(await dumpTables())].filter(([, text]) => holds(text)).map(([name]) => name);
	const files = await readdir(directory, { recursive: true });
	const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')));
	return [
		...tables.toSorted(),
		...(texts.some(holds) ? ['data directory'] : []),
		...(said.some(holds) ? ['logs'] : []),
	];
}

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
			...['senior_doctor', 'senior_doctor_change', 'senior_doctor_follow_up'],
		]),
	);
	const report = await erasePerson(urps, record, { ...ASKED, words: 'EFFACER' });
	expect(report).toMatchObject({ record: 1, 'follow-ups': 1, views: 1, mails: 1 });
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
