import { printOf, readPrints, cellText, type SheetValue } from './plan-cell.rules.ts';
import type { PlanSheet } from './plan-file.rules.ts';
import { keyOfYearTitle, yearOfKey } from './plan-import.lists.ts';
import {
	comparedText,
	isReadBack,
	NOT_READ_BACK,
	readCell,
	shownText,
	writtenText,
	type CellEdit,
	type NameLookup,
} from './plan-import.cells.ts';

/** A cell of a file that says something else than the plan. */
export interface ChangedCell {
	key: string;
	column: string;
	/** What the plan says, as it is compared, and as a person reads it. */
	held: string;
	before: string;
	/** What the file says, as it is written, and as a person reads it. */
	written: string;
	after: string;
	/** The plan has changed there since the file was taken away, or nobody knows: not written unless chosen. */
	isConflict: boolean;
}

export interface ChangedAction {
	id: string;
	row: number;
	number: string;
	title: string;
	cells: ChangedCell[];
}

export interface CreatedAction {
	/** Row of the spreadsheet, the titles being the first. */
	row: number;
	title: string;
	cells: Pick<ChangedCell, 'key' | 'column' | 'written' | 'after'>[];
}

export interface RefusedCell {
	row: number;
	column: string;
	text: string;
	reason: string;
}

/** What a file would change in the plan. */
export interface ImportPreview {
	created: CreatedAction[];
	changed: ChangedAction[];
	/** Actions that the file says as they are. */
	unchanged: number;
	refused: RefusedCell[];
	/** Titles of columns that are none of the plan's. */
	unknownColumns: string[];
}

/** A line of titles, then a line for each action. */
export type ReadRows = readonly (readonly SheetValue[])[];

interface FileColumn {
	key: string;
	title: string;
	index: number;
}

/** Columns by which an action is found or drawn: nothing is written from them. */
const OWN = new Set(['id', 'prints', 'number']);

/** Whether a file has the columns of a plan that was taken away. */
export function hasPlanColumns([titles = []]: ReadRows): boolean {
	const found = new Set(titles.map((title) => cellText(title).toLowerCase()));
	return found.has('action') && found.has('proposition');
}

/** What a file is read with. */
export interface KnownPlan {
	names: NameLookup;
	/** Why an edit cannot be written in an action as it is; null when it can. */
	fault(id: string, edit: CellEdit): string | null;
}

/** Compares a file with the plan. `current` is the plan as it would be taken away now. */
export function compareWithPlan(rows: ReadRows, current: PlanSheet, known: KnownPlan): ImportPreview {
	const { columns, unknown } = columnsOf(rows[0] ?? [], current);
	const compared = new Comparison(current, columns, known);
	rows.slice(1).forEach((values, index) => compared.row(values, index + 2));
	return { ...compared.preview, unknownColumns: unknown };
}

function columnsOf(
	titles: readonly SheetValue[],
	current: PlanSheet,
): { columns: FileColumn[]; unknown: string[] } {
	const keys = new Map(current.columns.map(({ key, title }) => [title.toLowerCase(), key]));
	const columns: FileColumn[] = [];
	const unknown: string[] = [];
	titles.forEach((value, index) => {
		const title = cellText(value);
		const key = keys.get(title.toLowerCase()) ?? keyOfYearTitle(title);
		if (title === '') return;
		if (key === null) unknown.push(title);
		else if (!columns.some((one) => one.key === key)) columns.push({ key, title, index });
	});
	return { columns, unknown };
}

class Comparison {
	readonly preview: Omit<ImportPreview, 'unknownColumns'> = {
		created: [],
		changed: [],
		unchanged: 0,
		refused: [],
	};
	readonly #plan: Map<string, Map<string, string>>;
	readonly #columns: readonly FileColumn[];
	readonly #known: KnownPlan;
	readonly #seen = new Map<string, number>();

	constructor(current: PlanSheet, columns: readonly FileColumn[], known: KnownPlan) {
		this.#plan = textsById(current);
		this.#columns = columns;
		this.#known = known;
	}

	row(values: readonly SheetValue[], row: number): void {
		const read = (key: string): SheetValue => {
			const column = this.#columns.find((one) => one.key === key);
			return column === undefined ? null : (values[column.index] ?? null);
		};
		if (this.#columns.every(({ index }) => cellText(values[index] ?? null) === '')) return;
		const id = cellText(read('id'));
		if (id === '') return this.#create(values, row);
		const held = this.#plan.get(id);
		const refuseId = (reason: string): void => this.#refuse({ row, column: 'Identifiant', text: id, reason });
		if (held === undefined) return refuseId('Cette action n’est pas, ou plus, dans ce plan.');
		const earlier = this.#seen.get(id);
		if (earlier !== undefined) return refuseId(`Cette action est déjà à la ligne ${earlier}.`);
		this.#seen.set(id, row);
		const prints = readPrints(cellText(read('prints')));
		const cells = this.#columns.flatMap((column) => {
			const value = values[column.index] ?? null;
			return this.#change({
				id,
				column,
				value,
				row,
				held: held.get(column.key) ?? '',
				print: prints?.get(column.key),
				hasPrints: prints !== null,
			});
		});
		if (cells.length === 0) this.preview.unchanged += 1;
		else {
			const [number = '', title = ''] = [held.get('number'), held.get('title')];
			this.preview.changed.push({ id, row, number, title, cells });
		}
	}

	/** What one cell asks to change, if it does: nothing when nobody has touched it since it was taken away. */
	#change(cell: {
		id: string;
		column: FileColumn;
		value: SheetValue;
		row: number;
		held: string;
		print: string | undefined;
		hasPrints: boolean;
	}): ChangedCell[] {
		const { id, column, value, row, held, print } = cell;
		const { key, title } = column;
		const compared = comparedText(key, value);
		if (OWN.has(key) || compared === held || printOf(compared) === print) return [];
		const written = writtenText(value);
		const reading = readCell(key, written, this.#known.names);
		const reason = reading.ok ? this.#known.fault(id, reading.edit) : reading.reason;
		if (reason !== null) {
			this.#refuse({ row, column: title, text: shownText(key, compared), reason });
			return [];
		}
		// A year that nobody had an amount in has no column, and no print: it was empty.
		const wasThere = print ?? (cell.hasPrints && yearOfKey(key) !== null ? printOf('') : undefined);
		const isConflict = wasThere === undefined || printOf(held) !== wasThere;
		const shown = { before: shownText(key, held), after: shownText(key, compared) };
		return [{ key, column: title, held, written, isConflict, ...shown }];
	}

	/** A row without an identifier is a new action: it needs a title and a proposition. */
	#create(values: readonly SheetValue[], row: number): void {
		const cells: CreatedAction['cells'] = [];
		const refused: RefusedCell[] = [];
		for (const { key, title, index } of this.#columns) {
			const value = values[index] ?? null;
			const written = writtenText(value);
			if (OWN.has(key) || (written === '' && key !== 'title' && key !== 'proposition')) continue;
			const after = shownText(key, comparedText(key, value));
			const reading = isReadBack(key)
				? readCell(key, written, this.#known.names)
				: { ok: false as const, reason: NOT_READ_BACK };
			if (reading.ok) cells.push({ key, column: title, written, after });
			else refused.push({ row, column: title, text: after, reason: reading.reason });
		}
		this.preview.refused.push(...refused);
		const title = cells.find(({ key }) => key === 'title')?.written;
		if (title === undefined || !cells.some(({ key }) => key === 'proposition')) return;
		this.preview.created.push({ row, title, cells });
	}

	#refuse(cell: RefusedCell): void {
		this.preview.refused.push(cell);
	}
}

/** What each cell of the plan holds, as it is compared. */
export function textsById(current: PlanSheet): Map<string, Map<string, string>> {
	const found = new Map<string, Map<string, string>>();
	for (const row of current.rows) {
		const texts = new Map(
			current.columns.map(({ key }, index) => [key, comparedText(key, row[index] ?? null)]),
		);
		found.set(texts.get('id') ?? '', texts);
	}
	return found;
}
