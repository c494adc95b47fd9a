import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';

/** One row of a log to be. */
export interface WrittenUpdate {
	bytes: Uint8Array;
	accountId: string;
	clientId: number;
}

const WORDS =
	'le la les un une de des et à médecin médecins commune communes Soule Béarn soins départ installation cabinet garde patient interne stage logement année habitants vallée hôpital maison santé accueil'.split(
		' ',
	);

/** Numbers that are the same at each run. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
		return state / 4_294_967_296;
	};
}

function sentence(random: () => number, words: number): string {
	return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

function block(name: string, text: string): Y.XmlElement {
	const element = new Y.XmlElement(name);
	if (name === 'heading') element.setAttribute('level', '1');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

/** How many updates one person writes before another: a stretch of typing. */
export const TURN = 60;

/**
 * A year of people taking turns at one text: mostly typing, some erasing, now and then a paragraph or a part. Everybody has one page
 * open for each turn, so that client ids are as many as in life.
 */
export function writeYear(year: { updates: number; people: readonly string[] }): WrittenUpdate[] {
	const random = createRandom(7);
	const written: WrittenUpdate[] = [];
	const caret: Caret = { place: 0 };
	const doc = new Y.Doc({ gc: false });
	contentOf(doc).insert(0, [block('heading', 'Le territoire'), block('paragraph', sentence(random, 30))]);
	let bytes = Y.encodeStateAsUpdate(doc);
	doc.on('update', (update: Uint8Array) => (bytes = update));
	for (let index = 0; index < year.updates; index += 1) {
		if (index > 0 && index % TURN === 0) doc.clientID = Math.floor(random() * 2 ** 31);
		const accountId = year.people[Math.floor(index / TURN) % year.people.length] ?? '';
		if (index % TURN === 0) caret.place = Math.floor(random() * contentOf(doc).length);
		if (index > 0) doc.transact(() => writeOnce(contentOf(doc), random, caret));
		written.push({ bytes, accountId, clientId: doc.clientID });
	}
	doc.destroy();
	return written;
}

/** Where somebody types for the length of a turn. */
interface Caret {
	place: number;
}

function writeOnce(content: Y.XmlFragment, random: () => number, caret: Caret): void {
	const { place } = caret;
	const chance = random();
	if (chance < 0.004) {
		content.insert(place + 1, [block('paragraph', sentence(random, 3))]);
		caret.place += 1;
		return;
	}
	if (chance < 0.0045) return content.push([block('heading', sentence(random, 4))]);
	const element = content.get(place);
	const text = element instanceof Y.XmlElement ? element.get(0) : null;
	if (!(text instanceof Y.XmlText)) return;
	if (chance < 0.12 && text.length > 8) text.delete(text.length - 4, 3);
	else text.insert(text.length, ` ${sentence(random, 1)}`);
}

/** Words on a printed page, and words of a paragraph: a text of 100 pages has some 45,000 words. */
const PAGE_WORDS = 450;
const PARAGRAPH_WORDS = 45;

/** A text of so many pages; a share of its paragraphs has other words in the middle. Each call is a writing of its own. */
export function diagnosisOfPages(pages: number, rewritten: number): Y.Doc {
	const [random, other] = [createRandom(11), createRandom(rewritten === 0 ? 3 : 5)];
	const doc = new Y.Doc();
	const blocks: Y.XmlElement[] = [];
	for (let index = 0; index < (pages * PAGE_WORDS) / PARAGRAPH_WORDS; index += 1) {
		if (index % 12 === 0) blocks.push(block('heading', `${index / 12 + 1} ${sentence(random, 5)}`));
		const text = sentence(random, PARAGRAPH_WORDS);
		const middle = Math.floor(text.length / 2);
		const words =
			other() < rewritten ? `${text.slice(0, middle)} ${sentence(other, 6)}${text.slice(middle + 30)}` : text;
		blocks.push(block('paragraph', words));
	}
	contentOf(doc).insert(0, blocks);
	return doc;
}
