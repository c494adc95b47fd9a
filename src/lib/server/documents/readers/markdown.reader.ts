import { Lexer, lexer, type Token, type Tokens } from 'marked';
import { calloutOfLabel, type CalloutKind } from '#lib/documents/callout.rules.ts';
import { noteOfRuns, numberNotes } from '#lib/documents/portable.notes.content.ts';
import {
	cleanText,
	joinRuns,
	type Block,
	type PortableImage,
	type Run,
} from '#lib/documents/portable.content.ts';
import { soundAlt } from '#lib/documents/image.rules.ts';
import { safeHref } from '#lib/documents/link.rules.ts';
import type { LeftOut } from './left-out.ts';
import { takeNotes } from './markdown.notes.ts';
import type { BroughtPicture, ReadFile } from './read-file.ts';

const HEAD = /^---\r?\n((?:[\p{L}\d]+: [^\r\n]*\r?\n)+)---\r?\n/u;

/** A text in Markdown. What it holds that a document cannot is counted in `leftOut`. */
export function readMarkdown(text: string, leftOut: LeftOut): ReadFile {
	const head = HEAD.exec(text);
	const title = titleIn(head?.[1] ?? '');
	const body = head === null ? text : text.slice(head[0].length);
	const { rest, definitions } = takeNotes(body);
	const reading: Reading = { leftOut, notes: new Map(), pictures: [] };
	for (const [label, line] of definitions) {
		reading.notes.set(label, noteOfRuns(lineOf(Lexer.lexInline(line, { gfm: true }), reading)));
	}
	const blocks = numberNotes(blocksOf(lexer(rest, { gfm: true }), reading));
	return { title, blocks, pictures: reading.pictures };
}

/** The title that a head gives, between quotation marks as we write it or plain as people do. */
function titleIn(head: string): string | null {
	const said = /^titre: (.*?)\r?$/m.exec(head)?.[1] ?? null;
	if (said === null || !/^".*"$/.test(said)) return said;
	try {
		return String(JSON.parse(said));
	} catch {
		return said;
	}
}

/** What goes along with the reading of a text. */
interface Reading {
	leftOut: LeftOut;
	/** What each note says, by what it is called. */
	notes: Map<string, { text: string; source: string | null }>;
	pictures: BroughtPicture[];
}

function blocksOf(tokens: readonly Token[], reading: Reading): Block[] {
	return tokens.flatMap((token) => blockOf(token as Tokens.Generic, reading));
}

function blockOf(token: Tokens.Generic, reading: Reading): Block[] {
	switch (token.type) {
		case 'heading':
			return [headingOf(token as Tokens.Heading, reading)];
		case 'paragraph':
		case 'text':
			return paragraphOf(token, reading);
		case 'blockquote':
			return [quoteOf(token as Tokens.Blockquote, reading)];
		case 'list':
			return listsOf(token as Tokens.List, reading);
		case 'table':
			return [tableOf(token as Tokens.Table, reading)];
		case 'hr':
			return [{ kind: 'rule' }];
		case 'code':
			return codeOf(token as Tokens.Code, reading);
		case 'html':
			return htmlOf(token.raw, reading);
		default:
			// Blank lines, definitions of links, the box of a task.
			return [];
	}
}

/** A line, and the pictures that stand in it under it; a picture alone has no line. */
function paragraphOf(token: Tokens.Generic, reading: Reading): Block[] {
	const tokens = token.tokens ?? [token as Token];
	const pictures = tokens.flatMap((one) => pictureOf(one as Tokens.Generic, reading));
	const words = pictures.length === 0 ? tokens : tokens.filter((one) => !isPicture(one as Tokens.Generic));
	const runs = lineOf(words, reading);
	return pictures.length > 0 && runs.length === 0 ? pictures : [{ kind: 'paragraph', runs }, ...pictures];
}

const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=]+)$/;

const isPicture = (token: Tokens.Generic): boolean =>
	token.type === 'image' && PICTURE.test(String(token.href));

/** A picture inside the file itself: one at an address is never fetched. */
function pictureOf(token: Tokens.Generic, reading: Reading): Block[] {
	if (!isPicture(token)) return [];
	const bytes = PICTURE.exec(String(token.href))?.[1] ?? '';
	const alt = soundAlt(cleanText(unescaped(String(token.text ?? ''))));
	const image: PortableImage = { id: null, alt, file: null };
	reading.pictures.push({ image, read: () => Promise.resolve(Buffer.from(bytes, 'base64')) });
	return [{ kind: 'image', image }];
}

/** Words as they are written, with what they escape: a sign that is escaped begins no entity. */
function unescaped(written: string): string {
	const pieces = written.split(/(\\[!-/:-@[-`{-~])/);
	return pieces.map((piece, index) => (index % 2 === 1 ? piece.slice(1) : decoded(piece))).join('');
}

/** The words by which other programs say what a callout is for. */
const CALLOUT_WORDS: Readonly<Record<string, CalloutKind>> = {
	note: 'information',
	info: 'information',
	tip: 'key-point',
	important: 'key-point',
	warning: 'warning',
	caution: 'warning',
};

function quoteOf({ text, tokens }: Tokens.Blockquote, reading: Reading): Block {
	const [line, word = ''] = /^\[!([^\]\n]{1,40})\][ \t]*(?:\n|$)/.exec(text) ?? [];
	const key = word.trim().toLowerCase();
	const callout =
		calloutOfLabel(word) ?? (Object.hasOwn(CALLOUT_WORDS, key) ? CALLOUT_WORDS[key] : undefined);
	if (line === undefined || callout === undefined)
		return { kind: 'quote', blocks: blocksOf(tokens, reading) };
	const inside = lexer(text.slice(line.length), { gfm: true });
	return { kind: 'callout', callout, blocks: blocksOf(inside, reading) };
}

function headingOf({ depth, tokens }: Tokens.Heading, reading: Reading): Block {
	if (depth > 3) reading.leftOut.add('level');
	const level = depth === 1 ? 1 : depth === 2 ? 2 : 3;
	return { kind: 'heading', level, runs: lineOf(tokens, reading) };
}

/** A list whose items are not all tasks is several. */
function listsOf({ ordered, start, items }: Tokens.List, reading: Reading): Block[] {
	const lists: Extract<Block, { kind: 'list' }>[] = [];
	items.forEach((item, index) => {
		const list = item.task ? 'task' : ordered ? 'ordered' : 'bullet';
		const inside = blocksOf(item.tokens, reading);
		const read = { checked: item.checked === true, blocks: inside.length === 0 ? [emptyLine()] : inside };
		const last = lists.at(-1);
		if (last?.list === list) last.items.push(read);
		else lists.push({ kind: 'list', list, start: (Number(start) || 1) + index, items: [read] });
	});
	return lists.map((list) => (list.list === 'ordered' ? list : { ...list, start: 1 }));
}

function emptyLine(): Block {
	return { kind: 'paragraph', runs: [] };
}

function tableOf({ header, rows }: Tokens.Table, reading: Reading): Block {
	const cellsOf = (cells: readonly Tokens.TableCell[], isTitle: boolean) =>
		cells.map(({ tokens }) => ({
			header: isTitle,
			colspan: 1,
			rowspan: 1,
			blocks: [{ kind: 'paragraph' as const, runs: lineOf(tokens, reading) }],
		}));
	const titles = cellsOf(header, true);
	const hasTitles = titles.some(({ blocks: [line] }) => line !== undefined && line.runs.length > 0);
	const body = rows.map((row) => cellsOf(row, false));
	return { kind: 'table', rows: hasTitles ? [titles, ...body] : body };
}

function codeOf({ text }: Tokens.Code, reading: Reading): Block[] {
	reading.leftOut.add('code');
	const lines = text.split(/\r?\n/).map((line): Run => ({ text: cleanText(line) }));
	const runs = lines.flatMap((line, index) => (index === 0 ? [line] : [{ text: '\n' }, line]));
	return [{ kind: 'paragraph', runs: joinRuns(runs) }];
}

function htmlOf(raw: string, reading: Reading): Block[] {
	const html = raw.trim();
	if (/^<br\s*\/?>$/i.test(html)) return [emptyLine()];
	if (!/^(?:<!--[\s\S]*?-->\s*)*$/.test(html)) reading.leftOut.add('html');
	return [];
}

function lineOf(tokens: readonly Token[], reading: Reading): Run[] {
	const runs: Run[] = [];
	collect(tokens, { look: {}, runs, reading });
	const joined = joinRuns(runs);
	return joined.length === 1 && joined[0]?.text === '\n' ? [] : joined;
}

type Look = Omit<Run, 'text' | 'note'>;
type Collecting = { look: Look; runs: Run[]; reading: Reading };

const MARKS: Readonly<Record<string, Look>> = {
	strong: { bold: true },
	em: { italic: true },
	del: { strike: true },
};

/** Elements that Markdown leaves as they are, which say what stars cannot. */
const ELEMENTS: Readonly<Record<string, Look>> = {
	strong: { bold: true },
	b: { bold: true },
	em: { italic: true },
	i: { italic: true },
	s: { strike: true },
	del: { strike: true },
	mark: { highlight: true },
};

function collect(tokens: readonly Token[], into: Collecting): void {
	/** Looks of the elements that are open in this line, the outermost first. */
	const open: { name: string; look: Look }[] = [];
	for (const one of tokens) {
		const token = one as Tokens.Generic;
		const look = Object.assign({}, into.look, ...open.map((element) => element.look)) as Look;
		if (token.type === 'html') readElement(token.raw, { open, look, into });
		else readInline(token, { ...into, look });
	}
}

function readElement(
	raw: string,
	at: { open: { name: string; look: Look }[]; look: Look; into: Collecting },
): void {
	const [, slash, name = ''] = /^<(\/?)([a-z]+)\s*\/?>$/i.exec(raw) ?? [];
	const tag = name.toLowerCase();
	const element = Object.hasOwn(ELEMENTS, tag) ? ELEMENTS[tag] : undefined;
	if (tag === 'br') at.into.runs.push({ text: '\n' });
	else if (element === undefined) {
		if (slash !== '/' && !raw.startsWith('</') && !raw.startsWith('<!--'))
			at.into.reading.leftOut.add('html');
	} else if (slash === '/') {
		const index = at.open.findLastIndex((one) => one.name === tag);
		if (index >= 0) at.open.splice(index, 1);
	} else at.open.push({ name: tag, look: element });
}

function readInline(token: Tokens.Generic, { look, runs, reading }: Collecting): void {
	const inside = { look: { ...look, ...MARKS[token.type] }, runs, reading };
	if (token.type === 'br') runs.push({ text: '\n' });
	else if (token.type === 'image') {
		reading.leftOut.add('image');
		runs.push({ text: cleanText(decoded(String(token.text ?? ''))), ...look });
	} else if (token.type === 'link') {
		const href = safeHref(token.href);
		if (href === null) reading.leftOut.add('link');
		collect(token.tokens ?? [], { ...inside, look: { ...look, ...(href === null ? {} : { href }) } });
	} else if (token.type === 'codespan') runs.push({ text: cleanText(String(token.text)), ...look });
	else if (token.type === 'escape') runs.push({ text: String(token.text), ...look });
	else if (token.tokens !== undefined) collect(token.tokens, inside);
	else if (token.type === 'text') pushText(String(token.text), { look, runs, reading });
}

/** A text with the calls of notes in it: one whose note is nowhere is text. */
function pushText(text: string, { look, runs, reading }: Collecting): void {
	for (const piece of text.split(/(\[\^[^\]\s]{1,80}\])/)) {
		const note = piece.startsWith('[^') ? reading.notes.get(piece.slice(2, -1)) : undefined;
		if (note !== undefined) runs.push({ text: '', note: { number: 0, ...note } });
		else runs.push({ text: cleanText(decoded(piece)), ...look });
	}
}

const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
};

function decoded(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
		(whole, decimal, hexadecimal, name) => {
			if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
			const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
		},
	);
}
