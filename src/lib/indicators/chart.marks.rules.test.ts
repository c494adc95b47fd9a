import { expect, test } from 'vitest';
import { chartInWords, chartMarks, type Mark } from './chart.marks.rules.ts';

const frame = { width: 400, height: 120, left: 40, right: 80, top: 20, bottom: 30 };
const definition = {
	...{ name: 'Réponses', unit: '%' },
	baseline: { on: '2024-12-31', value: 0 },
	targets: [{ on: '2027-12-31', value: 80 }],
};
const values = [
	{ period: '2025', value: 12.5 },
	{ period: '2026', value: 1_640 },
];
const words = (marks: Mark[] | null): string[] =>
	(marks ?? []).flatMap((mark) => (mark.kind === 'word' && mark.look !== 'axis' ? [mark.text] : []));

test('nothing is drawn of an indicator without a value and without a target', () => {
	expect(chartMarks({ ...definition, baseline: null, targets: [] }, [], frame, { wordy: true })).toBeNull();
});

test('the target, the last value and the first are said, in the words of the page', () => {
	expect(words(chartMarks(definition, values, frame, { wordy: true }))).toEqual([
		...['cible 80\u00a0%', '1\u00a0640\u00a0%', '12,5\u00a0%'],
	]);
	expect(words(chartMarks(definition, values, frame, { wordy: false }))[0]).toBe('80\u00a0%');
});

test('two values too near for two labels have that of the last', () => {
	const near = { ...frame, width: 200 };
	expect(words(chartMarks(definition, values, near, { wordy: false }))).toEqual([
		...['80\u00a0%', '1\u00a0640\u00a0%'],
	]);
});

test('each value and each target has its dot, the last value a larger one', () => {
	const dots = (chartMarks(definition, values, frame, { wordy: true }) ?? []).filter(
		(mark) => mark.kind === 'dot',
	);
	expect(dots.map(({ look, radius }) => `${look} ${radius}`)).toEqual(['target 4', 'value 3', 'value 5']);
});

test('whoever does not see it is told each value, the target and where it stands', () => {
	expect(chartInWords(definition, values, 'Atteint.')).toBe(
		'Réponses\u00a0: 12,5\u00a0% en 2025, 1\u00a0640\u00a0% en 2026, cible 80\u00a0% le 31/12/2027. Atteint.',
	);
});
