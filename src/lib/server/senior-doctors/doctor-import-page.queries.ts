import { and, inArray, isNull } from 'drizzle-orm';
import { ROWS_SHOWN, stepOf, undoableUntil } from '#lib/registries/import.rules.ts';
import { isFreeText } from '#lib/senior-doctors/doctor-import.catalogue.ts';
import type { DuplicateView, ImportPage, ImportSummary } from '#lib/senior-doctors/doctor-import.view.ts';
import { takes } from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import { sayField, sayValue } from '#lib/senior-doctors/doctor-import.words.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { readBeginning } from '../registries/readers/rows.reader.ts';
import { logOpening } from '../registries/reading.log.ts';
import {
	listImports,
	listRows,
	sourceOf,
	type RegistryImport,
	type RegistryImportRow,
} from '../registries/registry-import.queries.ts';
import { authorizeImports, regionOf } from '../registries/registry-region.queries.ts';
import { commune } from '../territory/territory.tables.ts';
import { getDoctorImport, type ImportView } from './doctor-import.queries.ts';
import { comparisonOf } from './doctor-import.rows.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';

const REGISTRY = 'senior-doctors';
const EXAMPLES = 2;
const LATEST = 8;

/** The latest imports of the region of a département. @throws TerrimedError `not-found` for whoever does not write its registry */
export async function getImportsPage(
	context: Context,
	departmentCode: string,
): Promise<{ regionCode: string; regionName: string; imports: ImportSummary[] }> {
	const region = await authorizeImports(context, REGISTRY, await regionOf(context, REGISTRY, departmentCode));
	const imports = await listImports(context, region, { registry: REGISTRY, limit: LATEST });
	return { regionCode: region.regionCode, regionName: region.regionName, imports: imports.map(summaryOf) };
}

function summaryOf({ id, number, fileName, state, counts, createdAt }: RegistryImport): ImportSummary {
	return { id, number, fileName, state, counts, createdAt };
}

/** One import at the step where it stands, or at an earlier one that somebody goes back to. */
export async function getImportPage(
	context: Context,
	departmentCode: string,
	asked: { id: string; step: number | null; after: number; line: number | null },
): Promise<ImportPage> {
	const view = await getDoctorImport(context, await regionOf(context, REGISTRY, departmentCode), asked.id);
	const { brought, progress } = view;
	const furthest = stepOf(brought.state, brought.counts);
	const isOpen = ['received', 'checked', 'refused'].includes(brought.state);
	const most = brought.state === 'checked' ? 5 : furthest;
	const step = isOpen && asked.step !== null && asked.step >= 2 && asked.step <= most ? asked.step : furthest;
	return {
		...summaryOf(brought),
		step,
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
	{ brought, region }: ImportView,
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
		rest: restOf(brought, cells ?? []),
	}));
}

/** Where a row is from, to recognise it: its commune and mode of practice as the file says them. */
function restOf({ mapping }: RegistryImport, cells: readonly string[]): string {
	const said = ['commune', 'practiceMode', 'specialty'].map((key) => cells[mapping.indexOf(key)] ?? '');
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
	{ region }: ImportView,
	row: RegistryImportRow,
): Promise<DuplicateView | null> {
	const values = row.values ?? {};
	return withRegistryRights(context, region.departmentCodes, async (inside) => {
		const { db } = inside;
		const [record] = await db
			.select()
			.from(seniorDoctor)
			.where(and(inArray(seniorDoctor.id, [row.recordId ?? '']), isNull(seniorDoctor.opposedAt)));
		if (record === undefined) return null;
		const { id: recordId, departmentCode } = record;
		await logOpening(inside, { registry: REGISTRY, departmentCode, recordId, circle: 'urps', way: 'import' });
		const codes = [record.communeCode, String(values.communeCode)];
		const places = await db
			.select({ code: commune.code, name: commune.name })
			.from(commune)
			.where(inArray(commune.code, codes));
		const names = new Map(places.map(({ code, name }) => [code, name]));
		const fields = comparisonOf(record, values).map((one) => ({
			field: one.field,
			label: sayField(one.field),
			held: sayValue(one.field, one.held, names),
			brought: sayValue(one.field, one.brought, names),
			source: one.source,
			isTaken: row.taken === null ? takes('suggested', one) : row.taken.includes(one.field),
		}));
		const name = `${record.firstName} ${record.lastName}`;
		return { line: row.line, name, likeness: row.likeness, fields, savedOn: record.updatedAt };
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
