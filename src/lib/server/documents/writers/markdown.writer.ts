import { CALLOUT_LABEL } from '#lib/documents/callout.rules.ts';
import {
	joinRuns,
	type Block,
	type Cell,
	type PortableImage,
	type Run,
} from '#lib/documents/portable.content.ts';
import { imageWords, withoutImage } from '#lib/documents/portable.images.content.ts';
import { noteRuns, notesOf, type NumberedNote } from '#lib/documents/portable.notes.content.ts';
import type { FileHead } from '#lib/documents/portable.head.ts';

/** A document in Markdown (CommonMark and the tables and tasks of GitHub), its facts in a head of `key: "value"` lines. */
export function writeMarkdown(head: FileHead, blocks: readonly Block[]): string {
	const facts = { titre: head.title, département: head.place, état: head.state, texte: head.moment };
	const lines = Object.entries({ ...facts, sha256: head.sha256 }).map(
		([key, value]) => `${key}: ${quoted(value)}`,
	);
	const notes = notesOf(blocks).map((note) => `\n[^${note.number}]: ${noteText(note)}\n`);
	return `---\n${lines.join('\n')}\n---\n\n${markdownBlocks(blocks)}\n${notes.join('')}`;
}

/** A value that YAML and JSON read the same and that ends where it says, whatever it holds: a title must not write the lines under it. */
function quoted(value: string): string {
	const unsafe = /[\u007f-\u009f\u2028\u2029\ufeff]/g;
	return JSON.stringify(value).replace(
		unsafe,
		(one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** What a program that knows no notes would take for the address of a link: one word, and perhaps a title. */
const LIKE_ADDRESS = /^\S+(?:\s+(?:".*"|'.*'|\(.*\)))?$/;

/** The line of a note. Its words alone must not be followed as an address by who reads the file: a space that is written out stands beside them. */
function noteText(note: NumberedNote): string {
	const text = inline(noteRuns(note), ' ');
	if (note.source !== null) return note.text === '' ? `&#32; ${text}` : text;
	return LIKE_ADDRESS.test(text) ? `${text} &#32;` : text;
}

/** Ends a list or a quote where another follows, which would otherwise be one with it. */
const SEPARATOR = '<!-- -->';

/** Blocks one after the other. An empty line of the text is the space that Markdown puts between any two blocks. */
export function markdownBlocks(blocks: readonly Block[]): string {
	const pieces: string[] = [];
	let before: string | null = null;
	for (const block of blocks) {
		if (block.kind === 'paragraph' && block.runs.length === 0) continue;
		if (family(block) !== null && family(block) === before) pieces.push(SEPARATOR);
		pieces.push(markdownBlock(block));
		before = family(block);
	}
	return pieces.join('\n\n');
}

/** What Markdown would take for one when two follow each other. */
function family({ kind }: Block): 'list' | 'quote' | null {
	if (kind === 'list') return 'list';
	return kind === 'quote' || kind === 'callout' ? 'quote' : null;
}

function markdownBlock(block: Block): string {
	switch (block.kind) {
		case 'heading':
			return `${'#'.repeat(block.level)} ${inline(block.runs, '<br>')}`.trimEnd();
		case 'paragraph':
			return inline(block.runs, '\\\n');
		case 'quote':
			return prefixed(markdownBlocks(block.blocks), '> ', '> ');
		case 'callout':
			return prefixed(calloutText(block), '> ', '> ');
		case 'image':
			return imageText(block.image);
		case 'rule':
			return '---';
		case 'table':
			return table(block.rows);
		case 'list':
			return list(block);
	}
}

/** The picture itself, inside the file: an address would be one that only members can open. */
function imageText(image: PortableImage): string {
	if (image.file === null) return markdownBlock(withoutImage(image));
	const alt = image.alt.replace(/[\\`*_[\]<>&!]/g, '\\$&');
	return `![${alt}](data:${image.file.type};base64,${Buffer.from(image.file.bytes).toString('base64')})`;
}

/** A quote whose first line says in brackets what it is for: what several programs know, and the others can read. */
function calloutText({ callout, blocks }: Extract<Block, { kind: 'callout' }>): string {
	return `[!${CALLOUT_LABEL[callout].toUpperCase()}]\n\n${markdownBlocks(blocks)}`.trimEnd();
}

function list({ list: kind, start, items }: Extract<Block, { kind: 'list' }>): string {
	const written = items.map((item, index) => {
		const marker = kind === 'ordered' ? `${start + index}. ` : '- ';
		const box = kind === 'task' ? (item.checked ? '[x] ' : '[ ] ') : '';
		const inside = markdownBlocks(item.blocks);
		// A box without a text would be one.
		const text = box !== '' && inside === '' ? '<br>' : inside;
		return prefixed(box + text, marker, ' '.repeat(marker.length)).trimEnd();
	});
	const isLoose = items.some(({ blocks }) => blocks.length > 1);
	return written.join(isLoose ? '\n\n' : '\n');
}

function prefixed(text: string, first: string, next: string): string {
	return text
		.split('\n')
		.map((line, index) => (line === '' && index > 0 ? next.trimEnd() : (index === 0 ? first : next) + line))
		.join('\n');
}

/** Markdown's tables have one line of titles, and a line of text in each cell. */
function table(rows: readonly Cell[][]): string {
	const [first = [], ...others] = rows;
	const hasTitles = first.length > 0 && first.every(({ header }) => header);
	const body = hasTitles ? others : rows;
	const width = Math.max(1, ...rows.map(widthOf));
	const titles = hasTitles ? first : [];
	const line = (cells: readonly Cell[]): string => {
		const texts = cells.flatMap((cell) => [
			cellText(cell.blocks),
			...Array<string>(cell.colspan - 1).fill(''),
		]);
		const filled = [...texts, ...Array<string>(width).fill('')].slice(0, width);
		return `| ${filled.join(' | ')} |`;
	};
	return [line(titles), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

function widthOf(cells: readonly Cell[]): number {
	return cells.reduce((sum, { colspan }) => sum + colspan, 0);
}

function cellText(blocks: readonly Block[]): string {
	const runs = flatRuns(blocks);
	return inline(runs, '<br>');
}

/** All the text of some blocks in one line, with a break between two. */
export function flatRuns(blocks: readonly Block[]): Run[] {
	const lines = blocks.flatMap((block): Run[][] => {
		if (block.kind === 'heading' || block.kind === 'paragraph') return [block.runs];
		if (block.kind === 'image') return [[{ text: imageWords(block.image.alt) }]];
		if (block.kind === 'quote' || block.kind === 'callout') return [flatRuns(block.blocks)];
		if (block.kind === 'list') {
			return block.items.map((item) => [{ text: '• ' }, ...flatRuns(item.blocks)]);
		}
		if (block.kind === 'table') return block.rows.flatMap((row) => row.map((cell) => flatRuns(cell.blocks)));
		return [];
	});
	return joinRuns(lines.flatMap((runs, index) => (index === 0 ? runs : [{ text: '\n' }, ...runs])));
}

function inline(runs: readonly Run[], lineBreak: string): string {
	let text = '';
	runs.forEach((run, index) => {
		const [before, after] = [runs[index - 1], runs[index + 1]];
		if (run.text === '\n') {
			const isBetween =
				before !== undefined && after !== undefined && after.text !== '\n' && before.text !== '\n';
			text += isBetween ? lineBreak : '<br>';
			return;
		}
		if (run.note !== undefined) {
			text += `[^${run.note.number}]`;
			return;
		}
		const edges = {
			starts: before === undefined || before.text === '\n',
			ends: after === undefined || after.text === '\n',
			meetsLink: after?.href !== undefined,
			followsNote: before?.note !== undefined,
		};
		text += linked(run, marked(run, escaped(run.text, edges), { before, after }));
	});
	return text;
}

/** What stands before and after some words in their line. */
interface Edges {
	starts: boolean;
	ends: boolean;
	meetsLink: boolean;
	followsNote: boolean;
}

/** Words as Markdown reads them back: what could begin a mark, a link, a list or a title is escaped. */
function escaped(text: string, edges: Edges): string {
	let safe = text
		.replace(/[\\`*_[\]<>~|@=$^]/g, '\\$&')
		// Some readers take even an escaped bracket before one of these for the end of a link's words.
		.replace(/(?<=\\\])\(/g, '\\(')
		.replace(/&(?=[#\w])/g, '\\&')
		.replace(/:(?=\/\/)/g, '\\:')
		.replace(/www\./gi, (found) => found.replace('.', '\\.'));
	// After the call of a note, they would make of it the note itself, or a link.
	if (edges.followsNote) safe = safe.replace(/^[:(]/, '\\$&');
	if (edges.starts) {
		safe = safe
			.replace(/^\s+/, codes)
			.replace(/^[#+-]/, '\\$&')
			.replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
	}
	// An exclamation mark before a link would make it a picture.
	if (edges.meetsLink) safe = safe.replace(/!$/, '\\!');
	return edges.ends ? safe.replace(/\s+$/, codes) : safe;
}

function codes(text: string): string {
	return Array.from(text, (one) => `&#${one.codePointAt(0)};`).join('');
}

const WORD_EDGES = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/u;
const BEFORE_MARK = /(?:^|[\s(«])$/u;
const AFTER_MARK = /^(?:$|[\s),.;:!?»])/u;

/** Stars where they cannot be misread, elements where they could: a mark inside a word, or around a space. */
function marked(run: Run, text: string, around: { before: Run | undefined; after: Run | undefined }): string {
	const isPlain = (other: Run | undefined): boolean =>
		other === undefined || !(other.bold ?? other.italic ?? other.strike ?? other.highlight ?? other.href);
	const fits =
		!run.highlight &&
		run.href === undefined &&
		[run.bold, run.italic, run.strike].filter(Boolean).length === 1 &&
		WORD_EDGES.test(run.text) &&
		isPlain(around.before) &&
		isPlain(around.after) &&
		BEFORE_MARK.test(around.before?.text ?? '') &&
		AFTER_MARK.test(around.after?.text ?? '');
	const wrap = (inner: string, sign: string, tag: string): string =>
		fits ? `${sign}${inner}${sign}` : `<${tag}>${inner}</${tag}>`;
	let written = text;
	if (run.strike) written = wrap(written, '~~', 's');
	if (run.italic) written = wrap(written, '*', 'em');
	if (run.bold) written = wrap(written, '**', 'strong');
	return run.highlight ? `<mark>${written}</mark>` : written;
}

function linked({ href }: Run, text: string): string {
	if (href === undefined) return text;
	return `[${text}](<${href.replace(/[<>\\\s]/g, encodeURIComponent)}>)`;
}
