import type { NamedSheet, SheetValue } from '../plan/plan-cell.rules.ts';
import { PROPOSITIONS } from '../plan/proposition.catalogue.ts';
import { INDICATOR_CATALOGUE } from './indicator.catalogue.ts';
import { VALUE_STATE_LABEL } from './indicator.rules.ts';
import { periodLabel, parsePeriod } from './period.rules.ts';
import { regionDelays } from './region.delay.rules.ts';
import {
	CELL_GAP_LABEL,
	regionColumn,
	type RegionCell,
	type RegionColumn,
	type RegionDepartment,
	type RegionIndicator,
} from './region.rules.ts';
import { INDICATOR_STATUS_LABEL } from './status.rules.ts';

export const REGION_FORMATS = ['xlsx', 'ods', 'csv'] as const;
export type RegionFormat = (typeof REGION_FORMATS)[number];

export const REGION_MEDIA_TYPE: Record<RegionFormat, string> = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	csv: 'text/csv; charset=utf-8',
};

/** One value of a département as a row of a file, with why there is none. */
interface Told {
	department: RegionDepartment;
	indicator: RegionIndicator;
	/** Null for an indicator of the committee's own: nothing compares it. */
	compared: { column: RegionColumn; cell: RegionCell } | null;
}

interface Column {
	title: string;
	width: number;
	value(told: Told): SheetValue;
}

const labelOf = (key: string | undefined): string => {
	const period = key === undefined ? null : parsePeriod(key);
	return period === null ? (key ?? '') : periodLabel(period);
};

const COLUMNS: readonly Column[] = [
	{ title: 'Code', width: 7, value: ({ department }) => department.code },
	{ title: 'Département', width: 24, value: ({ department }) => department.name },
	{ title: 'Indicateur', width: 11, value: ({ indicator }) => indicator.code },
	{ title: 'Nom', width: 48, value: ({ indicator }) => indicator.definition.name },
	{ title: 'Proposition', width: 12, value: ({ indicator }) => indicator.definition.proposition },
	{ title: 'Unité', width: 14, value: ({ indicator }) => indicator.definition.unit },
	{ title: 'Propre au comité', width: 16, value: ({ compared }) => (compared === null ? 'oui' : 'non') },
	{
		title: 'Période comparée',
		width: 22,
		value: ({ compared }) => labelOf(compared?.column.period?.key),
	},
	{ title: 'Valeur', width: 12, value: ({ compared }) => compared?.cell.value?.value ?? null },
	{
		title: 'État',
		width: 12,
		value: ({ compared }) => (compared?.cell.value ? VALUE_STATE_LABEL[compared.cell.value.state] : ''),
	},
	{
		title: 'Pourquoi sans valeur',
		width: 20,
		value: ({ compared }) => (compared?.cell.gap ? CELL_GAP_LABEL[compared.cell.gap] : ''),
	},
	{ title: 'Rang', width: 7, value: ({ compared }) => compared?.cell.rank ?? null },
	{
		title: 'Dernière période connue',
		width: 22,
		value: ({ indicator }) => labelOf(indicator.values.at(-1)?.period),
	},
	{
		title: 'Dernière valeur connue',
		width: 22,
		value: ({ indicator }) => indicator.values.at(-1)?.value ?? null,
	},
	{
		title: 'Statut',
		width: 18,
		value: ({ indicator }) => INDICATOR_STATUS_LABEL[indicator.judgement.status],
	},
	{ title: 'Attendue le', width: 13, value: ({ indicator }) => ({ day: indicator.next.dueOn }) },
	{ title: 'En retard', width: 10, value: ({ indicator }) => (indicator.next.isOverdue ? 'oui' : 'non') },
	{ title: 'Tenu par', width: 24, value: ({ indicator }) => indicator.ownerName ?? 'personne' },
];

/** A region as tables to take away. */
export interface RegionTables {
	/** Départements in rows, the indicators of the common dictionary in columns; then sums, medians and what is missing. */
	grid: NamedSheet;
	/** A row for each département and indicator of the common dictionary. */
	values: NamedSheet;
	/** The same for the indicators of one committee alone. */
	own: NamedSheet;
	/** Whom to call, the oldest delay first. */
	calls: NamedSheet;
}

/** What the page of a region shows, all propositions at once and with the same figures. */
export function regionTables(departments: readonly RegionDepartment[], today: string): RegionTables {
	const columns = INDICATOR_CATALOGUE.map((one) => regionColumn(one, departments, today));
	return {
		grid: gridSheet(columns, departments),
		values: sheetOf('Valeurs', comparedRows(columns, departments)),
		own: sheetOf('Propres aux comités', ownRows(departments)),
		calls: callsSheet(departments, today),
	};
}

function gridSheet(columns: readonly RegionColumn[], departments: readonly RegionDepartment[]): NamedSheet {
	const under = (title: string, tell: (column: RegionColumn) => SheetValue): SheetValue[] => [
		...['', title],
		...columns.map(tell),
	];
	return {
		name: 'Grille',
		columns: [
			{ title: 'Code', width: 7 },
			{ title: 'Département', width: 24 },
			...columns.map(({ code, name, unit }) => ({ title: `${code} ${name} (${unit})`, width: 20 })),
		],
		rows: [
			...departments.map(({ code, name }, row) => [
				code,
				name,
				...columns.map(({ cells }) => told(cells[row])),
			]),
			under('Période comparée', ({ period }) => labelOf(period?.key)),
			under('Somme', ({ sum }) => sum),
			under('Médiane', ({ median }) => median),
			under('Comités comptés', ({ cells }) => cells.filter(({ value }) => value !== null).length),
			under('Comités sans valeur', ({ missing }) => missing),
		],
	};
}

/** A figure, or why there is none: never an empty cell that could pass for a zero. */
function told(cell: RegionCell | undefined): SheetValue {
	if (cell?.value) return cell.value.value;
	return CELL_GAP_LABEL[cell?.gap ?? 'no-committee'];
}

function comparedRows(columns: readonly RegionColumn[], departments: readonly RegionDepartment[]): Told[] {
	return departments.flatMap((department, row) =>
		columns.flatMap((column) => {
			const indicator = department.indicators.find(({ code }) => code === column.code);
			const cell = column.cells[row];
			return indicator === undefined || cell === undefined
				? []
				: [{ department, indicator, compared: { column, cell } }];
		}),
	);
}

const ownRows = (departments: readonly RegionDepartment[]): Told[] =>
	departments.flatMap((department) =>
		department.indicators
			.filter(({ isOwn }) => isOwn)
			.map((indicator) => ({ department, indicator, compared: null })),
	);

const sheetOf = (name: string, rows: readonly Told[]): NamedSheet => ({
	name,
	columns: COLUMNS.map(({ title, width }) => ({ title, width })),
	rows: rows.map((row) => COLUMNS.map(({ value }) => value(row))),
});

function callsSheet(departments: readonly RegionDepartment[], today: string): NamedSheet {
	return {
		name: 'Qui appeler',
		columns: [
			{ title: 'Code', width: 7 },
			{ title: 'Département', width: 24 },
			{ title: 'Échue depuis le', width: 16 },
			{ title: 'Jours', width: 8 },
			{ title: 'Qui appeler', width: 28 },
			{ title: 'Valeurs échues', width: 80 },
		],
		rows: regionDelays(departments, today).map((one) => [
			...[one.departmentCode, one.departmentName, { day: one.since }, one.days],
			...[one.ownerName ?? 'personne ne le tient encore', one.names.join('\u00a0; ')],
		]),
	};
}

/** The lines that say what the file is. */
export function regionAbout(about: {
	regionName: string;
	day: string;
	exportedBy: string;
	moment: string;
}): string[] {
	return [
		`Indicateurs des comités, ${about.regionName}`,
		`Valeurs au ${about.day.split('-').reverse().join('/')}, exportées par ${about.exportedBy}, ${about.moment}`,
		'Une colonne compare la même période pour tous. «\u00a0manque\u00a0» n’est pas un zéro\u00a0: le comité n’a pas saisi cette période.',
		'Seuls les nombres s’additionnent\u00a0: un pourcentage ou un délai a une médiane, pas de somme. Rang\u00a0: le premier est le mieux placé dans le sens voulu.',
		`Propositions\u00a0: ${PROPOSITIONS.map(({ number, shortTitle }) => `${number}. ${shortTitle}`).join('\u00a0; ')}.`,
	];
}

/** The values in one table, those of single committees after: what a program reads. */
export function regionList({ values, own }: RegionTables): NamedSheet {
	return { ...values, rows: [...values.rows, ...own.rows] };
}
