import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { keyOf, type Measured } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { Figures, Goal, Scenario } from './scenario.ts';
import { median } from './statistics.ts';
import type { Target } from './targets.ts';

/** One goal for one of our servers: medians over the rounds, of the figures and of each round's ratio. */
export type Line = {
	scenario: string;
	server: string;
	label: string;
	unit: string;
	ours: number;
	theirs: number | null;
	against: string | null;
	ratio: number;
	goal: string;
	met: boolean;
};

export type Verdict = { lines: Line[]; table: string };

/** Compares what was measured with the goals. */
export function judge(input: {
	scenarios: readonly Scenario[];
	targets: readonly Target[];
	measured: Measured;
}): Verdict {
	const { scenarios, targets, measured } = input;
	const lines: Line[] = [];
	for (const scenario of scenarios) {
		for (const goal of scenario.goals) {
			const other = targets.find(({ name }) => name === goal.against);
			if (goal.against !== null && !other) continue;
			const theirs = other ? (measured.get(keyOf(scenario, other)) ?? []) : [];
			for (const target of targets.filter(({ isOurs }) => isOurs)) {
				const own = measured.get(keyOf(scenario, target)) ?? [];
				lines.push(compare({ scenario, goal, target, own, theirs }));
			}
		}
	}
	return { lines, table: `${tableOf(lines)}\n\n${besides(input)}` };
}

function compare(input: {
	scenario: Scenario;
	goal: Goal;
	target: Target;
	own: readonly Figures[];
	theirs: readonly Figures[];
}): Line {
	const { scenario, goal, target, own, theirs } = input;
	const { figure, against, atLeast, atMost } = goal;
	const mine = own.map((round) => round[figure] ?? NaN);
	const others = theirs.map((round, i) =>
		goal.over ? goal.over(round, own[i] ?? {}) : (round[figure] ?? NaN),
	);
	// What is judged as it is must hold in every round; a ratio, in the middle one.
	const ratio =
		against === null ? Math.max(...mine) : median(mine.map((value, i) => value / (others[i] ?? NaN)));
	return {
		scenario: scenario.name,
		server: target.name,
		label: goal.label,
		unit: goal.unit,
		ours: median(mine),
		theirs: against === null ? null : median(others),
		against,
		ratio,
		goal: atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`,
		met: ratio >= (atLeast ?? -Infinity) && ratio <= (atMost ?? Infinity),
	};
}

function tableOf(lines: readonly Line[]): string {
	const rows = lines.map((line) => [
		line.scenario,
		line.label,
		line.server,
		show(line.ours, line.unit),
		line.theirs === null ? '' : show(line.theirs, line.unit),
		line.against === null ? '' : line.ratio.toFixed(2),
		line.goal,
		line.met ? 'met' : 'NOT MET',
	]);
	return markdown(['scenario', 'figure', 'server', 'ours', 'compared', 'ratio', 'goal', ''], rows);
}

/** The medians of everybody, for the figures that have a goal. */
function besides({ scenarios, targets, measured }: Parameters<typeof judge>[0]): string {
	const rows: string[][] = [];
	for (const scenario of scenarios) {
		const figures = new Map(scenario.goals.map(({ figure, unit }) => [figure, unit]));
		for (const [figure, unit] of figures) {
			const cells = targets.map((target) => {
				const rounds = measured.get(keyOf(scenario, target)) ?? [];
				return rounds.length === 0 ? '' : show(median(rounds.map((round) => round[figure] ?? NaN)), unit);
			});
			rows.push([scenario.name, figure, ...cells]);
		}
	}
	return markdown(['scenario', 'figure', ...targets.map(({ name }) => name)], rows);
}

function show(value: number, unit: string): string {
	const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return `${value.toFixed(unit === '' ? 0 : digits)} ${unit}`.trim();
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Everything, for a machine to read. */
export function writeReport(
	file: string,
	{ options, verdict, measured }: { options: BenchOptions; verdict: Verdict; measured: Measured },
): void {
	const processors = cpus();
	const report = {
		at: new Date().toISOString(),
		machine: {
			processors: processors.length,
			model: processors[0]?.model ?? '',
			memory: totalmem(),
			node: process.version,
		},
		rounds: options.rounds,
		lines: verdict.lines,
		figures: Object.fromEntries(measured),
	};
	writeFileSync(file, `${JSON.stringify(report, null, '\t')}\n`);
}
