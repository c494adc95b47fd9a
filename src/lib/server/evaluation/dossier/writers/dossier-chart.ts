import {
	chartInWords,
	chartMarks,
	type DotLook,
	type LineLook,
	type WordLook,
} from '#lib/indicators/chart.marks.rules.ts';
import type { DossierIndicator } from '#lib/evaluation/dossier/dossier.ts';
import type { Drawing, Dot, Stroke, Word } from '../../../documents/writers/pdf.drawing.ts';
import { INK, TEAL } from '../../../documents/writers/pdf.ink.ts';

const GREY = '#56666a';
const PALE = '#d5dcdc';

/** In points: the width of the page's text. */
const FRAME = { width: 471, height: 148, left: 44, right: 84, top: 20, bottom: 30 };

const LINE: Record<LineLook, Omit<Stroke, 'd'>> = {
	level: { colour: PALE, width: 0.6 },
	path: { colour: GREY, width: 1, dash: 3 },
	threshold: { colour: GREY, width: 0.6, dash: 1.5 },
	line: { colour: TEAL, width: 1.8 },
};

const DOT: Record<DotLook, Pick<Dot, 'colour' | 'filled'>> = {
	target: { colour: GREY, filled: false },
	value: { colour: TEAL, filled: true },
};

const WORD: Record<WordLook, Pick<Word, 'size' | 'bold' | 'colour'>> = {
	axis: { size: 8, bold: false, colour: GREY },
	said: { size: 9, bold: true, colour: GREY },
	last: { size: 10.5, bold: true, colour: INK },
};

/** The curve of an indicator as its page draws it, at the width of the paper; null when there is nothing to draw. */
export function dossierChart(indicator: DossierIndicator): Drawing | null {
	const { values, sentence } = indicator;
	const drawn = { ...indicator, ...indicator.thresholds };
	const marks = chartMarks(drawn, values, FRAME, { wordy: true });
	if (marks === null) return null;
	const drawing: Drawing = {
		...{ width: FRAME.width, height: FRAME.height, strokes: [], dots: [], words: [] },
		alt: chartInWords(drawn, values, sentence),
	};
	for (const mark of marks) {
		if (mark.kind === 'line') drawing.strokes.push({ d: mark.d, ...LINE[mark.look] });
		else if (mark.kind === 'dot') {
			const { x, y, radius, look } = mark;
			drawing.dots.push({ x, y, radius: radius * 0.7, ...DOT[look] });
		} else {
			const { text, x, y, anchor, look } = mark;
			drawing.words.push({ text, x, y, anchor, ...WORD[look] });
		}
	}
	return drawing;
}
