import { dayInFrance } from '#lib/committee/role.rules.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { Computation } from '#lib/indicators/computation.rules.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import { lastEndedPeriod, shiftPeriod } from '#lib/indicators/period.rules.ts';
import { answerObjection, contestValue, defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { getIndicator } from '#lib/server/indicators/indicator.queries.ts';
import { enterValues, type ValueEntry } from '#lib/server/indicators/value.commands.ts';
import { daysAfter, firstOfMonth, workingTime } from './calendar.ts';
import { PEOPLE } from './people.ts';
import { accountOf, type Stage } from './stage.ts';
import type { Step } from './timeline.ts';
import { french } from './typography.ts';

/** An indicator as the demonstration tells it: values of the periods that have ended, the latest last; null was never known. */
interface DemonstrationIndicator {
	baseline: number;
	/** At the end of next year. */
	target: number;
	values: readonly (number | null)[];
	/** Periods since the latest value. */
	behind?: number;
	/** Computed from then on. */
	computation?: Computation;
}

const OF_64: Readonly<Record<string, DemonstrationIndicator>> = {
	'I1.2': { baseline: 31, target: 80, values: [38, 47, 58] },
	'I1.3': { baseline: 96, target: 140, values: [103, 108] },
	'I1.5': { baseline: 40, target: 100, values: [52, 61] },
	'I2.1': { baseline: 0, target: 40, values: [4, 12, 22] },
	'I4.1': { baseline: 34, target: 60, values: [36, 41, null, 44, 47] },
	'I5.1': { baseline: 55, target: 100, values: [58, 64, 70, 78, 84], computation: 'registry-complete' },
	'I5.2': { baseline: 0, target: 80, values: [0, 18, 38, 50, 63] },
	'I5.5': { baseline: 71, target: 30, values: [71, 70, 66, 62, 60] },
	'I5.6': { baseline: 0, target: 60, values: [6, 11, 15, 18, 20] },
	'I5.7': { baseline: 2, target: 20, values: [3, 5, 6, 6], behind: 2 },
	'I7.1': { baseline: 0, target: 24, values: [4, 9, 14, 18, 22, 26] },
	'I8.2': { baseline: 0, target: 60, values: [20, 30] },
	'I8.4': { baseline: 8, target: 40, values: [11, 14, 19, 23, 27] },
	'I9.3': { baseline: 20, target: 90, values: [32, 48, 55, 64], computation: 'actions-on-time' },
	'I10.1': { baseline: 0, target: 1, values: [0, 1] },
};

const OF_40: Readonly<Record<string, DemonstrationIndicator>> = {
	'I1.2': { baseline: 24, target: 60, values: [28, 33, 41] },
	'I1.5': { baseline: 30, target: 100, values: [35, 38] },
	'I5.2': { baseline: 0, target: 80, values: [12, 26, 41] },
	'I5.5': { baseline: 38, target: 20, values: [37, 36, 35] },
	'I8.4': { baseline: 3, target: 15, values: [5, 7, 10] },
};

/** Days after the end of a period at which its value is entered, and before the first value at which an indicator is defined. */
const ENTERED_AFTER = 12;
const DEFINED_BEFORE = 20;
/** Days before the seeding at which some indicators come to be computed, and at which a value is contested, then corrected. */
const COMPUTED = 9;
const CONTESTED = 5;
const ANSWERED = 2;

/** The indicators of two committees, entered by the coordinator of their region as time went; one value contested and answered. */
export function indicatorSteps(stage: Stage): Step[] {
	const today = dayInFrance(stage.present);
	const on = (daysAgo: number, nth: number): Date => workingTime(daysAfter(today, -daysAgo), nth);
	const objection = { departmentCode: '64', code: 'I5.5', objectionId: '' };
	return [
		...committeeIndicators(stage, '64', OF_64),
		...committeeIndicators(stage, '40', OF_40),
		...Object.entries(OF_64).flatMap(([code, { computation }]) =>
			computation === undefined
				? []
				: [
						{
							at: on(COMPUTED, 0),
							play: () => computeFrom(stage, { departmentCode: '64', code, computation }),
						},
					],
		),
		{
			at: on(CONTESTED, 0),
			play: async () => void (objection.objectionId = await contest(stage, objection)),
		},
		{ at: on(ANSWERED, 0), play: () => answerContested(stage, objection) },
	];
}

/** Days for which indicators have been followed; what was known before was entered all at once. */
const FOLLOWED = 400;

/** The first mandates of the committee began by then: its space had been open for a month. */
function followedSince(departmentCode: string, today: string): string {
	const months = PEOPLE.filter(({ mandate }) => mandate.departmentCode === departmentCode).map(
		({ mandate }) => mandate.fromMonths,
	);
	const opened = firstOfMonth(today, Math.min(...months));
	const wanted = daysAfter(today, -FOLLOWED);
	return wanted < opened ? opened : wanted;
}

function committeeIndicators(
	stage: Stage,
	departmentCode: string,
	indicators: Readonly<Record<string, DemonstrationIndicator>>,
): Step[] {
	const today = dayInFrance(stage.present);
	const earliest = followedSince(departmentCode, today);
	const entries = Object.entries(indicators).flatMap(([code, told]) => entriesOf(code, told, today));
	const days = entries.map(({ on }) => (on < earliest ? earliest : on));
	const definedOn = daysAfter(days.toSorted()[0] ?? today, -DEFINED_BEFORE);
	const entryDays = [...new Set(days)];
	return [
		{ at: workingTime(definedOn, 0), play: () => defineAll(stage, departmentCode, indicators) },
		...entryDays.map((day) => ({
			at: workingTime(day, 1),
			play: () =>
				enterAll(
					stage,
					departmentCode,
					entries.filter((_, index) => days[index] === day),
				),
		})),
	];
}

interface DatedEntry extends ValueEntry {
	/** ISO day on which it was entered. */
	on: string;
}

function entriesOf(
	code: string,
	{ values, behind = 0 }: DemonstrationIndicator,
	today: string,
): DatedEntry[] {
	const latest = shiftPeriod(lastEndedPeriod(catalogued(code).frequency, today), -behind);
	return values.flatMap((value, index) => {
		if (value === null) return [];
		const period = shiftPeriod(latest, index + 1 - values.length);
		const state = index === values.length - 1 ? ('provisional' as const) : ('validated' as const);
		const entered = daysAfter(period.endsOn, ENTERED_AFTER);
		const on = entered < today ? entered : daysAfter(today, -1);
		return [{ code, on, period: period.key, value, state, source: '', comment: '', replaces: null }];
	});
}

function catalogued(code: string): Definition {
	const definition = findCatalogueIndicator(code)?.definition;
	if (definition === undefined) throw new Error(`no indicator ${code}`);
	return definition;
}

async function defineAll(
	stage: Stage,
	departmentCode: string,
	indicators: Readonly<Record<string, DemonstrationIndicator>>,
): Promise<void> {
	const coordinator = await stage.as('urps');
	const today = dayInFrance(stage.present);
	const ownerId = accountOf(stage.accounts, 'urps');
	for (const [code, told] of Object.entries(indicators)) {
		const definition = catalogued(code);
		const latest = shiftPeriod(lastEndedPeriod(definition.frequency, today), -(told.behind ?? 0));
		const baseline = { on: shiftPeriod(latest, -told.values.length).endsOn, value: told.baseline };
		const target = { on: `${Number(today.slice(0, 4)) + 1}-12-31`, value: told.target };
		await defineIndicator(coordinator, departmentCode, {
			...{ code, basedOn: 1, definition: { ...definition, baseline, targets: [target], ownerId } },
		});
	}
}

async function enterAll(stage: Stage, departmentCode: string, dated: readonly DatedEntry[]): Promise<void> {
	const entries = dated.map(({ on: _, ...entry }) => entry);
	const entered = await enterValues(await stage.as('urps'), departmentCode, entries);
	if (entered.outcome === 'conflict') throw new Error('the demonstration enters a value twice');
}

/** The values of before stay those that were entered. */
async function computeFrom(
	stage: Stage,
	{ departmentCode, code, computation }: { departmentCode: string; code: string; computation: Computation },
): Promise<void> {
	const coordinator = await stage.as('urps');
	const { definition, version } = await getIndicator(coordinator, departmentCode, code);
	const definedAgain = { ...definition, computation };
	await defineIndicator(coordinator, departmentCode, { code, basedOn: version, definition: definedAgain });
}

interface Contested {
	departmentCode: string;
	code: string;
	objectionId: string;
}

async function contest(stage: Stage, { departmentCode, code }: Contested): Promise<string> {
	const member = await stage.as('cpts64');
	const last = (await getIndicator(member, departmentCode, code)).values.at(-1);
	if (last === undefined) throw new Error(`no value of ${code}`);
	const reason = french(
		'Le cabinet de Tardets a trouvé son successeur en septembre : il devrait manquer à ce compte.',
	);
	return (await contestValue(member, departmentCode, { code, valueId: last.id, reason })).id;
}

async function answerContested(stage: Stage, contested: Contested): Promise<void> {
	const { departmentCode, code, objectionId } = contested;
	const coordinator = await stage.as('urps');
	const last = (await getIndicator(coordinator, departmentCode, code)).values.at(-1);
	if (last === undefined) throw new Error(`no value of ${code}`);
	const comment = french('Successeur de Tardets pris en compte');
	const { id: replaces, period, source, value } = last;
	await enterValues(coordinator, departmentCode, [
		{ code, period, value: value - 2, state: 'provisional', source, comment, replaces },
	]);
	const answer = french('Vérifié avec le conseil de l’Ordre : la valeur est corrigée.');
	await answerObjection(coordinator, departmentCode, { code, objectionId, answer });
}
