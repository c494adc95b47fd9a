import { unzipSync } from 'fflate';
import { inflateSync } from 'node:zlib';
import type { Canary } from './canary.ts';

const IDENTIFIERS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/g;
const GROUPING = /(?<=\d)[\s\u00a0\u202f.](?=\d{2,3}(?!\d))/g;
const WORD = /qx[a-z]+/g;
const YEAR = /(?<!\w)(1[0-7]\d\d)-03-|(?:\/03\/|mars[ \u00a0])(1[0-7]\d\d)(?!\d)/g;

/** Finds which canaries a text holds, in whichever way pages and files write them, in one reading for each form. */
export class CanarySearch {
	readonly #byText: Map<string, Canary[]>;
	readonly #numbers: RegExp;

	constructor(canaries: readonly Canary[]) {
		this.#byText = Map.groupBy(canaries, keyOf);
		const numbers = [...this.#byText.keys()].filter((key) => /^\d{4,}$/.test(key));
		this.#numbers = new RegExp(`(?<![\\w#-]|\\d\\.)(?:${numbers.join('|')})(?![\\w-]|\\.\\d)`, 'g');
	}

	in(text: string): Canary[] {
		const small = text.toLowerCase();
		// Identifiers are digits and letters by chance, and « 17 389 » is 17389.
		const apart = small.replaceAll(IDENTIFIERS, '#');
		const keys = new Set([
			...small.matchAll(WORD).map(([word]) => word),
			...[apart, apart.replaceAll(GROUPING, '')].flatMap((one) => one.match(this.#numbers) ?? []),
			...small.matchAll(YEAR).map(([, iso, said]) => `day ${iso ?? said}`),
		]);
		return [...keys].flatMap((key) => this.#byText.get(key) ?? []);
	}
}

/** A word to its first sign, a number, or the year of a day. */
function keyOf({ form, text }: Canary): string {
	return form === 'day' ? `day ${text.slice(0, 4)}` : (text.toLowerCase().split('@')[0] ?? '');
}

/** What an answer says, whatever it is: the parts of an archive, the words of a PDF, or the text itself. */
export function textOf(bytes: Uint8Array): string {
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
		return Object.entries(unzipSync(bytes))
			.map(([name, part]) => `${name}\n${textOf(part)}`)
			.join('\n');
	}
	const text = Buffer.from(bytes).toString('utf8');
	return text.startsWith('%PDF-') ? textOfPdf(bytes) : text;
}

const STREAM = /stream\r?\n([\s\S]*?)\r?\nendstream/g;

/** The words of a PDF of ours: each stream unpacked, its glyphs read through each table from glyphs to letters. */
export function textOfPdf(bytes: Uint8Array): string {
	const streams = [...Buffer.from(bytes).toString('latin1').matchAll(STREAM)].map(([, body = '']) =>
		unpacked(body),
	);
	const tables = streams.filter((one) => one.includes('beginbfrange')).map(lettersOf);
	const written = streams.map((one) =>
		[...one.matchAll(/<([0-9a-f]+)>/gi)].map(([, glyphs = '']) => glyphs).join(''),
	);
	const read = tables.flatMap((letters) =>
		written.map((glyphs) =>
			(glyphs.match(/.{4}/g) ?? []).map((glyph) => letters.get(parseInt(glyph, 16)) ?? '').join(''),
		),
	);
	return [...streams, ...read].join('\n');
}

function unpacked(body: string): string {
	try {
		return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
	} catch {
		// Not packed: it is its own text.
		return body;
	}
}

/** `<0000> <00ff> [<0041> <0042>]` or `<0000> <00ff> <0041>`. */
function lettersOf(table: string): Map<number, string> {
	const letters = new Map<number, string>();
	for (const [, from = '', , list = '', first = ''] of table.matchAll(
		/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*(?:\[([^\]]*)\]|<([0-9a-f]+)>)/gi,
	)) {
		const start = parseInt(from, 16);
		const given = first === '' ? [...list.matchAll(/<([0-9a-f]+)>/gi)].map(([, one = '']) => one) : [first];
		given.forEach((one, nth) => letters.set(start + nth, String.fromCharCode(parseInt(one.slice(0, 4), 16))));
	}
	return letters;
}

/** The names of fields that a piece of data says of the things with these ids: `{ id, values: { … } }` or `{ id, … }`. */
export function fieldsSaidOf(data: unknown, ids: ReadonlySet<string>): Map<string, Set<string>> {
	const said = new Map<string, Set<string>>();
	const walk = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		if ('id' in value && typeof value.id === 'string' && ids.has(value.id)) {
			const own = said.get(value.id) ?? new Set();
			for (const part of [value, 'values' in value ? value.values : null]) {
				for (const [key, one] of Object.entries(part ?? {})) if (one !== undefined) own.add(key);
			}
			said.set(value.id, own);
		}
		for (const one of Object.values(value)) walk(one);
	};
	walk(data);
	return said;
}

/** What a page is given by the server, from its `__data.json`: each node is a flat list whose numbers point into it. */
export function pageData(json: string): unknown {
	const { nodes = [] } = JSON.parse(json) as { nodes?: ({ data?: unknown[] } | null)[] };
	return nodes.map((node) => (node?.data === undefined ? null : unflatten(node.data)));
}

function unflatten(flat: readonly unknown[]): unknown {
	const made = new Map<number, unknown>();
	const at = (index: number): unknown => {
		if (index < 0) return undefined;
		if (made.has(index)) return made.get(index);
		const value = flat[index];
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) {
			// A value of a kind of its own begins with the name of the kind.
			if (typeof value[0] === 'string') return value;
			const list: unknown[] = [];
			made.set(index, list);
			for (const one of value) list.push(at(one as number));
			return list;
		}
		const object: Record<string, unknown> = {};
		made.set(index, object);
		for (const [key, one] of Object.entries(value)) object[key] = at(one as number);
		return object;
	};
	return at(0);
}
