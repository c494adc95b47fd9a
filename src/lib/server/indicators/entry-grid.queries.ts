import { dayInFrance } from '#lib/committee/role.rules.ts';
import { GRID_PERIODS } from '#lib/indicators/grid.rules.ts';
import type { EntryGrid, GridRow, IndicatorSummary } from '#lib/indicators/indicator.view.ts';
import {
	FREQUENCIES,
	latestPeriods,
	parsePeriod,
	periodLabel,
	periodOf,
	shiftPeriod,
	shortPeriodLabel,
	type Frequency,
	type Period,
} from '#lib/indicators/period.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listIndicators } from './indicator.queries.ts';

/** Rhythm that a grid opens on: the one that most of the catalogue has. */
const FIRST_FREQUENCY: Frequency = 'quarterly';

/**
 * The grid in which values are entered: the indicators of a rhythm in rows, the periods that end with `until` in columns.
 * @throws TerrimedError `not-found` for whoever may not enter values
 */
export async function getEntryGrid(
	context: Context,
	departmentCode: string,
	asked: { frequency: string | null; until: string | null },
): Promise<EntryGrid> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const indicators = await listIndicators(context, space.departmentCode);
	const frequency = FREQUENCIES.find((one) => one === asked.frequency) ?? FIRST_FREQUENCY;
	const today = dayInFrance(context.now());
	const periods = periodsUntil(frequency, asked.until, today);
	const last = periods.at(-1) ?? periodOf(frequency, today);
	const current = periodOf(frequency, today);
	return {
		frequency,
		frequencies: FREQUENCIES.map((one) => ({
			frequency: one,
			count: indicators.filter(({ definition }) => definition.frequency === one).length,
		})),
		periods: periods.map((period) => ({
			key: period.key,
			label: periodLabel(period),
			short: shortPeriodLabel(period),
		})),
		earlier: shiftPeriod(last, 1 - GRID_PERIODS).key,
		later: last.key < current.key ? laterOf(last, current) : null,
		rows: indicators
			.filter(({ definition }) => definition.frequency === frequency)
			.map((one) => rowOf(one, periods)),
	};
}

/** One period stays in sight when one goes back or forth. */
const laterOf = (last: Period, current: Period): string => {
	const { key } = shiftPeriod(last, GRID_PERIODS - 1);
	return key < current.key ? key : current.key;
};

function periodsUntil(frequency: Frequency, until: string | null, today: string): Period[] {
	const asked = until === null ? null : parsePeriod(until);
	const current = periodOf(frequency, today);
	const isShown = asked?.frequency === frequency && asked.key <= current.key;
	return latestPeriods(frequency, isShown ? asked.startsOn : today, GRID_PERIODS);
}

function rowOf(
	{ code, definition, ownerName, values }: IndicatorSummary,
	periods: readonly Period[],
): GridRow {
	const held = new Map(values.map((one) => [one.period, one]));
	const first = periods[0]?.key ?? '';
	return {
		...{ code, ownerName, name: definition.name, proposition: definition.proposition },
		unit: definition.unit,
		isComputed: definition.computation !== null,
		before: values.filter(({ period }) => period < first).at(-1)?.value ?? null,
		cells: periods.map(({ key }) => held.get(key) ?? null),
	};
}
