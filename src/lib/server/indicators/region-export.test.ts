import { strFromU8, unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { INDICATOR_CATALOGUE, findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { RegionFormat } from '#lib/indicators/region-file.rules.ts';
import { medianOf } from '#lib/indicators/region.rules.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { defineIndicator } from './indicator.commands.ts';
import { exportRegion } from './region-export.queries.ts';
import { enterValues } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'urps' | 'ars' | 'member' | 'facilitator', BuiltMember>;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);

/** A name that a spreadsheet would run. */
const FORMULA = '=HYPERLINK("https://mal.example";"Suivi")';

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = { regionCode: '75', organisationName: bodies[0]!.name };
	people = {
		urps: await buildMember(context, { role: 'urps', ...regional, displayName: 'Maïté Irigoyen' }),
		ars: await buildMember(context, { role: 'ars', ...regional, displayName: 'Hélène Castaing' }),
		member: await buildMember(context, { role: 'member', departmentCode: '64' }),
		facilitator: await buildMember(context, { role: 'facilitator', departmentCode: '64' }),
	};
	const urps = await as('urps');
	const value = { state: 'validated' as const, source: '', comment: '', replaces: null };
	const { definition } = findCatalogueIndicator('I5.7')!;
	for (const [code, number] of [
		['64', 12],
		['40', 7.5],
	] as const) {
		await enterValues(urps, code, [{ ...value, code: 'I5.7', period: '2026-T3', value: number }]);
	}
	await defineIndicator(urps, '64', {
		...{ code: null, basedOn: null },
		definition: { ...definition, name: FORMULA, targets: [], baseline: null, computation: null },
	});
	await enterValues(urps, '64', [{ ...value, code: 'L1', period: '2026-T3', value: -3 }]);
});
afterAll(() => database.close());

const fileFor = async (who: keyof typeof people, format: RegionFormat): Promise<Uint8Array> =>
	(await exportRegion(await as(who), '75', format)).bytes;

test.each(['xlsx', 'ods', 'csv'] as const)(
	'as %s it opens for the URPS and the ARS of the region, and for nobody else; each committee’s log says so',
	async (format) => {
		const file = await exportRegion(await as('ars'), '75', format);
		expect(file.name).toBe(`indicateurs-region-75-2026-11-22.${format}`);
		expect((await file.bytes).length).toBeGreaterThan(1_000);
		await fileFor('urps', format);
		const before = await context.db.select().from(auditEvent);
		const logged = before.filter(
			({ action, details }) => action === 'indicator.export' && details.format === format,
		);
		expect(logged.map(({ chain }) => chain).sort()).toEqual(['40', '40', '64', '64']);
		for (const who of ['member', 'facilitator'] as const) {
			await expect(fileFor(who, format)).rejects.toMatchObject({ code: 'not-found' });
		}
		await expect(exportRegion(await as('ars'), '76', format)).rejects.toMatchObject({ code: 'not-found' });
		expect(await context.db.select().from(auditEvent)).toEqual(before);
	},
);

test('the workbook has the départements in rows and the dictionary in columns, then sums, medians and what is missing', async () => {
	const rows = await readSheet(Buffer.from(await fileFor('ars', 'xlsx')), 'Grille');
	const titles = rows[0]!.map(String);
	expect(titles).toHaveLength(2 + INDICATOR_CATALOGUE.length);
	const at = titles.findIndex((title) => title.startsWith('I5.7 '));
	const column = Object.fromEntries(rows.slice(1).map((row) => [String(row[1]), row[at]]));
	expect(column).toMatchObject({
		...{ 'Pyrénées-Atlantiques': 12, Landes: 7.5, Gironde: 'pas de comité' },
		...{ 'Période comparée': '3e trimestre 2026', Somme: 19.5, Médiane: medianOf([12, 7.5]) },
		...{ 'Comités comptés': 2, 'Comités sans valeur': 0 },
	});
	const empty = titles.findIndex((title) => title.startsWith('I9.3 '));
	expect(rows.find((row) => row[1] === 'Landes')?.[empty]).toBe('manque');
	expect(rows.find((row) => row[1] === 'Somme')?.[empty]).toBeNull();
});

test('an indicator of one committee stays apart, and its name is a text everywhere', async () => {
	const xlsx = Buffer.from(await fileFor('ars', 'xlsx'));
	const [, own] = await readSheet(xlsx, 'Propres aux comités');
	expect(own).toEqual(expect.arrayContaining(['64', 'L1', `'${FORMULA}`, 'oui', -3]));
	const grid = JSON.stringify(await readSheet(xlsx, 'Grille'));
	expect(grid).not.toContain('L1');
	const ods = strFromU8(unzipSync(await fileFor('ars', 'ods'))['content.xml']!);
	expect(ods).not.toContain('table:formula');
	expect(ods).toContain('office:value="7.5"');
	const csv = strFromU8(await fileFor('ars', 'csv'));
	expect(csv).toContain(';7,5;validée;;2;');
	expect(csv).toContain(`"'=HYPERLINK(`);
	expect(csv).toContain(';-3;');
	expect(csv.split('\r\n').filter((line) => /^"?[=+@-]/.test(line))).toEqual([]);
});
