import { inArray } from 'drizzle-orm';
import { ROWS_SHOWN, stepOf, undoableUntil } from '#lib/registries/import.rules.ts';
import { isFreeText } from '#lib/registries/import-subject.ts';
import type { DuplicateView, ImportPage, ImportsPage, ImportSummary } from '#lib/registries/import.view.ts';
import { takes } from '#lib/registries/merge.rules.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { commune } from '../territory/territory.tables.ts';
import { comparisonOf, heldRecords } from './import.rows.ts';
import { getImportView, type ImportView as View } from './import-flow.queries.ts';
import type { ImportRegistry } from './import-registry.ts';
import { logOpening } from './reading.log.ts';
import { readBeginning } from './readers/rows.reader.ts';
import {
	listImports,
	listRows,
	sourceOf,
	type RegistryImport,
	type RegistryImportRow,
} from './registry-import.queries.ts';
import { authorizeImports, regionOf } from './registry-region.queries.ts';

type ImportView = View & { registry: ImportRegistry };

const EXAMPLES = 2;
const LATEST = 8;

/** The latest imports of the region of a département. @throws TerrimedError `not-found` for whoever does not write its registry */
export async function getImportsPage(
	context: Context,
	{ subject: { registry, words } }: ImportRegistry,
	departmentCode: string,
): Promise<ImportsPage> {
	const region = await authorizeImports(context, registry, await regionOf(context, registry, departmentCode));
	const imports = await listImports(context, region, { registry, limit: LATEST });
	const { regionCode, regionName } = region;
	return { regionCode, regionName, words, imports: imports.map(summaryOf) };
}

function summaryOf({ id, number, fileName, state, counts, createdAt }: RegistryImport): ImportSummary {
	return { id, number, fileName, state, counts, createdAt };
}

/** One import at the step where it stands, or at an earlier one that somebody goes back to. */
export async function getImportPage(
	context: Context,
	{ registry, departmentCode }: { registry: ImportRegistry; departmentCode: string },
	asked: { id: string; step: number | null; after: number; line: number | null },
): Promise<ImportPage> {
	const { subject } = registry;
	const regionCode = await regionOf(context, subject.registry, departmentCode);
	const view = { ...(await getImportView(context, { registry, regionCode, id: asked.id })), registry };
	const { brought, progress } = view;
	const furthest = stepOf(brought.state, brought.counts);
	const isOpen = ['received', 'checked', 'refused'].includes(brought.state);
	const most = brought.state === 'checked' ? 5 : furthest;
	const step = isOpen && asked.step !== null && asked.step >= 2 && asked.step <= most ? asked.step : furthest;
	return {
		...summaryOf(brought),
		step,
		words: subject.words,
		fields: subject.columns.map(({ key, label }) => ({ key, label })),
		regionName: view.region.regionName,
		titles: brought.titles,
		progress,
		fault: brought.fault,
		mergeRule: brought.mergeRule,
		undoableUntil:
			brought.state === 'applied' && brought.appliedAt !== null ? undoableUntil(brought.appliedAt) : null,
		columns: step === 2 ? await columnsOf(context, view) : [],
		rows: step === 3 ? await rowsToMend(context, view, asked.after) : [],
		duplicates: step === 4 ? await duplicatesOf(context, view) : [],
		duplicate: step === 4 ? await duplicateOf(context, view, asked.line) : null,
		kept: brought.state === 'applied' || brought.state === 'undone' ? await keptOf(context, view) : [],
	};
}

async function columnsOf(context: Context, { brought, region }: ImportView): Promise<ImportPage['columns']> {
	const { first } = await readBeginning(sourceOf(context, region, brought), EXAMPLES);
	return brought.titles.map((title, at) => {
		const isFree = isFreeText(normaliseSearch(title));
		const examples = isFree ? [] : first.map(({ cells }) => cells[at] ?? '').filter((cell) => cell !== '');
		return {
			title,
			field: brought.mapping[at] ?? null,
			isFree,
			examples: examples.map((cell) => cell.slice(0, 40)),
		};
	});
}

async function rowsToMend(
	context: Context,
	{ brought, region, registry }: ImportView,
	after: number,
): Promise<ImportPage['rows']> {
	const rows = await listRows(context, region, {
		importId: brought.id,
		states: ['to-correct'],
		after,
		limit: ROWS_SHOWN,
	});
	return rows.map(({ line, name, problems, cells }) => ({
		line,
		name,
		problems: (problems ?? []).map((problem) => ({
			...problem,
			title: problem.column === null ? '' : (brought.titles[problem.column] ?? ''),
		})),
		rest: restOf(brought, registry.subject.recognisedBy, cells ?? []),
	}));
}

/** Where a row is from, to recognise it, as the file says it. */
function restOf({ mapping }: RegistryImport, keys: readonly string[], cells: readonly string[]): string {
	const said = keys.map((key) => cells[mapping.indexOf(key)] ?? '');
	return said
		.filter((text) => text !== '')
		.join(', ')
		.slice(0, 90);
}

async function duplicatesOf(
	context: Context,
	{ brought, region }: ImportView,
): Promise<ImportPage['duplicates']> {
	const rows = await listRows(context, region, {
		importId: brought.id,
		states: ['duplicate'],
		after: 0,
		limit: ROWS_SHOWN,
	});
	return rows.map(({ line, name, likeness, taken }) => ({ line, name, likeness, isChosen: taken !== null }));
}

async function duplicateOf(
	context: Context,
	view: ImportView,
	line: number | null,
): Promise<DuplicateView | null> {
	const { brought, region } = view;
	const rows = await listRows(context, region, {
		importId: brought.id,
		states: ['duplicate'],
		after: 0,
		limit: ROWS_SHOWN,
	});
	const row = rows.find((one) => one.line === line) ?? rows.find(({ taken }) => taken === null) ?? rows[0];
	if (row === undefined || row.recordId === null || row.values === null) return null;
	return compared(context, view, row);
}

async function compared(
	context: Context,
	{ region, registry }: ImportView,
	row: RegistryImportRow,
): Promise<DuplicateView | null> {
	const values = row.values ?? {};
	const { subject } = registry;
	return withRegistryRights(context, region.departmentCodes, async (inside) => {
		const { db } = inside;
		const recordId = row.recordId ?? '';
		const record = (await heldRecords(db, registry, { ids: [recordId] })).get(recordId);
		if (record === undefined || record.opposedAt !== null) return null;
		const { departmentCode } = record;
		const reading = { registry: subject.registry, circle: registry.circle };
		await logOpening(inside, { ...reading, departmentCode, recordId, way: 'import' });
		const codes = [record.communeCode, String(values.communeCode)];
		const places = await db
			.select({ code: commune.code, name: commune.name })
			.from(commune)
			.where(inArray(commune.code, codes));
		const names = new Map(places.map(({ code, name }) => [code, name]));
		const fields = comparisonOf(subject, record, values).map((one) => ({
			field: one.field,
			label: subject.sayField(one.field),
			held: subject.sayValue(one.field, one.held, names),
			brought: subject.sayValue(one.field, one.brought, names),
			source: one.source === null ? null : subject.saySource(one.source),
			isTaken: row.taken === null ? takes('suggested', one) : row.taken.includes(one.field),
		}));
		const name = [record.firstName, record.lastName].filter((part) => typeof part === 'string').join(' ');
		const isSame = row.likeness?.startsWith('same-') === true;
		return { line: row.line, name, likeness: row.likeness, isSame, fields, savedOn: record.updatedAt };
	});
}

async function keptOf(context: Context, { brought, region }: ImportView): Promise<ImportPage['kept']> {
	const rows = await listRows(context, region, {
		importId: brought.id,
		states: ['kept'],
		after: 0,
		limit: ROWS_SHOWN,
	});
	return rows.map(({ line, name }) => ({ line, name }));
}
