import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import type { SheetValue } from '#lib/plan/plan-cell.rules.ts';
import type { ImportPreview } from '#lib/plan/plan-import.compare.ts';
import type { ChosenImport } from '#lib/plan/plan-import.input.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { readAction, readActions, setField, type ScalarField } from '#lib/plan/plan.content.ts';
import { addEntry } from '#lib/plan/plan.entry-edits.content.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import type { OpenDatabase } from '../database/database.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { createProjector } from '../documents/projector.ts';
import { projectionsOf } from '../documents/projection.ts';
import { textProjection } from '../documents/text.projection.ts';
import { exportPlan } from './plan-export.queries.ts';
import { applyPlanImport, previewPlanImport } from './plan-import.commands.ts';
import { planProjection } from './plan.projection.ts';
import { readWorkbook } from './readers/workbook.reader.ts';
import { writeWorkbook } from './writers/workbook.writer.ts';

let database: OpenDatabase;
let context: TestContext;
let server: CollaborationServer;
let people: Record<'claire' | 'evaluator' | 'neighbour', BuiltMember>;
let planId: string;
let bodies: { id: string; name: string }[];
let first: string;
let second: string;

const HEAD = { title: 'Plan', place: '64', state: '', moment: '', sha256: '' };
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);

beforeAll(async () => {
	database = await openTestDatabase();
	const documents = openLiveDocuments(database.db);
	server = documents.server;
	context = buildContext({ db: database.db, live: documents.live });
	await openSpaces(context, '64', '40');
	people = {
		claire: await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' }),
		evaluator: await buildMember(context, { role: 'ars', regionCode: '75' }),
		neighbour: await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
	};
	const claire = await as('claire');
	planId = (await getDocumentByKind(claire, '64', 'plan')).id;
	bodies = await listOrganisations(claire, '64');
	await edit((doc) => {
		first = createAction(doc, { ...FIRST, leadOrganisationId: bodies[0]!.id }, null);
		second = createAction(doc, { proposition: 9, title: '=Réunir le comité', status: 'at-risk' }, null);
	});
});
afterAll(async () => {
	await server.close();
	await database.close();
});

const FIRST = {
	proposition: 5,
	title: 'Rencontrer les médecins',
	objective: 'Une visite\npar an',
	measure: 'P5.3',
	status: 'on-track' as const,
	progress: 40,
	startsOn: '2026-01-15',
	dueOn: '2027-03-31',
	budgetCents: 1_234_550,
	staffingHundredths: 50,
	communeCodes: ['64371'],
	obstacles: 'Le temps',
	milestones: [{ title: 'Comité', dueOn: '2027-01-15', done: true }],
	budgetLines: [{ year: 2027, funder: 'ARS', plannedCents: 100_000, committedCents: null, spentCents: null }],
	description: ['Un paragraphe.', 'Un autre.'],
};

/** Somebody writes in the live plan. */
async function edit(work: (doc: Y.Doc) => void): Promise<void> {
	const doc = await loadCopy(context.db, planId);
	const before = Y.encodeStateVector(doc);
	doc.transact(() => work(doc));
	const update = Y.encodeStateAsUpdate(doc, before);
	await server.appendFromServer({ documentId: planId, update, accountId: people.claire.id });
	doc.destroy();
	await project();
}

const project = (): Promise<void> =>
	createProjector({
		db: context.db,
		now: context.now,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		reportError: (error) => {
			throw error;
		},
	}).catchUp();

const write = (id: string, field: ScalarField, value: string | number | null): Promise<void> =>
	edit((doc) => void setField(doc, { id, field, value: value as never }, null));

async function actionNow(id: string) {
	const doc = await loadCopy(context.db, planId);
	const action = readAction(id, doc.getMap('actions').get(id));
	doc.destroy();
	return action;
}

/** The plan as somebody takes it away, for them to write in. */
async function takeAway(): Promise<Sheet> {
	await project();
	const file = await exportPlan(await as('claire'), '64', { format: 'xlsx' });
	return new Sheet(await readWorkbook(await file.bytes));
}

class Sheet {
	readonly rows: SheetValue[][];
	constructor(rows: SheetValue[][]) {
		this.rows = rows;
	}
	/** Without an id, in a new row. */
	write(id: string | null, values: Record<string, SheetValue>): this {
		const titles = this.rows[0]!.map(String);
		const found =
			id === null ? undefined : this.rows.find((row) => row[titles.indexOf('Identifiant')] === id);
		const row = found ?? titles.map(() => null);
		if (found === undefined) this.rows.push(row);
		for (const [title, value] of Object.entries(values)) row[titles.indexOf(title)] = value;
		return this;
	}
	without(title: string): this {
		const index = this.rows[0]!.indexOf(title);
		for (const row of this.rows) row.splice(index, 1);
		return this;
	}
	bytes(): Promise<Uint8Array> {
		const [titles = [], ...rows] = this.rows;
		const columns = titles.map((title) => ({ key: '', title: String(title), width: 10 }));
		return writeWorkbook(HEAD, { columns, rows });
	}
}

const preview = async (sheet: Sheet): Promise<ImportPreview> =>
	previewPlanImport(await as('claire'), '64', { name: 'plan.xlsx', bytes: await sheet.bytes() });

/** All that a preview proposes, conflicts only when asked for. */
function chosenOf(found: ImportPreview, withConflicts = false): ChosenImport {
	return {
		created: found.created.map(({ row, cells }) => ({
			row,
			cells: cells.map(({ key, written }) => ({ key, written })),
		})),
		changed: found.changed.flatMap(({ id, cells }) =>
			cells
				.filter(({ isConflict }) => withConflicts || !isConflict)
				.map(({ key, held, written }) => ({ id, key, held, written })),
		),
	};
}

const apply = async (chosen: ChosenImport) => applyPlanImport(await as('claire'), '64', chosen);

test('what was taken away comes back unchanged', async () => {
	expect(await preview(await takeAway())).toEqual({
		created: [],
		changed: [],
		unchanged: 2,
		refused: [],
		unknownColumns: [],
	});
});

test('what was changed in the plan meanwhile, and not in the file, is left alone', async () => {
	const sheet = await takeAway();
	await write(first, 'progress', 45);
	expect(await preview(sheet)).toMatchObject({ changed: [], unchanged: 2 });
});

test('each cell that was changed is written, and nothing else', async () => {
	const sheet = (await takeAway()).write(first, {
		Statut: 'terminee',
		'Avancement (%)': 100,
		Échéance: '30/06/2027',
		'Budget (€)': '20 000,50',
		'Chef de file': bodies[1]!.name.toUpperCase(),
		Communes: 'Orthez',
		ETP: null,
	});
	const found = await preview(sheet);
	expect(found.refused).toEqual([]);
	expect(found.changed[0]!.cells.map(({ column, before, after }) => [column, before, after])).toEqual([
		['Statut', 'Dans les temps', 'Terminée'],
		['Avancement (%)', '45', '100'],
		['Chef de file', bodies[0]!.name, bodies[1]!.name.toUpperCase()],
		['Communes', 'Mauléon-Licharre', 'Orthez'],
		['Échéance', '31/03/2027', '30/06/2027'],
		['Budget (€)', '12345.5', '20000.5'],
		['ETP', '0.5', 'vide'],
	]);
	await write(first, 'objective', 'Écrit pendant ce temps');
	expect(await apply(chosenOf(found))).toEqual({ created: 0, changed: 7, left: 0 });
	expect(await actionNow(first)).toMatchObject({
		status: 'done',
		progress: 100,
		dueOn: '2027-06-30',
		budgetCents: 2_000_050,
		leadOrganisationId: bodies[1]!.id,
		communeCodes: ['64430'],
		staffingHundredths: null,
		objective: 'Écrit pendant ce temps',
		startsOn: '2026-01-15',
	});
	expect(await preview(await takeAway())).toMatchObject({ changed: [], unchanged: 2 });
});

describe('a cell that both the file and the plan have changed', () => {
	test('is shown with both, and written only when it is chosen', async () => {
		const sheet = (await takeAway()).write(second, { Action: 'Réunir deux fois' });
		await write(second, 'title', 'Réunir chaque mois');
		const found = await preview(sheet);
		expect(found.changed[0]!.cells).toMatchObject([
			{ before: 'Réunir chaque mois', after: 'Réunir deux fois', isConflict: true },
		]);
		expect(await apply(chosenOf(found))).toEqual({ created: 0, changed: 0, left: 0 });
		expect(await apply(chosenOf(found, true))).toEqual({ created: 0, changed: 1, left: 0 });
		expect((await actionNow(second)).title).toBe('Réunir deux fois');
	});

	test('and changed once more after it was shown, is left', async () => {
		const found = await preview((await takeAway()).write(second, { Action: 'Réunir trois fois' }));
		await write(second, 'title', 'Réunir encore');
		expect(await apply(chosenOf(found, true))).toEqual({ created: 0, changed: 0, left: 1 });
		expect((await actionNow(second)).title).toBe('Réunir encore');
	});

	test('without the prints of its row, is one that nobody knows about', async () => {
		const sheet = (await takeAway()).without('Empreinte').write(second, { Action: 'Réunir' });
		expect((await preview(sheet)).changed[0]!.cells).toMatchObject([{ isConflict: true }]);
	});
});

test('a row without an identifier is a new action, with what of it can be read', async () => {
	const sheet = (await takeAway()).write(null, {
		Action: 'Loger les internes',
		Proposition: 1,
		Communes: 'Orthez ; Nulle-Part',
		Échéance: { day: '2027-09-01' },
		Jalons: '☑ Une maison (01/03/2027) ; Un bail',
		Financeurs: 'Département',
		'2027 prévu (€)': 30_000,
		Attend: '5.1 Rencontrer les médecins',
		Description: 'Un logement',
	});
	const found = await preview(sheet);
	expect(found.created).toMatchObject([{ row: 4, title: 'Loger les internes' }]);
	expect(found.refused.map(({ row, column, reason }) => [row, column, reason])).toEqual([
		[4, 'Communes', 'Aucune commune du département ne s’appelle «\u00a0Nulle-Part\u00a0».'],
		[4, 'Description', 'Cette colonne ne se relit pas\u00a0: changez-la dans le plan.'],
	]);
	expect(await apply(chosenOf(found))).toEqual({ created: 1, changed: 0, left: 0 });
	const again = await preview(await takeAway());
	expect(again.unchanged).toBe(3);
	const doc = await loadCopy(context.db, planId);
	const made = readActions(doc).find(({ title }) => title === 'Loger les internes');
	expect(made).toMatchObject({
		milestones: [
			{ title: 'Une maison', dueOn: '2027-03-01', done: true },
			{ title: 'Un bail', dueOn: null, done: false },
		],
		budgetLines: [{ year: 2027, funder: 'Département', plannedCents: 3_000_000, spentCents: null }],
		waitsFor: [first],
	});
});

describe('a list that comes back', () => {
	test('of milestones keeps those that stay, and writes what is other in them', async () => {
		const [held] = (await actionNow(first)).milestones;
		const found = await preview(
			(await takeAway()).write(first, { Jalons: '☐ Comité (20/01/2027) ; ✓ Un second' }),
		);
		expect(found.refused).toEqual([]);
		await apply(chosenOf(found));
		expect((await actionNow(first)).milestones).toMatchObject([
			{ id: held?.id, title: 'Comité', dueOn: '2027-01-20', done: false },
			{ title: 'Un second', dueOn: null, done: true },
		]);
		const renamed = await preview(
			(await takeAway()).write(first, { Jalons: '☐ Comité restreint (20/01/2027) ; ☑ Un second' }),
		);
		await apply(chosenOf(renamed));
		expect((await actionNow(first)).milestones[0]).toMatchObject({ id: held?.id, title: 'Comité restreint' });
		await apply(chosenOf(await preview((await takeAway()).write(first, { Jalons: null }))));
		expect((await actionNow(first)).milestones).toEqual([]);
	});

	test('of waits never closes a ring, in the preview nor between two rows of one file', async () => {
		await apply(chosenOf(await preview((await takeAway()).write(first, { Attend: '9.1' }))));
		expect((await actionNow(first)).waitsFor).toEqual([second]);
		const closing = await preview(
			(await takeAway()).write(second, { Attend: '5.1 Rencontrer les médecins' }),
		);
		expect(closing.changed).toEqual([]);
		expect(closing.refused[0]?.reason).toMatch(/^Cette action s’attendrait elle-même/);
		await apply(chosenOf(await preview((await takeAway()).write(first, { Attend: null }))));
		const both = await preview(
			(await takeAway()).write(first, { Attend: '9.1' }).write(second, { Attend: '5.1' }),
		);
		expect(await apply(chosenOf(both))).toEqual({ created: 0, changed: 1, left: 1 });
		expect([(await actionNow(first)).waitsFor, (await actionNow(second)).waitsFor]).toEqual([[second], []]);
	});

	test('of amounts is written in the one line of its year, or in a new one of the same funder', async () => {
		const sheet = (await takeAway()).write(first, { '2027 prévu (€)': 1_500, '2027 engagé (€)': '250,50' });
		await apply(chosenOf(await preview(sheet)));
		const line = { year: 2027, funder: 'ARS', plannedCents: 150_000, committedCents: 25_050 };
		expect((await actionNow(first)).budgetLines).toMatchObject([line]);
		const next = await takeAway();
		next.rows[0]!.push('2028 dépensé (€)');
		await apply(chosenOf(await preview(next.write(first, { '2028 dépensé (€)': 10, Financeurs: 'FEDER' }))));
		expect((await actionNow(first)).budgetLines).toMatchObject([
			{ year: 2027, funder: 'FEDER', plannedCents: 150_000 },
			{ year: 2028, funder: 'FEDER', plannedCents: null, spentCents: 1_000 },
		]);
	});

	test('of amounts that several funders share is refused: nobody knows whose they are', async () => {
		const values = { year: 2027, funder: 'Région', plannedCents: 1, committedCents: null, spentCents: null };
		await edit((doc) => void addEntry(doc, { id: first, field: 'budgetLines', values }, null));
		const { refused, changed } = await preview(
			(await takeAway()).write(first, { '2027 prévu (€)': 9, Financeurs: 'ARS' }),
		);
		expect(changed).toEqual([]);
		expect(refused.map(({ column }) => column)).toEqual(['Financeurs', '2027 prévu (€)']);
		for (const { reason } of refused) expect(reason).toMatch(/^Plusieurs financeurs/);
	});

	test.each([
		['Jalons', '☐ Comité (31/02/2027)'],
		['Jalons', '☑'],
		['Attend', '99.9 Nulle part'],
		['Financeurs', 'ARS ; Région'],
		['2027 prévu (€)', 'beaucoup'],
	])('« %s » that says « %s » is refused with a reason', async (column, text) => {
		const { refused, changed } = await preview((await takeAway()).write(second, { [column]: text }));
		expect(changed).toEqual([]);
		expect(refused).toMatchObject([{ column }]);
		expect(refused[0]?.reason).toMatch(/\.$/);
	});
});

test('each cell that cannot be read says why, and none of it is written', async () => {
	const sheet = (await takeAway())
		.write(first, {
			Action: '',
			Statut: 'Presque',
			'Avancement (%)': 140,
			Échéance: '31/02/2027',
			'Budget (€)': 'beaucoup',
			'Chef de file': 'Personne',
			Mesure: 'P99.9',
			Description: 'Une autre',
		})
		.write('01900000-0000-7000-8000-000000000009', { Action: 'Ailleurs' })
		.write(null, { Action: 'Sans proposition' })
		.write(null, { Proposition: 3 });
	const titles = sheet.rows[0]!.map(String);
	sheet.rows.at(-3)![titles.indexOf('Identifiant')] = '01900000-0000-7000-8000-000000000009';
	const { refused, changed, created } = await preview(sheet);
	expect(changed).toEqual([]);
	expect(created).toEqual([]);
	expect(refused.map(({ column }) => column)).toEqual([
		'Action',
		'Mesure',
		'Statut',
		'Avancement (%)',
		'Chef de file',
		'Échéance',
		'Budget (€)',
		'Description',
		'Identifiant',
		'Proposition',
		'Action',
	]);
	for (const { reason } of refused) expect(reason).toMatch(/\.$/);
});

describe('a file that is none', () => {
	const read = async (name: string, bytes: Uint8Array) =>
		previewPlanImport(await as('claire'), '64', { name, bytes });
	const changedPart = async (name: string, change: (text: string) => string) => {
		const parts = unzipSync(await (await takeAway()).bytes());
		const key = Object.keys(parts).find((one) => one.endsWith(name))!;
		return zipSync({ ...parts, [key]: strToU8(change(new TextDecoder().decode(parts[key]))) });
	};

	test('a csv named xlsx', async () => {
		await expect(read('plan.xlsx', strToU8('Action;Statut\nA;B'))).rejects.toMatchObject({
			code: 'unsupported-media-type',
		});
	});
	test('macros, by the name and by what is inside', async () => {
		const bytes = await (await takeAway()).bytes();
		await expect(read('plan.xlsm', bytes)).rejects.toMatchObject({ code: 'file-macros' });
		const inside = zipSync({ ...unzipSync(bytes), 'xl/vbaProject.bin': strToU8('x') });
		await expect(read('plan.xlsx', inside)).rejects.toMatchObject({ code: 'file-macros' });
	});
	test('a damaged one', async () => {
		const bytes = await (await takeAway()).bytes();
		await expect(read('plan.xlsx', bytes.slice(0, bytes.length / 2))).rejects.toMatchObject({
			code: 'file-damaged',
		});
	});
	test.each([
		['far down', (text: string) => text.replace('r="A2"', 'r="A1048576"')],
		['far right', (text: string) => text.replace('r="A2"', 'r="XFD2"')],
	])('a cell %s', async (_where, change) => {
		const bytes = await changedPart('sheet1.xml', change);
		await expect(read('plan.xlsx', bytes)).rejects.toMatchObject({ code: 'file-unreasonable' });
	});
	test('a place written as no spreadsheet does', async () => {
		const bytes = await changedPart('sheet1.xml', (text) => text.replace('r="A2"', 'r="A&#49;048576"'));
		await expect(read('plan.xlsx', bytes)).rejects.toMatchObject({ code: 'file-damaged' });
	});
	test('of other columns', async () => {
		const sheet = new Sheet([
			['Nom', 'Prénom'],
			['A', 'B'],
		]);
		await expect(preview(sheet)).rejects.toMatchObject({ code: 'invalid-input' });
	});
});

test('whoever may not write in the plan brings nothing, and nothing is written nor audited', async () => {
	const bytes = await (await takeAway()).write(first, { Action: 'Autre' }).bytes();
	const before = await context.db.select().from(auditEvent);
	const chosen = { created: [], changed: [{ id: first, key: 'title', held: FIRST.title, written: 'Autre' }] };
	for (const who of ['evaluator', 'neighbour'] as const) {
		const inside = await as(who);
		const file = { name: 'plan.xlsx', bytes };
		await expect(previewPlanImport(inside, '64', file)).rejects.toMatchObject({ code: 'not-found' });
		await expect(applyPlanImport(inside, '64', chosen)).rejects.toMatchObject({ code: 'not-found' });
	}
	expect((await actionNow(first)).title).toBe(FIRST.title);
	expect(await context.db.select().from(auditEvent)).toEqual(before);
});
