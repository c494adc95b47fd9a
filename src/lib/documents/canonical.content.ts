import { ROOT } from '#lib/collaboration/protocol.ts';
import * as Y from 'yjs';
import { figureId, soundFigure, type FigureValue } from './figure.rules.ts';
import { contentOf } from './document.content.ts';

/** A value that JSON can hold. */
export type CanonicalValue =
	null | boolean | number | string | CanonicalValue[] | { [key: string]: CanonicalValue };

/** Raise it when the same document would read otherwise: what was hashed before keeps its own. */
const FORMAT = 'terrimed-document-1';

/**
 * The canonical content of a document, as the one text that is hashed, kept in versions and given outside: what the document says,
 * whatever order its edits came in and however Yjs has cut them. JSON by the rules of RFC 8785 (keys sorted by UTF-16 unit, no
 * space): `{ actions, content, format }`. `content` is a list of blocks, `{ type, attributes, content }`, and of runs of text,
 * `{ text, marks }`: neighbours with the same marks are one run. `actions` is the plan: maps as objects, rich text as a list of
 * blocks. A version whose text shows figures has `figures` too: what each of them said when it was frozen. Names of attributes and marks are those of the shared text. Never changes the document.
 */
export function canonicalContent(doc: Y.Doc, frozen: readonly FigureValue[] = []): string {
	const actions = canonicalMap(doc.getMap(ROOT.actions));
	const said = { format: FORMAT, content: canonicalBlocks(contentOf(doc)), actions };
	if (frozen.length === 0) return canonicalJson(said);
	const figures = Object.fromEntries(frozen.map((value) => [figureId(value), { ...value }]));
	return canonicalJson({ ...said, figures });
}

/** The figures that a version's canonical content has frozen. */
export function frozenFigures(content: string): FigureValue[] {
	const { figures = {} } = JSON.parse(content) as { figures?: Record<string, Record<string, unknown>> };
	return Object.values(figures).map(({ key, of, label, text, on, source }) => ({
		...soundFigure({ key, of }),
		label: String(label),
		text: String(text),
		on: String(on),
		source: String(source),
	}));
}

/** One value of a shared text in the same form: two that say the same are equal, whoever wrote them. */
export function canonicalOf(value: unknown): string {
	if (value instanceof Y.XmlText) return canonicalJson(joined(runsOf(value)));
	return canonicalJson(canonicalValue(value));
}

/** JSON as RFC 8785 writes it. */
export function canonicalJson(value: CanonicalValue): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(',')}}`;
}

function joined(parts: readonly Run[]): CanonicalValue[] {
	const runs: Run[] = [];
	for (const part of parts) addRun(runs, part);
	return runs.map(({ text, marks }) => ({ text, marks }));
}

function canonicalBlocks(parent: Y.XmlFragment): CanonicalValue[] {
	const blocks: CanonicalValue[] = [];
	let runs: Run[] = [];
	const flush = (): void => {
		blocks.push(...runs.map(({ text, marks }) => ({ text, marks })));
		runs = [];
	};
	for (const child of parent.toArray()) {
		if (child instanceof Y.XmlText) {
			for (const run of runsOf(child)) addRun(runs, run);
			continue;
		}
		flush();
		if (!(child instanceof Y.XmlElement)) continue;
		const attributes = canonicalRecord(child.getAttributes());
		blocks.push({ type: child.nodeName, attributes, content: canonicalBlocks(child) });
	}
	flush();
	return blocks;
}

interface Run {
	text: CanonicalValue;
	marks: CanonicalValue;
}

function runsOf(text: Y.Text): Run[] {
	const parts = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	return parts.map(({ insert, attributes }) => ({
		text: canonicalValue(insert),
		marks: canonicalRecord(attributes ?? {}),
	}));
}

/** Two neighbours with the same marks are what one reads as one. */
function addRun(runs: Run[], run: Run): void {
	const last = runs.at(-1);
	const joins =
		last !== undefined &&
		typeof last.text === 'string' &&
		typeof run.text === 'string' &&
		canonicalJson(last.marks) === canonicalJson(run.marks);
	if (joins) runs.splice(-1, 1, { text: `${String(last.text)}${String(run.text)}`, marks: run.marks });
	else if (run.text !== '') runs.push(run);
}

function canonicalMap(map: Y.Map<unknown>): { [key: string]: CanonicalValue } {
	return Object.fromEntries([...map.entries()].map(([key, value]) => [key, canonicalValue(value)]));
}

function canonicalRecord(record: Record<string, unknown>): { [key: string]: CanonicalValue } {
	const entries = Object.entries(record).filter(([, value]) => value !== null && value !== undefined);
	return Object.fromEntries(entries.map(([key, value]) => [key, canonicalValue(value)]));
}

/** Any value a shared type may hold; what JSON cannot say is said as text. */
function canonicalValue(value: unknown): CanonicalValue {
	if (value === null || value === undefined) return null;
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (value instanceof Y.Map) return canonicalMap(value);
	if (value instanceof Y.Array) return value.toArray().map(canonicalValue);
	if (value instanceof Y.XmlElement)
		return {
			type: value.nodeName,
			attributes: canonicalRecord(value.getAttributes()),
			content: canonicalBlocks(value),
		};
	if (value instanceof Y.XmlFragment) return canonicalBlocks(value);
	if (value instanceof Y.Text) return joined(runsOf(value));
	if (value instanceof Uint8Array) return Array.from(value);
	if (Array.isArray(value)) return value.map(canonicalValue);
	return typeof value === 'object' ? canonicalRecord(value as Record<string, unknown>) : String(value);
}
