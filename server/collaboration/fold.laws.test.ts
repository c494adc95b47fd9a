import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { describeDocument, fold } from './fold.ts';

/** `FOLD_RUNS=10000 npx vitest run server/collaboration/fold.laws.test.ts` is the long form. */
const RUNS = Number(process.env['FOLD_RUNS'] ?? 300);

const AUTHORS = 3;

const KINDS = [
	...[
		'insert',
		'insert',
		'delete',
		'format',
		'set',
		'unset',
		'nest',
		'push',
		'splice',
		'element',
		'attribute',
	],
	...['write-in', 'remove', 'live', 'live', 'resync', 'partial', 'repeat', 'exchange'],
] as const;

type Step = { who: number; what: (typeof KINDS)[number]; at: number };

const steps = fc.array(
	fc.record<Step>({ who: fc.nat(AUTHORS - 1), what: fc.constantFrom(...KINDS), at: fc.nat(100_000) }),
	{ minLength: 3, maxLength: 70 },
);

function editText(doc: Y.Doc, { what, at }: Step): void {
	const text = doc.getText('text');
	const place = at % (text.length + 1);
	const length = Math.min(1 + (at % 9), text.length - place);
	if (what === 'insert') text.insert(place, `${at} `.repeat(1 + (at % 4)));
	else if (what === 'delete' && length > 0) text.delete(place, length);
	else if (what === 'format' && length > 0) text.format(place, length, { bold: at % 2 === 0 ? true : null });
}

function editShapes(doc: Y.Doc, { what, at }: Step): void {
	const map = doc.getMap<unknown>('map');
	const list = doc.getArray<unknown>('list');
	if (what === 'set') map.set(`k${at % 4}`, at % 3 === 0 ? { at, in: [at, null] } : at);
	else if (what === 'unset') map.delete(`k${at % 4}`);
	else if (what === 'nest') {
		const inside = new Y.Map<unknown>([['v', at]]);
		map.set(`m${at % 3}`, inside);
		inside.set('list', Y.Array.from([at, 'x']));
	} else if (what === 'push') list.insert(at % (list.length + 1), [at, `${at}`]);
	else if (what === 'splice' && list.length > 0) list.delete(at % list.length, 1);
}

function editXml(doc: Y.Doc, { what, at }: Step): void {
	const fragment = doc.getXmlFragment('xml');
	const element = fragment.length > 0 ? fragment.get(at % fragment.length) : null;
	if (what === 'element') {
		const made = new Y.XmlElement(at % 2 === 0 ? 'p' : 'li');
		made.insert(0, [new Y.XmlText(`${at}`)]);
		fragment.insert(at % (fragment.length + 1), [made]);
	} else if (what === 'attribute' && element instanceof Y.XmlElement) element.setAttribute('n', `${at}`);
	else if (what === 'write-in' && element instanceof Y.XmlElement) {
		const [words] = element.toArray();
		if (words instanceof Y.XmlText) words.insert(at % (words.length + 1), 'mot');
		else element.insert(0, [new Y.XmlText('neuf')]);
	} else if (what === 'remove' && fragment.length > 0) fragment.delete(at % fragment.length, 1);
}

/** A log as the server would store it: nothing in a row builds on what is not in the rows before. */
class Log {
	readonly rows: Uint8Array[] = [];
	/** What the log says, everything kept. */
	readonly whole = new Y.Doc({ gc: false });

	store(row: Uint8Array): void {
		const before = this.rows.length;
		const trial = new Y.Doc({ gc: false });
		for (const known of [...this.rows, row]) Y.applyUpdate(trial, known);
		const complete = trial.store.pendingStructs === null && trial.store.pendingDs === null;
		trial.destroy();
		if (!complete) return;
		this.rows.push(row);
		Y.applyUpdate(this.whole, row);
		expect(this.rows).toHaveLength(before + 1);
	}
}

function play(history: readonly Step[]): Log {
	const log = new Log();
	const people = Array.from({ length: AUTHORS }, (_, i) => {
		const doc = new Y.Doc();
		doc.clientID = i + 1;
		const sent: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array, origin: unknown) => void (origin === 'peer' || sent.push(update)));
		return { doc, sent };
	});
	for (const step of history) {
		const { doc, sent } = people[step.who]!;
		const vector = Y.encodeStateVector(log.whole);
		if (step.what === 'live') for (const update of sent.splice(0)) log.store(update);
		else if (step.what === 'resync') log.store(Y.encodeStateAsUpdate(doc, vector));
		else if (step.what === 'partial') log.store(partOf(doc, vector, step.at));
		else if (step.what === 'repeat' && log.rows.length > 0) log.store(log.rows[step.at % log.rows.length]!);
		else if (step.what === 'exchange') Y.applyUpdate(doc, Y.encodeStateAsUpdate(log.whole), 'peer');
		else for (const edit of [editText, editShapes, editXml]) edit(doc, step);
	}
	for (const { doc } of people) log.store(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(log.whole)));
	return log;
}

/** What somebody has beyond a point in the middle of what the log lacks, and then the point itself: rows that overlap. */
function partOf(doc: Y.Doc, vector: Uint8Array, at: number): Uint8Array {
	const lacking = Y.decodeStateVector(vector);
	for (const [client, clock] of lacking) lacking.set(client, Math.max(0, clock - (at % 5)));
	return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(lacking));
}

describe('laws of the fold', () => {
	it('DUR-7 (F8): each log and its fold are the same document: content, structs and deletions, at once or in two', () => {
		let rows = 0;
		fc.assert(
			fc.property(steps, fc.nat(), (history, cut) => {
				const { rows: updates, whole } = play(history);
				rows += updates.length;
				const truth = describeDocument(whole);
				const { bytes } = fold({ snapshot: null, updates });
				const middle = cut % (updates.length + 1);
				const first = fold({ snapshot: null, updates: updates.slice(0, middle) });
				const second = fold({ snapshot: first.bytes, updates: updates.slice(middle) });
				for (const folded of [bytes, second.bytes]) {
					const doc = new Y.Doc();
					Y.applyUpdate(doc, folded);
					expect(describeDocument(doc)).toBe(truth);
					expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVectorFromUpdate(folded));
					// Who opened it from the snapshot and who holds the whole log go on to the same document.
					const [mine, theirs] = [new Y.Doc(), new Y.Doc({ gc: false })];
					Y.applyUpdate(mine, folded);
					Y.applyUpdate(theirs, Y.encodeStateAsUpdate(whole));
					for (const at of [cut, cut + 7, cut + 31]) {
						for (const what of ['insert', 'delete', 'nest', 'splice', 'element', 'remove'] as const) {
							for (const edit of [editText, editShapes, editXml]) edit(mine, { who: 0, what, at });
						}
					}
					Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine, Y.encodeStateVector(theirs)));
					expect(describeDocument(theirs)).toBe(describeDocument(mine));
				}
			}),
			{ numRuns: RUNS },
		);
		expect(rows).toBeGreaterThan(RUNS * 3);
	}, 3_600_000);
});
