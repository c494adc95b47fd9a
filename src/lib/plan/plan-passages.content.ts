import { tokensOf } from '#lib/documents/difference.rules.ts';
import type { ReadText } from '#lib/documents/history.view.ts';
import { passagesOf, type Passage, type Run } from '#lib/documents/passage.content.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { formatEuros } from '#lib/ui/number-text.ts';
import type * as Y from 'yjs';
import { numberActions, TYPED_FIELDS, type Action } from './action.rules.ts';
import { FIELD_LABEL, titleInWords, valueInWords } from './action.words.ts';
import { actionsOf, descriptionOf, findAction, readActions, type ActionMap } from './plan.content.ts';
import { entryKey } from './plan.keys.rules.ts';

/** What ids stand for, as the reader may know it: organisations, people, communes, EPCI, actions. */
export type NameOf = (id: string) => string;

/** The title is the heading of the part. */
const SCALARS = [...TYPED_FIELDS.filter((field) => field !== 'title'), 'decisionId'] as const;

const SETS = ['partnerOrganisationIds', 'communeCodes', 'intercommunalityCodes', 'indicators'] as const;

/** One line of an action: what it says, and the key of the action's map where it was written. */
interface Line {
	key: string;
	words: string;
}

/**
 * The plan as its history compares it: a part per action, a line per field that says something, then the description. Each line is
 * by whoever wrote its field last.
 */
export function planTextOf(doc: Y.Doc, nameOf: NameOf): ReadText {
	const actions = readActions(doc);
	const numbers = numberActions(actions);
	const titles = new Map(actions.map(({ id, title }) => [id, titleInWords(title)]));
	const passages: Passage[] = [];
	const outline = actions.map((action) => {
		const { id, title } = action;
		const map = findAction(doc, id);
		const index = passages.length;
		passages.push(lineOf({ id, key: 'title', words: titleInWords(title), heading: true, map }));
		for (const { key, words } of linesOf(action, (one) => titles.get(one) ?? nameOf(one))) {
			passages.push(lineOf({ id: `${id}/${key}`, key, words, heading: false, map }));
		}
		const description = descriptionOf(actionsOf(doc).get(id));
		if (description !== null) passages.push(...withoutHeadings(passagesOf(description)));
		return { id, level: 1 as const, text: titleInWords(title), number: numbers.get(id) ?? '', index };
	});
	return { passages, outline };
}

/** Headings within a description are no part of the plan: an action is. */
function withoutHeadings(passages: readonly Passage[]): Passage[] {
	return passages.map((one) => (one.kind === 'heading' ? { ...one, kind: 'paragraph', level: 0 } : one));
}

function linesOf(action: Action, nameOf: NameOf): Line[] {
	const scalars = SCALARS.flatMap((field): Line[] => {
		const value = action[field];
		if (value === null || value === '') return [];
		const isText = field === 'objective' || field === 'obstacles' || field === 'staffing';
		const words = isText ? String(value) : valueInWords({ field, value }, nameOf);
		return [{ key: field, words: labelled(FIELD_LABEL[field], words) }];
	});
	const sets = SETS.flatMap((field): Line[] => {
		const names = action[field].map(nameOf).sort((one, other) => one.localeCompare(other, 'fr'));
		return names.length === 0 ? [] : [{ key: field, words: labelled(FIELD_LABEL[field], names.join(', ')) }];
	});
	return [...scalars, ...sets, ...entryLines(action, nameOf)];
}

function entryLines(action: Action, nameOf: NameOf): Line[] {
	const euros = (word: string, cents: number | null) =>
		cents === null ? [] : [`${word} ${formatEuros(cents)}`];
	return [
		...action.budgetLines.map((line) => ({
			key: entryKey('budgetLines', line.id),
			words: labelled(
				['Budget', line.year, line.funder].filter(Boolean).join(' '),
				[
					...euros('prévu', line.plannedCents),
					...euros('engagé', line.committedCents),
					...euros('dépensé', line.spentCents),
				].join(', '),
			),
		})),
		...action.milestones.map(({ id, title, dueOn, done }) => ({
			key: `milestones/${id}`,
			words: labelled('Jalon', [title, dueOn && shortDate(dueOn), done && 'fait'].filter(Boolean).join(', ')),
		})),
		...action.obstacleList.map(({ id, text, answer, lifted }) => ({
			key: entryKey('obstacleList', id),
			words: labelled('Obstacle', [text, answer, lifted && 'levé'].filter(Boolean).join(', ')),
		})),
		...action.waitsFor.map((id) => ({
			key: entryKey('waitsFor', id),
			words: labelled(FIELD_LABEL.waitsFor, nameOf(id)),
		})),
	];
}

function labelled(label: string, words: string): string {
	return `${label}\u00a0: ${words}`;
}

function lineOf(line: {
	id: string;
	key: string;
	words: string;
	heading: boolean;
	map: ActionMap | null;
}): Passage {
	const { id, words, heading } = line;
	const runs = runsBy(words, writerOf(line.map, line.key));
	const kind = heading ? 'heading' : 'paragraph';
	return { id, kind, level: heading ? 1 : 0, around: [], attributes: '', runs };
}

/** The item that holds a field says who wrote it last. */
function writerOf(map: ActionMap | null, key: string): { client: number; clock: number } {
	const held = map?._map.get(key) ?? map?._map.get(key.split('/')[0] ?? '');
	return held?.id ?? { client: 0, clock: 0 };
}

/** A field is written at once: each of its words has the writer and the place of the whole. */
function runsBy(words: string, writer: { client: number; clock: number }): Run[] {
	return tokensOf(words).map((text) => ({ text, marks: '', ...writer }));
}
