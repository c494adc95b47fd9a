import { soundCallout, type CalloutKind } from './callout.rules.ts';
import type { TextTree } from './document.tree.ts';
import { soundAlt } from './image.rules.ts';
import { soundNote, type Footnote } from './footnote.rules.ts';
import { safeHref } from './link.rules.ts';

/** A stretch of text with one look. A line break inside a paragraph is a run whose text is `\n`. */
export interface Run {
	text: string;
	bold?: true;
	italic?: true;
	strike?: true;
	highlight?: true;
	/** http, https or mailto: nothing else leaves or enters. */
	href?: string;
	/** The call of a note, whose own `text` is empty: its number is given by `numberNotes`. */
	note?: Footnote & { number: number };
}

export type ListKind = 'bullet' | 'ordered' | 'task';

export interface ListItem {
	/** Of a task list only. */
	checked: boolean;
	blocks: Block[];
}

export interface Cell {
	header: boolean;
	colspan: number;
	rowspan: number;
	blocks: Block[];
}

/** A document as every file format can say it: what is written to files, and what is read from them. */
export type Block =
	| { kind: 'heading'; level: 1 | 2 | 3; runs: Run[] }
	| { kind: 'paragraph'; runs: Run[] }
	| { kind: 'list'; list: ListKind; start: number; items: ListItem[] }
	| { kind: 'quote'; blocks: Block[] }
	| { kind: 'callout'; callout: CalloutKind; blocks: Block[] }
	| { kind: 'table'; rows: Cell[][] }
	| { kind: 'image'; image: PortableImage }
	| { kind: 'rule' };

/** An image of a text, with its bytes once they have been found. */
export interface PortableImage {
	id: string | null;
	alt: string;
	/** Null when it is no longer there, or was never one of this document. */
	file: ImageFile | null;
}

export interface ImageFile {
	bytes: Uint8Array;
	type: 'image/png' | 'image/jpeg';
	width: number;
	height: number;
}

type Element = Exclude<TextTree, string>;
type Look = Omit<Run, 'text' | 'note'>;

/** What makes a line of its own; anything else is text of the line it is in. */
const BLOCK_TAGS: ReadonlySet<string> = new Set(
	'p h2 h3 h4 ul ol li blockquote table tbody tr th td hr div section aside figure figcaption'.split(' '),
);

/** What no file may hold: control characters that XML refuses. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as every format can hold it. */
export function cleanText(text: string): string {
	return text
		.toWellFormed()
		.replace(FORBIDDEN, '')
		.replace(/[\r\n\t]+/g, ' ');
}

/** The neutral form of a text, from what its page draws: an element this does not know gives its content. */
export function portableBlocks(trees: readonly TextTree[]): Block[] {
	const blocks: Block[] = [];
	let line: TextTree[] = [];
	const endLine = (): void => {
		if (line.length > 0) blocks.push({ kind: 'paragraph', runs: runsOf(line) });
		line = [];
	};
	for (const tree of trees) {
		if (typeof tree === 'string' || !BLOCK_TAGS.has(tree.tag)) line.push(tree);
		else {
			endLine();
			blocks.push(...blocksOf(tree));
		}
	}
	endLine();
	return blocks;
}

function blocksOf(element: Element): Block[] {
	const { tag, attributes, children } = element;
	if (tag === 'p') return [{ kind: 'paragraph', runs: runsOf(children) }];
	if (tag === 'h2' || tag === 'h3' || tag === 'h4') {
		const level = tag === 'h2' ? 1 : tag === 'h3' ? 2 : 3;
		return [{ kind: 'heading', level, runs: runsOf(children) }];
	}
	if (tag === 'ul') return [listOf(element, attributes['data-type'] === 'taskList' ? 'task' : 'bullet')];
	if (tag === 'ol') return [listOf(element, 'ordered')];
	if (tag === 'blockquote') return [{ kind: 'quote', blocks: portableBlocks(children) }];
	if (tag === 'div' && attributes['data-callout'] !== undefined) return [calloutOf(element)];
	if (tag === 'figure' && attributes['data-image'] !== undefined) return [imageOf(element)];
	if (tag === 'table') return [{ kind: 'table', rows: rowsOf(element) }];
	if (tag === 'hr') return [{ kind: 'rule' }];
	return portableBlocks(children);
}

function calloutOf({ attributes, children }: Element): Block {
	// Its name is said by its kind.
	const inside = children.filter((child) => typeof child !== 'string' && child.tag === 'div');
	return {
		kind: 'callout',
		callout: soundCallout(attributes['data-callout']),
		blocks: portableBlocks(inside),
	};
}

function imageOf({ attributes, children }: Element): Block {
	const drawn = children.find((child) => typeof child !== 'string' && child.tag === 'img');
	const alt = drawn === undefined || typeof drawn === 'string' ? '' : soundAlt(drawn.attributes.alt);
	return { kind: 'image', image: { id: attributes['data-image'] ?? null, alt: cleanText(alt), file: null } };
}

function listOf(element: Element, list: ListKind): Block {
	const items = elementsOf(element).map((item) => ({
		checked: item.attributes['data-checked'] === 'true',
		// The box of a task is said by `checked`.
		blocks: portableBlocks(
			item.children.filter((child) => typeof child === 'string' || child.tag !== 'label'),
		),
	}));
	return { kind: 'list', list, start: whole(element.attributes.start), items };
}

function rowsOf(table: Element): Cell[][] {
	return elementsOf(table).flatMap((child) => {
		if (child.tag !== 'tr') return rowsOf(child);
		return [
			elementsOf(child).map((cell) => ({
				header: cell.tag === 'th',
				colspan: whole(cell.attributes.colspan),
				rowspan: whole(cell.attributes.rowspan),
				blocks: portableBlocks(cell.children),
			})),
		];
	});
}

function elementsOf(element: Element): Element[] {
	return element.children.filter((child): child is Element => typeof child !== 'string');
}

function whole(text: string | undefined): number {
	return Math.max(1, Math.trunc(Number(text ?? 1)) || 1);
}

const LOOKS: Readonly<Record<string, Look>> = {
	strong: { bold: true },
	em: { italic: true },
	s: { strike: true },
	mark: { highlight: true },
};

function runsOf(trees: readonly TextTree[]): Run[] {
	const [only] = trees;
	// The page draws an empty line with a break in it.
	if (trees.length === 1 && typeof only === 'object' && only.tag === 'br') return [];
	const runs: Run[] = [];
	collect(trees, {}, runs);
	return joinRuns(runs);
}

function collect(trees: readonly TextTree[], look: Look, runs: Run[]): void {
	for (const tree of trees) {
		if (typeof tree === 'string') runs.push({ text: cleanText(tree), ...look });
		else if (tree.tag === 'br') runs.push({ text: '\n' });
		else if (tree.attributes['data-figure'] !== undefined) runs.push({ text: figureText(tree), ...look });
		else if (tree.attributes['data-note'] !== undefined) runs.push(noteOf(tree));
		else collect(tree.children, { ...look, ...LOOKS[tree.tag], ...linkOf(tree) }, runs);
	}
}

/** Its value, as it has been written into the text. */
function figureText({ children }: Element): string {
	return cleanText(children.filter((child) => typeof child === 'string').join(''));
}

function noteOf({ attributes }: Element): Run {
	const { text, source } = soundNote({ text: attributes['data-note'], source: attributes['data-source'] });
	return { text: '', note: { number: 0, text: cleanText(text), source } };
}

function linkOf({ tag, attributes }: Element): Look {
	const href = tag === 'a' ? safeHref(attributes.href) : null;
	return href === null ? {} : { href };
}

/** Neighbours with the same look are one run; empty ones are none. */
export function joinRuns(runs: readonly Run[]): Run[] {
	const joined: Run[] = [];
	for (const run of runs) {
		const last = joined.at(-1);
		if (run.text === '' && run.note === undefined) continue;
		if (run.note !== undefined) joined.push(run);
		else if (
			last !== undefined &&
			last.note === undefined &&
			last.text !== '\n' &&
			run.text !== '\n' &&
			sameLook(last, run)
		) {
			joined.splice(-1, 1, { ...last, text: last.text + run.text });
		} else joined.push(run);
	}
	return joined;
}

function sameLook(one: Look, other: Look): boolean {
	return (
		one.bold === other.bold &&
		one.italic === other.italic &&
		one.strike === other.strike &&
		one.highlight === other.highlight &&
		one.href === other.href
	);
}

/** The text of a run of runs, without looks. */
export function textOfRuns(runs: readonly Run[]): string {
	return runs.map(({ text }) => text).join('');
}
