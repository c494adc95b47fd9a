import { writeFileSync } from 'node:fs';
import * as Y from 'yjs';

const EDITS = 260_000;
const EDITS_PER_ROW = 1_000;
const ROWS_AFTER_SNAPSHOT = 150;
const AUTHORS = 5;

/**
 * Writes a text of about 260,000 edits, as five people would type it in turns: runs of letters, steps back, and three
 * deletions for every seven insertions. `file` holds the whole as one update; `file.snapshot` and `file.json`, how our log would hold it.
 */
export function writeLargeDocument(file: string): { edits: number; bytes: number } {
	const random = generator(64);
	const docs = Array.from({ length: AUTHORS }, (_, i) => {
		const doc = new Y.Doc();
		doc.clientID = i + 1;
		return doc;
	});
	const updates: Uint8Array[] = [];
	let state: Uint8Array = new Uint8Array([0, 0]);
	for (let turn = 0; turn < EDITS / EDITS_PER_ROW; turn++) {
		const doc = docs[turn % AUTHORS];
		if (!doc) break;
		if (turn > 0) Y.applyUpdate(doc, Y.diffUpdate(state, Y.encodeStateVector(doc)));
		const last = turn === EDITS / EDITS_PER_ROW - 1;
		const before = Y.encodeStateVector(doc);
		const singles: Uint8Array[] = [];
		if (last) doc.on('update', (update: Uint8Array) => singles.push(update));
		type(doc.getText('content'), EDITS_PER_ROW, random);
		if (last) {
			updates.push(
				Y.mergeUpdates(singles.slice(0, -ROWS_AFTER_SNAPSHOT)),
				...singles.slice(-ROWS_AFTER_SNAPSHOT),
			);
		} else updates.push(Y.encodeStateAsUpdate(doc, before));
		state = Y.encodeStateAsUpdate(doc);
	}
	const snapshotSeq = updates.length - ROWS_AFTER_SNAPSHOT;
	const snapshot = new Y.Doc();
	for (const update of updates.slice(0, snapshotSeq)) Y.applyUpdate(snapshot, update);
	writeFileSync(file, state);
	writeFileSync(`${file}.snapshot`, Y.encodeStateAsUpdate(snapshot));
	writeFileSync(
		`${file}.json`,
		JSON.stringify({ snapshotSeq, updates: updates.map((update) => Buffer.from(update).toString('base64')) }),
	);
	return { edits: EDITS, bytes: state.length };
}

function type(text: Y.Text, edits: number, random: () => number): void {
	let cursor = Math.floor(random() * (text.length + 1));
	for (let i = 0; i < edits; i++) {
		if (random() < 0.02) cursor = Math.floor(random() * (text.length + 1));
		if (random() < 0.3 && cursor > 0) text.delete(--cursor, 1);
		else text.insert(cursor++, 'etaoin srhldcum'.charAt(Math.floor(random() * 15)));
	}
}

/** A small repeatable generator (mulberry32). */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}
