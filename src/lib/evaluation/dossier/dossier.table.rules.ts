/** A column of a table of open data, as a Table Schema says it. */
export interface TableField {
	name: string;
	title: string;
	type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';
	description?: string;
	/** Share of the width of a sheet, in characters. */
	width: number;
}

export type TableCell = string | number | boolean | null;

/** A table of an evaluation file: a csv file with its schema, and a sheet of its workbook. */
export interface DossierTable {
	/** Of its csv file, without the ending. */
	name: string;
	/** Of its sheet. */
	title: string;
	description: string;
	/** Columns by which a row is found. */
	key: readonly string[];
	fields: readonly TableField[];
	rows: TableCell[][];
}

/** A column with what it takes from an entry. */
export interface Column<Entry> extends Omit<TableField, 'width'> {
	width?: number;
	of(entry: Entry): TableCell;
}

const ABOUT_WIDTH = { string: 26, integer: 11, number: 12, boolean: 9, date: 12, datetime: 24 };

export function tableOf<Entry>(
	told: Pick<DossierTable, 'name' | 'title' | 'description' | 'key'>,
	columns: readonly Column<Entry>[],
	entries: readonly Entry[],
): DossierTable {
	return {
		...told,
		fields: columns.map(({ name, title, type, description, width }) => ({
			...{ name, title, type, width: width ?? ABOUT_WIDTH[type] },
			...(description === undefined ? {} : { description }),
		})),
		rows: entries.map((entry) => columns.map((column) => column.of(entry))),
	};
}
