import { expect, test } from 'vitest';
import { differenceOf } from './difference.rules.ts';
import { compareTexts, type SegmentChange } from './history.view.ts';
import type { Passage, Run } from './passage.content.ts';

const [CLAIRE, MAITE] = [1, 2];
const PEOPLE: Record<number, string> = { [CLAIRE]: 'claire', [MAITE]: 'maite' };

function paragraph(...parts: [text: string, client: number][]): Passage {
	const runs: Run[] = parts.map(([text, client]) => ({ text, marks: '', client, clock: 0 }));
	return { kind: 'paragraph', level: 0, around: [], attributes: '', id: 'p', runs };
}

/** What a page shows of one side of two paragraphs that differ. */
function sides(
	before: Passage,
	after: Passage,
): Record<'before' | 'after', [string, SegmentChange, string][]> {
	const { sections } = compareTexts(
		{
			before: { passages: [before], outline: [] },
			after: { passages: [after], outline: [] },
			difference: differenceOf([before], [after]),
		},
		{ authorOf: (client) => PEOPLE[client] ?? null, removerOf: () => 'maite' },
	);
	const [row] = sections.flatMap(({ rows }) => rows);
	const shown = (line = row?.after) =>
		(line?.segments ?? []).map(({ text, change, author }): [string, SegmentChange, string] => [
			text,
			change,
			change === 'same' ? '' : (author ?? ''),
		]);
	return { before: shown(row?.before), after: shown(row?.after) };
}

test('words that one person put in one after the other are one stretch, with a space between that stood there before', () => {
	const { after } = sides(
		paragraph(['Onze communes', CLAIRE]),
		paragraph(['Onze AJOUT', MAITE], [' ', CLAIRE], ['DE TROPcommunes', MAITE]),
	);
	expect(after).toEqual([
		['Onze ', 'same', ''],
		['AJOUT DE TROPcommunes', 'inserted', 'maite'],
	]);
});

test('words taken out are joined alike; those of two people, or with a word between that stays, are not', () => {
	expect(
		sides(paragraph(['Deux petites communes rurales', CLAIRE]), paragraph(['Deux ', CLAIRE])).before,
	).toEqual([
		['Deux ', 'same', ''],
		['petites communes rurales', 'deleted', 'maite'],
	]);
	const { after } = sides(
		paragraph(['Six villes', CLAIRE]),
		paragraph(['Neuf', CLAIRE], [' ', CLAIRE], ['bourgs', MAITE], [' villes de plus', CLAIRE]),
	);
	expect(after).toEqual([
		['Neuf', 'inserted', 'claire'],
		[' ', 'same', ''],
		['bourgs ', 'inserted', 'maite'],
		['villes', 'same', ''],
		[' de plus', 'inserted', 'claire'],
	]);
});
