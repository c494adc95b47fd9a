import { dayInFrance } from '#lib/committee/role.rules.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { Computation } from '#lib/indicators/computation.rules.ts';
import { lastEndedPeriod, shiftPeriod } from '#lib/indicators/period.rules.ts';
import { answerObjection, contestValue, defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { getIndicator } from '#lib/server/indicators/indicator.queries.ts';
import { enterValues, type ValueEntry } from '#lib/server/indicators/value.commands.ts';
import { accountOf, type Stage } from './stage.ts';
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

/** The indicators of two committees, entered by the coordinator of their region; one value contested and answered. */
export async function seedIndicators(stage: Stage): Promise<void> {
	await enterAll(stage, '64', OF_64);
	await enterAll(stage, '40', OF_40);
	await contest(stage, '64', 'I5.5');
}

async function enterAll(
	stage: Stage,
	departmentCode: string,
	indicators: Readonly<Record<string, DemonstrationIndicator>>,
): Promise<void> {
	const coordinator = await stage.as('urps');
	const today = dayInFrance(stage.present);
	const entries: ValueEntry[] = [];
	for (const [code, told] of Object.entries(indicators)) {
		const definition = findCatalogueIndicator(code)?.definition;
		if (definition === undefined) throw new Error(`no indicator ${code}`);
		const latest = shiftPeriod(lastEndedPeriod(definition.frequency, today), -(told.behind ?? 0));
		const start = shiftPeriod(latest, -told.values.length);
		const target = { on: `${Number(today.slice(0, 4)) + 1}-12-31`, value: told.target };
		const baseline = { on: start.endsOn, value: told.baseline };
		const ownerId = accountOf(stage.accounts, 'urps');
		await defineIndicator(coordinator, departmentCode, {
			...{ code, basedOn: 1, definition: { ...definition, baseline, targets: [target], ownerId } },
		});
		for (const [index, value] of told.values.entries()) {
			if (value === null) continue;
			const isLast = index === told.values.length - 1;
			const period = shiftPeriod(start, index + 1).key;
			const state = isLast ? 'provisional' : 'validated';
			entries.push({ code, period, value, state, source: '', comment: '', replaces: null });
		}
	}
	const entered = await enterValues(coordinator, departmentCode, entries);
	if (entered.outcome === 'conflict') throw new Error('the demonstration enters a value twice');
	for (const [code, { computation }] of Object.entries(indicators)) {
		if (computation !== undefined) await computeFrom(stage, { departmentCode, code, computation });
	}
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

async function contest(stage: Stage, departmentCode: string, code: string): Promise<void> {
	const coordinator = await stage.as('urps');
	const last = (await getIndicator(coordinator, departmentCode, code)).values.at(-1);
	if (last === undefined) throw new Error(`no value of ${code}`);
	const { id: objectionId } = await contestValue(await stage.as('cpts64'), departmentCode, {
		code,
		valueId: last.id,
		reason: french(
			'Le cabinet de Tardets a trouvé son successeur en septembre : il devrait manquer à ce compte.',
		),
	});
	const replaces = last.id;
	const comment = french('Successeur de Tardets pris en compte');
	const { period, source } = last;
	await enterValues(coordinator, departmentCode, [
		{ code, period, value: last.value - 2, state: 'provisional', source, comment, replaces },
	]);
	await answerObjection(coordinator, departmentCode, {
		...{ code, objectionId },
		answer: french('Vérifié avec le conseil de l’Ordre : la valeur est corrigée.'),
	});
}
