import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CsvSplitter } from '#lib/registries/csv.rules.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildElected } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { addIntern } from './intern.commands.ts';
import { exportInterns } from './intern-export.queries.ts';

const COURSE = {
	level: 'intern',
	communeCode: '64430',
	startsOn: '2026-11-02',
	endsOn: '2027-04-30',
} as const;

let database: OpenDatabase;
let context: TestContext;
let readers: Record<'facilitator' | 'mayor' | 'member' | 'ars' | 'neighbour', TestContext>;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const { id } = await buildAccount(context);
	readers = {
		facilitator: context.as(buildActor(id, 'facilitator')),
		mayor: context.as(buildElected(id, ['64430'])),
		member: context.as(buildActor(id, 'member')),
		ars: context.as(buildActor(id, 'ars')),
		neighbour: context.as(buildActor(id, 'facilitator', { departmentCode: '40' })),
	};
	const { facilitator } = readers;
	const shy = { lastName: 'Calcelin', firstName: 'Léa', email: 'canari.prive@exemple.test' };
	await addIntern(facilitator, '64', { ...COURSE, ...shy, supervisor: 'Canari Encadrant' });
	await addIntern(facilitator, '64', { ...COURSE, lastName: '=1+1', firstName: 'Rémy', shareName: true });
});
afterAll(() => database.close());

async function exported(who: keyof typeof readers, columns = ''): Promise<string[][]> {
	const asked = { q: '', filters: '', sort: '', columns };
	const file = await exportInterns(readers[who], '64', { ...asked, format: 'csv' });
	const splitter = new CsvSplitter(';');
	return [...splitter.push(new TextDecoder().decode(await file.bytes)), ...splitter.end()];
}

test('the rows and fields of whoever asks, by what each intern shares; no cell a formula', async () => {
	const all = await exported('facilitator');
	expect(all).toHaveLength(3);
	expect(all[0]).toEqual(expect.arrayContaining(['Nom', 'Code commune', 'Encadrement', 'Exporté par']));
	expect(all.flat()).toEqual(expect.arrayContaining(["'=1+1", 'Calcelin', 'canari.prive@exemple.test']));
	for (const row of all.slice(1)) expect(row.at(-1)).toBe('Nom, 22/11/2026 11:00');
	for (const cell of all.flat()) expect(cell).not.toMatch(/^[=+@]/);
	const mayors = await exported('mayor');
	expect(mayors).toHaveLength(3);
	expect(mayors.flat()).toContain("'=1+1");
	expect(mayors.flat().join()).not.toMatch(/Calcelin|canari|Canari|Encadrement/);
});

test('what leaves is written in the log, in counts; readers of totals take nothing away', async () => {
	for (const who of ['member', 'ars', 'neighbour'] as const) {
		await expect(exported(who)).rejects.toMatchObject({ code: 'not-found' });
	}
	const audited = () => context.db.select().from(auditEvent).where(eq(auditEvent.action, 'interns.export'));
	const before = await audited();
	await exported('mayor');
	const after = await audited();
	expect(after).toHaveLength(before.length + 1);
	expect(after.at(-1)?.details).toMatchObject({ records: 2, format: 'csv', circle: 'elected' });
});

test('the columns of a view alone, in its order, beside the name', async () => {
	const titles = (await exported('facilitator', 'housing,level'))[0] ?? [];
	const beside = ['Logement', 'Logement jusqu’au', 'Adresse du logement', 'Niveau', 'Phase'];
	expect(titles.map((title) => title.replace('\ufeff', '')).slice(0, 7)).toEqual([
		'Nom',
		'Prénom',
		...beside,
	]);
	expect(titles).not.toContain('Encadrement');
	expect((await exported('mayor', 'supervisor,email')).flat().join()).not.toMatch(
		/Canari|canari|Encadrement/,
	);
});
