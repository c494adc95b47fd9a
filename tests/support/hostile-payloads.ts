import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { newId } from '#lib/identifiers.ts';
import { actionsOf } from '#lib/plan/plan.content.ts';
import { entryKey } from '#lib/plan/plan.keys.rules.ts';
import { CANARY, TEXT_VALUES, VALUES } from './hostile-values.ts';

/** How many payloads a text receives. */
export const TEXT_PAYLOADS = 2_000;

const SCHEMA = documentSchema();

/** Every node of the schema, taken from it so that the next one cannot be forgotten, and names that only an attacker writes. */
const NODE_NAMES = [
	...Object.keys(SCHEMA.nodes),
	...['script', 'iframe', 'img', 'svg', 'object', 'embed', 'style', 'link', 'meta', 'base', 'form', 'math'],
	...['toString', 'p onclick=x', 'img/src=x', '"><script>', 'div', 'livingFigure'],
];

const MARK_NAMES = [...Object.keys(SCHEMA.marks), 'a', 'script', 'comment', 'valueOf', 'style'];

/**
 * What nodes and marks of the schema hold, and what a browser would act on. `__proto__` and the like are not among them: the
 * co-editing server refuses an update with such a key, and none of this would arrive.
 */
const ATTRIBUTE_NAMES = [
	...new Set(
		[...Object.values(SCHEMA.nodes), ...Object.values(SCHEMA.marks)].flatMap(({ spec }) =>
			Object.keys(spec.attrs ?? {}),
		),
	),
	...['href', 'src', 'srcdoc', 'xlink:href', 'action', 'formaction', 'style', 'class', 'background', 'data'],
	...['onclick', 'onerror', 'onload', 'onfocus', 'onmouseover', 'onanimationstart', 'innerHTML', 'autofocus'],
	...[
		'data-opens',
		'data-figure',
		'data-note',
		'data-image',
		'data-callout',
		'contenteditable',
		'is',
		'slot',
	],
	...['hasOwnProperty', 'valueOf', 'toDOM', 'toString', 'length', 'nodeType'],
];

/** A walk through a list that meets all of it, in another order than its neighbours. */
function pick<T>(list: readonly T[], index: number, stride: number): T {
	const found = list[(index * stride + Math.floor(index / list.length)) % list.length];
	if (found === undefined) throw new Error('nothing to pick from');
	return found;
}

/** Three attributes of a payload, the values of which are of different kinds. */
function attributesOf(index: number): [string, unknown][] {
	return [0, 1, 2].map((part) => [
		pick(ATTRIBUTE_NAMES, index + part * 17, 7),
		pick(VALUES, index + part * 11, 5)(index),
	]);
}

/** Each attribute that the schema reads, of each of its nodes and marks, with each value: those come first, whatever else there is. */
const OWN = [...Object.entries(SCHEMA.nodes), ...Object.entries(SCHEMA.marks)].flatMap(([name, { spec }]) =>
	Object.keys(spec.attrs ?? {}).flatMap((key) => VALUES.map((value) => ({ name, key, value }))),
);

/** The attributes that the schema itself reads of a node, each with a hostile value. */
function ownAttributesOf(name: string, index: number): [string, unknown][] {
	const own = Object.keys(SCHEMA.nodes[name]?.spec.attrs ?? SCHEMA.marks[name]?.spec.attrs ?? {});
	return own.map((key, part) => [key, pick(VALUES, index + part * 3, 13)(index)]);
}

function element(
	name: string,
	attributes: readonly [string, unknown][],
	inside: (Y.XmlElement | Y.XmlText)[],
) {
	const made = new Y.XmlElement(name);
	for (const [key, value] of attributes) made.setAttribute(key, value as string);
	made.insert(0, inside);
	return made;
}

interface Payload {
	isMark: boolean;
	name: string;
	attributes: [string, unknown][];
}

/** What payload `index` is: first what the schema reads, each with each value; then all sorts of names and attributes. */
function payloadOf(index: number): Payload {
	const own = OWN[index];
	if (own !== undefined) {
		const attributes = new Map([...ownAttributesOf(own.name, index), [own.key, own.value(index)]]);
		return { isMark: SCHEMA.marks[own.name] !== undefined, name: own.name, attributes: [...attributes] };
	}
	const isMark = index % 4 === 3;
	const name = isMark ? pick(MARK_NAMES, index, 1) : pick(NODE_NAMES, index, 3);
	return { isMark, name, attributes: [...attributesOf(index), ...ownAttributesOf(name, index)] };
}

/** A node with words in it: by turns where the schema wants it, at the root, and inside a line. */
function nodeOf({ name, attributes }: Payload, index: number): Y.XmlElement {
	const words = new Y.XmlText(pick(TEXT_VALUES, index, 3)(index));
	const isInline = SCHEMA.nodes[name]?.isInline === true;
	const isLine = SCHEMA.nodes[name]?.isTextblock === true;
	const inside = isInline ? [] : [isLine ? words : element('paragraph', [], [words])];
	const made = element(name, attributes, inside);
	if (isInline || index % 3 === 2) return element('paragraph', [], [new Y.XmlText('avant'), made]);
	return index % 3 === 1 ? made : element('callout', attributesOf(index), [placed(made, index)]);
}

/** A node inside those that it must be in. */
function placed(made: Y.XmlElement, index: number): Y.XmlElement {
	const around = (name: string): Y.XmlElement => element(name, attributesOf(index + 1), [made]);
	switch (made.nodeName) {
		case 'tableCell':
		case 'tableHeader':
			return element('table', attributesOf(index), [around('tableRow')]);
		case 'tableRow':
			return around('table');
		case 'listItem':
			return around('orderedList');
		case 'taskItem':
			return around('taskList');
		default:
			return made;
	}
}

/** Words under a mark. */
function markedLine({ name, attributes }: Payload, index: number): Y.XmlElement {
	const words = new Y.XmlText();
	const line = element('paragraph', attributesOf(index + 1), [words]);
	const value = index % 11 === 0 ? CANARY : Object.fromEntries(attributes);
	words.insert(0, pick(TEXT_VALUES, index, 9)(index), { [name]: value });
	return line;
}

function textPayload(index: number): Y.XmlElement {
	const payload = payloadOf(index);
	return payload.isMark ? markedLine(payload, index) : nodeOf(payload, index);
}

/** Writes payloads `from` to `to` at the end of a text: as somebody's own program would, past each check of a page. */
export function writeTextPayloads(doc: Y.Doc, from: number, to: number): void {
	const made = Array.from({ length: to - from }, (_, step) => textPayload(from + step));
	doc.transact(() => contentOf(doc).push(made), 'hostile');
}

const ACTION_FIELDS = [
	...['proposition', 'rank', 'title', 'measure', 'objective', 'leadOrganisationId', 'responsibleAccountId'],
	...[
		'startsOn',
		'dueOn',
		'status',
		'progress',
		'budgetCents',
		'staffingHundredths',
		'staffing',
		'obstacles',
	],
	...[
		'decisionId',
		'origin',
		'milestones',
		'partnerOrganisationIds',
		'communeCodes',
		'indicators',
		'valueOf',
	],
];

/** An action of the plan with hostile values in all its fields, lists and text. @returns its id */
export function writeActionPayload(doc: Y.Doc, index: number): string {
	const id = newId();
	const text = (shift: number): string => pick(TEXT_VALUES, index + shift, 5)(index);
	const map = new Y.Map<unknown>();
	const description = new Y.XmlFragment();
	doc.transact(() => {
		actionsOf(doc).set(id, map);
		ACTION_FIELDS.forEach((field, part) => map.set(field, pick(VALUES, index + part, 3)(index)));
		// Of these a page shows whatever is a text.
		for (const [part, field] of ['title', 'objective', 'staffing', 'obstacles'].entries())
			map.set(field, text(part));
		map.set('proposition', 1 + (index % 10));
		if (index % 2 === 0) map.set('startsOn', '2026-09-01');
		map.set('dueOn', '2027-06-30');
		const origin = { departmentCode: '40', departmentName: text(4), version: text(5), number: '1.1' };
		map.set('origin', { ...origin, adoptedOn: '2026-06-01' });
		map.set(
			'milestones',
			new Y.Map([
				[
					newId(),
					new Y.Map([
						['title', text(6)],
						['dueOn', '2027-01-15'],
					]),
				],
			]),
		);
		map.set(
			entryKey('budgetLines', newId()),
			new Y.Map<unknown>([
				['year', 2027],
				['funder', text(7)],
				['plannedCents', 100],
			]),
		);
		map.set(
			entryKey('obstacleList', newId()),
			new Y.Map([
				['text', text(8)],
				['answer', text(9)],
			]),
		);
		map.set(entryKey('waitsFor', text(10).slice(0, 60)), true);
		map.set('description', description);
		description.push([textPayload(index * 3), textPayload(OWN.length + index)]);
	}, 'hostile');
	return id;
}
