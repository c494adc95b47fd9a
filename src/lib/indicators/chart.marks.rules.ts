import { drawChart, type Chart, type Frame } from './chart.rules.ts';
import type { Definition } from './indicator.rules.ts';
import { amount } from './indicator.words.ts';
import { parsePeriod, shortPeriodLabel } from './period.rules.ts';
import type { LastValue } from './status.rules.ts';
import { thresholdLines, type ThresholdLine } from './threshold.rules.ts';

/** What a mark of the drawing stands for: each place that draws gives it its own colour and size. */
export type LineLook = 'level' | 'path' | 'threshold' | 'line';
export type DotLook = 'target' | 'value';
export type WordLook = 'axis' | 'said' | 'last';

/** One thing that is drawn, in lengths of the frame. */
export type Mark =
	| { kind: 'line'; look: LineLook; d: string }
	| { kind: 'dot'; look: DotLook; x: number; y: number; radius: number }
	/** `y` is the foot of the letters. */
	| { kind: 'word'; look: WordLook; x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string };

/** Without its direction and thresholds an indicator is drawn without them. */
type Told = Pick<Definition, 'name' | 'unit' | 'baseline' | 'targets'> &
	Partial<Pick<Definition, 'direction' | 'watchFrom' | 'lateFrom'>>;

/** Room that two labels under the drawing need between them. */
const LABEL_ROOM = 70;

/**
 * The drawing of an indicator, mark after mark, the same on the page, on paper and in a file. Null when there is nothing to draw.
 * @param wordy whether there is room to name the target
 */
export function chartMarks(
	definition: Told,
	values: readonly LastValue[],
	frame: Frame,
	{ wordy }: { wordy: boolean },
): Mark[] | null {
	const chart = drawChart(definition, values, frame);
	if (chart === null) return null;
	const number = numberOf(definition);
	return [
		...chart.levels.flatMap(({ y, value }): Mark[] => [
			{ kind: 'line', look: 'level', d: `M${frame.left},${y}L${frame.width - frame.right},${y}` },
			{ kind: 'word', look: 'axis', x: frame.left - 8, y: y + 4, anchor: 'end', text: number(value) },
		]),
		...(chart.path === '' ? [] : [{ kind: 'line', look: 'path', d: chart.path } as const]),
		...thresholdMarks(linesOf(definition, chart, frame), chart, wordy),
		...targetMarks(chart, wordy, number),
		...chart.lines.map((d): Mark => ({ kind: 'line', look: 'line', d })),
		...chart.points.map(({ x, y }, index): Mark => ({
			...{ kind: 'dot', look: 'value', x, y },
			radius: index === chart.points.length - 1 ? 5 : 3,
		})),
		...endMarks(chart, frame, number),
	];
}

const numberOf =
	({ unit }: Pick<Told, 'unit'>) =>
	(value: number): string =>
		amount(value, unit === '%' ? '%' : '');

function linesOf(definition: Told, chart: Chart, frame: Frame): ThresholdLine[] {
	const { direction, watchFrom, lateFrom } = definition;
	if (direction === undefined || watchFrom === undefined || lateFrom === undefined) return [];
	return thresholdLines({ ...definition, direction, watchFrom, lateFrom }, chart, frame);
}

const THRESHOLD_WORD: Record<ThresholdLine['kind'], string> = { watch: 'à surveiller', late: 'en retard' };
/** Height that a label needs under or over another. */
const LINE_ROOM = 15;

/** Named at their end, where the label of the target and of the other one leave room. */
function thresholdMarks(lines: readonly ThresholdLine[], { targets }: Chart, wordy: boolean): Mark[] {
	const target = targets.at(-1);
	const taken = target === undefined ? [] : [target.y];
	return lines.toReversed().flatMap(({ kind, d, end }): Mark[] => {
		const line: Mark = { kind: 'line', look: 'threshold', d };
		const hasRoom = wordy && taken.every((y) => Math.abs(y - end.y) >= LINE_ROOM);
		if (!hasRoom || end.x !== target?.x) return [line];
		taken.push(end.y);
		const text = THRESHOLD_WORD[kind];
		return [line, { kind: 'word', look: 'axis', x: end.x + 10, y: end.y + 5, anchor: 'start', text }];
	});
}

function targetMarks(chart: Chart, wordy: boolean, number: (value: number) => string): Mark[] {
	const last = chart.targets.at(-1);
	const dots = chart.targets.map(({ x, y }): Mark => ({ kind: 'dot', look: 'target', x, y, radius: 4 }));
	if (last === undefined) return dots;
	const text = `${wordy ? 'cible ' : ''}${number(last.value)}`;
	return [...dots, { kind: 'word', look: 'said', x: last.x + 10, y: last.y + 5, anchor: 'start', text }];
}

/** The first and the last value, and the days under the drawing that have room beside each other. */
function endMarks(chart: Chart, frame: Frame, number: (value: number) => string): Mark[] {
	const marks: Mark[] = [];
	const foot = frame.height - frame.bottom + 24;
	const under = (x: number, text: string): void => {
		marks.push({ kind: 'word', look: 'axis', x, y: foot, anchor: 'middle', text });
	};
	const [first, last, end] = [chart.points[0], chart.points.at(-1), chart.targets.at(-1)];
	if (last !== undefined) {
		const text = number(last.value);
		marks.push({ kind: 'word', look: 'last', x: last.x + 9, y: last.y + 16, anchor: 'start', text });
		under(last.x, shortPeriodLabel(last.period));
	}
	if (first !== undefined && last !== undefined && last.x - first.x > LABEL_ROOM) {
		const text = number(first.value);
		marks.push({ kind: 'word', look: 'said', x: first.x, y: first.y - 10, anchor: 'start', text });
		under(first.x, shortPeriodLabel(first.period));
	}
	if (end !== undefined && (last === undefined || end.x - last.x > LABEL_ROOM)) {
		under(end.x, monthOf(end.on));
	}
	return marks;
}

const monthOf = (day: string): string =>
	new Intl.DateTimeFormat('fr-FR', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
		Date.parse(`${day}T00:00:00Z`),
	);

/** The drawing in words, for whoever does not see it. */
export function chartInWords(definition: Told, values: readonly LastValue[], sentence: string): string {
	const number = numberOf(definition);
	const target = definition.targets.at(-1);
	const told = values.map(({ period, value }) => {
		const known = parsePeriod(period);
		return `${number(value)} en ${known === null ? period : shortPeriodLabel(known)}`;
	});
	if (target !== undefined) {
		told.push(`cible ${number(target.value)} le ${target.on.split('-').reverse().join('/')}`);
	}
	return `${definition.name}\u00a0: ${told.join(', ')}. ${sentence}`;
}
