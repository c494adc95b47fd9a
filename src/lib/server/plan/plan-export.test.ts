import { strFromU8, unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { expect, test } from 'vitest';
import type { Action } from '#lib/plan/action.rules.ts';
import { planBlocks } from '#lib/plan/plan-file.content.ts';
import { formulaSafe } from '#lib/plan/plan-cell.rules.ts';
import { planSheet, type PlanNames, type ToldAction } from '#lib/plan/plan-file.rules.ts';
import { writeMarkdown } from '../documents/writers/markdown.writer.ts';
import { writeOds } from './writers/ods.writer.ts';
import { writeWorkbook } from './writers/workbook.writer.ts';

const HEAD = { title: 'Plan', place: 'Landes', state: 'En relecture', moment: 'hier', sha256: 'ab' };
const ID = '01900000-0000-7000-8000-000000000001';
const TODAY = '2026-11-22';

const names: PlanNames = {
	organisation: (id) => `organisation ${id}`,
	person: () => 'Claire Dufau',
	commune: (code) => `commune ${code}`,
	intercommunality: (code) => `EPCI ${code}`,
	action: () => '1.1 Avant',
};

function action(values: Partial<ToldAction> = {}): ToldAction {
	const base: Action = {
		id: ID,
		proposition: 5,
		rank: 'a',
		title: '=HYPERLINK("https://mal.example")',
		measure: 'P5.3',
		objective: '',
		leadOrganisationId: 'o1',
		responsibleAccountId: 'p1',
		partnerOrganisationIds: [],
		communeCodes: ['64445'],
		intercommunalityCodes: [],
		startsOn: null,
		dueOn: '2027-03-31',
		status: 'on-track',
		progress: 40,
		budgetCents: 1_234_550,
		budgetLines: [
			{ id: ID, year: 2027, funder: 'ARS', plannedCents: 100_000, committedCents: null, spentCents: null },
			{ id: ID, year: 2027, funder: 'FEDER', plannedCents: 50_000, committedCents: 20_000, spentCents: null },
			{ id: ID, year: 2026, funder: 'ARS', plannedCents: null, committedCents: null, spentCents: 1_050 },
		],
		staffingHundredths: 50,
		staffing: '',
		obstacles: '',
		obstacleList: [],
		waitsFor: [],
		decisionId: null,
		origin: null,
		milestones: [{ id: ID, title: 'Comité', dueOn: '2027-01-15', done: true }],
		indicators: [],
	};
	return { ...base, number: '5.1', description: 'Un texte.', ...values };
}

test('a plan has one row for each action, the years in columns, days and amounts as such', () => {
	const sheet = planSheet([action()], names, TODAY);
	const told = Object.fromEntries(sheet.columns.map(({ title }, index) => [title, sheet.rows[0]?.[index]]));
	expect(told).toMatchObject({
		'N°': '5.1',
		Statut: 'Dans les temps',
		Échéance: { day: '2027-03-31' },
		'Budget (€)': 12_345.5,
		ETP: 0.5,
		Communes: 'commune 64445',
		'2026 dépensé (€)': 10.5,
		'2027 prévu (€)': 1_500,
		'2027 engagé (€)': 200,
		'2027 dépensé (€)': null,
		Identifiant: ID,
	});
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('%s is a text in every spreadsheet', (text) => {
	expect(formulaSafe(text)).toBe(`'${text}`);
});

test('as Excel opens again with the same values, and no formula', async () => {
	const bytes = await writeWorkbook(HEAD, planSheet([action()], names, TODAY));
	const rows = await readSheet(Buffer.from(bytes), 'Plan');
	const told = Object.fromEntries((rows[0] ?? []).map((title, index) => [String(title), rows[1]?.[index]]));
	expect(told.Action).toBe('\'=HYPERLINK("https://mal.example")');
	expect(told['Budget (€)']).toBe(12_345.5);
	expect(told.Échéance).toEqual(new Date('2027-03-31T00:00:00Z'));
	const parts = Object.entries(unzipSync(bytes)).map(([, part]) => strFromU8(part));
	expect(parts.join('')).not.toMatch(/<f>|<f /);
});

test('as OpenDocument has the same cells, and no formula', () => {
	const content = unzipSync(writeOds(HEAD, planSheet([action()], names, TODAY)))['content.xml'];
	const text = strFromU8(content ?? new Uint8Array());
	expect(text).toContain('office:date-value="2027-03-31"');
	expect(text).toContain('office:value="12345.5"');
	expect(text).not.toContain('table:formula');
});

test('to print has a table of the actions, then a sheet for each', () => {
	const text = writeMarkdown(HEAD, planBlocks([action({ title: 'Aider' })], names, TODAY));
	expect(text).toContain('| 5.1 Aider | organisation o1 | 31/03/2027 | Dans les temps |');
	expect(text).toContain('## 5.1 Aider');
	expect(text).toContain('| 2027 | FEDER |');
	expect(text).toContain('- ☑ Comité (15/01/2027)');
});
