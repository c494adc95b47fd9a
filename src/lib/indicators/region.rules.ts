import type { CatalogueIndicator } from './indicator.catalogue.ts';
import type { Definition } from './indicator.rules.ts';
import { amount } from './indicator.words.ts';
import type { CurrentValue, IndicatorSummary } from './indicator.view.ts';
import { parsePeriod, periodLabel, type Period } from './period.rules.ts';

/** An indicator of a committee, as the region compares it. */
export type RegionIndicator = Pick<
	IndicatorSummary,
	'code' | 'isOwn' | 'definition' | 'ownerName' | 'values' | 'judgement' | 'next'
>;

/** A département of the region; one without a committee has no indicators, which is not to have none entered. */
export interface RegionDepartment {
	code: string;
	name: string;
	hasCommittee: boolean;
	indicators: readonly RegionIndicator[];
}

/** Why a département has no figure in a column. */
export type CellGap = 'no-committee' | 'missing' | 'other-definition';
export const CELL_GAP_LABEL: Record<CellGap, string> = {
	'no-committee': 'pas de comité',
	missing: 'manque',
	'other-definition': 'autre définition',
};

export interface RegionCell {
	departmentCode: string;
	value: CurrentValue | null;
	/** Null when there is a value. */
	gap: CellGap | null;
	/** The last value known when that of the period is missing. */
	last: CurrentValue | null;
	/** 1 for the best in the direction wanted; equal values share it. Null without a value. */
	rank: number | null;
}

/** An indicator of the common dictionary over the region, at one period. */
export interface RegionColumn {
	code: string;
	name: string;
	unit: string;
	/** The latest period that has ended and for which somebody has a value; null when nobody has some. */
	period: Period | null;
	cells: RegionCell[];
	/** Of counts only: percentages and delays are not added up. */
	sum: number | null;
	median: number | null;
	/** Départements that have a committee and no figure here. */
	missing: number;
}

/** Units whose values add up from one département to the next. */
const ADDED = new Set(['nombre', 'patients']);

/**
 * A column of the regional table: the same period for everybody, so that figures can be compared; whoever has none for it is said to miss it. A
 * committee that has changed the unit or the rhythm is left out and said so.
 */
export function regionColumn(
	{ code, definition }: Pick<CatalogueIndicator, 'code' | 'definition'>,
	departments: readonly RegionDepartment[],
	today: string,
): RegionColumn {
	const held = departments.map((department) => ({
		department,
		own: department.indicators.find((one) => one.code === code),
	}));
	const comparable = held.flatMap(({ own }) =>
		own !== undefined && isAlike(own.definition, definition) ? [own] : [],
	);
	const period = latestCommon(comparable, today);
	const cells = held.map(({ department, own }) => cellOf(department, { own, definition, period }));
	const values = cells.flatMap(({ value }) => (value === null ? [] : [value.value]));
	return {
		...{ code, period, name: definition.name, unit: definition.unit },
		cells: cells.map((cell) => ({ ...cell, rank: rankOf(cell.value?.value ?? null, values, definition) })),
		sum:
			ADDED.has(definition.unit) && values.length > 0
				? values.reduce((total, value) => total + value, 0)
				: null,
		median: medianOf(values),
		missing: cells.filter(({ gap }) => gap === 'missing' || gap === 'other-definition').length,
	};
}

const isAlike = (own: Definition, common: Definition): boolean =>
	own.unit === common.unit && own.frequency === common.frequency;

function latestCommon(indicators: readonly RegionIndicator[], today: string): Period | null {
	let latest: Period | null = null;
	const keys = new Set(indicators.flatMap(({ values }) => values.map(({ period }) => period)));
	for (const key of keys) {
		const period = parsePeriod(key);
		if (period === null || period.endsOn >= today) continue;
		if (latest === null || period.key > latest.key) latest = period;
	}
	return latest;
}

function cellOf(
	department: RegionDepartment,
	at: { own: RegionIndicator | undefined; definition: Definition; period: Period | null },
): RegionCell {
	const { own, period } = at;
	const cell = { departmentCode: department.code, value: null, last: null, rank: null };
	if (!department.hasCommittee || own === undefined) return { ...cell, gap: 'no-committee' };
	if (!isAlike(own.definition, at.definition))
		return { ...cell, gap: 'other-definition', last: own.values.at(-1) ?? null };
	const value = own.values.find((one) => one.period === period?.key) ?? null;
	if (value !== null) return { ...cell, value, gap: null };
	return { ...cell, gap: 'missing', last: own.values.at(-1) ?? null };
}

/** The place of a value among all, the best first; equal ones share the better place. */
export function rankOf(
	value: number | null,
	values: readonly number[],
	{ direction }: Pick<Definition, 'direction'>,
): number | null {
	if (value === null) return null;
	const better = values.filter((other) => (direction === 'up' ? other > value : other < value));
	return better.length + 1;
}

/** The middle value; between two, the mean of both. Null of none. */
export function medianOf(values: readonly number[]): number | null {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = sorted.length / 2;
	const upper = sorted[Math.floor(middle)];
	if (upper === undefined) return null;
	const lower = sorted[Math.ceil(middle) - 1] ?? upper;
	return (lower + upper) / 2;
}

/** « 40 sur 2 comités, 1 manque ; médiane 20 » under a column. */
export function columnSummary({ sum, median, missing, cells, unit }: RegionColumn): string {
	const known = cells.filter(({ value }) => value !== null).length;
	if (known === 0 || median === null) return 'aucune valeur';
	const parts = [
		...(sum === null ? [] : [`somme ${amount(sum, '')}`]),
		`médiane ${amount(median, unit === '%' ? '%' : '')}`,
	];
	const over = `${known} comité${known > 1 ? 's' : ''}`;
	const lacking = missing === 0 ? '' : `, ${missing} manque${missing > 1 ? 'nt' : ''}`;
	return `${parts.join(', ')} (${over}${lacking})`;
}

export const columnPeriod = ({ period }: RegionColumn): string =>
	period === null ? 'aucune période' : periodLabel(period);

/** Shades of a map. */
const MAP_CLASSES = 4;

/** The bounds of the shades: as many values in each as can be; fewer shades when there are fewer different values. */
export function mapClasses(values: readonly number[]): { from: number; to: number }[] {
	const sorted = [...new Set(values)].sort((left, right) => left - right);
	const count = Math.min(MAP_CLASSES, sorted.length);
	return Array.from({ length: count }, (_, index) => {
		const first = Math.floor((index * sorted.length) / count);
		const last = Math.floor(((index + 1) * sorted.length) / count) - 1;
		return { from: sorted[first] ?? 0, to: sorted[last] ?? 0 };
	});
}
