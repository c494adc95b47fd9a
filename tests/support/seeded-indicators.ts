import { INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import { periodOf } from '#lib/indicators/period.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { answerObjection, contestValue, defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { listIndicators } from '#lib/server/indicators/indicator.queries.ts';
import { enterValues } from '#lib/server/indicators/value.commands.ts';
import { seenBy, type BuiltMember } from './committee.ts';
import type { TestContext } from './context.ts';

/** What is remembered of an indicator, and what its own page said of it that day. */
export interface KnownIndicator {
	version: number;
	targets: Definition['targets'];
	/** « 3: 12.5 » by period: the version of the value that holds, and the value. */
	values: Record<string, string>;
	/** As the indicators' own page judged it then. */
	status: string;
}

/** Indicators that are entered, corrected, defined anew and contested at random, by their commands. */
export interface IndicatorWalk {
	/** A value of the current period for each of the catalogue, or for one at random. */
	enterAll(): Promise<void>;
	enterOne(): Promise<void>;
	define(): Promise<void>;
	invent(): Promise<void>;
	/** Raises an objection, or answers one. */
	contest(): Promise<void>;
	known(): Promise<{ indicators: Record<string, KnownIndicator>; objections: Record<string, string | null> }>;
}

interface Held {
	id: string;
	version: number;
	value: number;
}

/** Of the periods of each rhythm, what their keys look like. */
const KEY = {
	...{ monthly: /^\d{4}-\d{2}$/, quarterly: /-T\d$/, 'half-yearly': /-S\d$/, yearly: /^\d{4}$/ },
};

export function createIndicatorWalk(
	context: TestContext,
	random: () => number,
	people: { urps: BuiltMember; member: BuiltMember },
): IndicatorWalk {
	const below = (limit: number): number => Math.floor(random() * limit);
	const pick = <Value>(list: readonly Value[]): Value => list[below(list.length)] as Value;
	const urps = (): Promise<TestContext> => seenBy(context, people.urps);
	const values = new Map<string, Map<string, Held>>();
	const definitions = new Map<string, { version: number; definition: Definition }>(
		INDICATOR_CATALOGUE.map(({ code, definition }) => [code, { version: 1, definition }]),
	);
	const objections = new Map<string, { code: string; answer: string | null }>();

	async function enter(codes: readonly string[]): Promise<void> {
		const entries = codes.map((code) => {
			const frequency = definitions.get(code)?.definition.frequency ?? 'yearly';
			const period = periodOf(frequency, dayInFrance(context.clock)).key;
			const state = random() < 0.5 ? ('provisional' as const) : ('validated' as const);
			const replaces = values.get(code)?.get(period)?.id ?? null;
			return { code, period, state, value: below(1_000) / 10, source: '', comment: '', replaces };
		});
		const done = await enterValues(await urps(), '64', entries);
		if (done.outcome === 'conflict') throw new Error('nobody else enters values');
		for (const [index, { code, period, value }] of entries.entries()) {
			const held = values.get(code) ?? new Map<string, Held>();
			const version = (held.get(period)?.version ?? 0) + 1;
			values.set(code, held.set(period, { id: done.ids[index] ?? '', version, value }));
		}
	}

	async function define(): Promise<void> {
		const [code, { version, definition: old }] = pick([...definitions]);
		const definition: Definition = {
			...old,
			targets: [{ on: `2027-0${1 + below(9)}-28`, value: below(100) }],
			baseline: { on: '2025-06-30', value: below(100) },
			frequency: random() < 0.3 ? 'quarterly' : old.frequency,
		};
		await defineIndicator(await urps(), '64', { code, basedOn: version, definition });
		definitions.set(code, { version: version + 1, definition });
	}

	async function invent(): Promise<void> {
		const definition = { ...pick([...definitions.values()]).definition, name: 'Propre au comité' };
		const { code } = await defineIndicator(await urps(), '64', { code: null, basedOn: null, definition });
		definitions.set(code, { version: 1, definition });
	}

	async function contest(): Promise<void> {
		const open = [...objections].find(([, { answer }]) => answer === null);
		if (open !== undefined && random() < 0.6) {
			const [objectionId, { code }] = open;
			await answerObjection(await urps(), '64', { code, objectionId, answer: 'Vérifié' });
			objections.set(objectionId, { code, answer: 'Vérifié' });
			return;
		}
		const [code, held] = pick([...values]);
		const told = { code, valueId: pick([...held.values()]).id, reason: 'Compté deux fois' };
		const { id } = await contestValue(await seenBy(context, people.member), '64', told);
		objections.set(id, { code, answer: null });
	}

	function knownOf(code: string, status: string): KnownIndicator {
		const { version, definition } = definitions.get(code) ?? lost(code);
		const shown = [...(values.get(code) ?? [])].filter(([period]) => KEY[definition.frequency].test(period));
		const told = shown.map(([period, held]) => [period, `${held.version}: ${held.value}`]);
		return { version, targets: definition.targets, values: Object.fromEntries(told), status };
	}

	return {
		enterAll: () => enter(INDICATOR_CATALOGUE.map(({ code }) => code)),
		enterOne: () => enter([pick([...definitions.keys()])]),
		...{ define, invent, contest },
		async known() {
			const listed = await listIndicators(await urps(), '64');
			const indicators = listed.map(({ code, judgement }) => [code, knownOf(code, judgement.status)]);
			const answers = [...objections].map(([id, { answer }]) => [id, answer]);
			return { indicators: Object.fromEntries(indicators), objections: Object.fromEntries(answers) };
		},
	};
}

function lost(code: string): never {
	throw new Error(`${code} is listed and was never defined`);
}
