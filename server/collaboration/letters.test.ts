import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { DocumentBytes } from './document-bytes.ts';
import { describeDocument } from './fold.ts';
import { readLetters } from './letters.ts';
import { readLimits } from './limits.ts';
import { decodeUpdate } from './update-content.ts';

const limits = readLimits({});

/** Single updates of people who type, delete and format in one text, as each would send them. */
function updatesOf(steps: readonly { who: number; at: number; what: number; text: string }[]): Uint8Array[] {
	const updates: Uint8Array[] = [];
	const docs = [1, 2, 3_000_000_007].map((clientID) => {
		const doc = new Y.Doc();
		doc.clientID = clientID;
		return doc;
	});
	for (const { who, at, what, text } of steps) {
		const doc = docs[who % docs.length] ?? new Y.Doc();
		const content = doc.getText('content');
		const place = content.length === 0 ? 0 : at % (content.length + 1);
		const before = updates.length;
		const keep = (update: Uint8Array) => void updates.push(update);
		doc.on('update', keep);
		if (what === 0 && content.length > 0) content.delete(Math.min(place, content.length - 1), 1);
		else if (what === 1) content.insert(place, text, { bold: true });
		else content.insert(place, text);
		doc.off('update', keep);
		for (const other of docs) {
			if (other !== doc) for (const update of updates.slice(before)) Y.applyUpdate(other, update);
		}
	}
	return updates;
}

const steps = fc.array(
	fc.record({
		who: fc.nat(2),
		at: fc.nat(50),
		what: fc.nat(8),
		text: fc.oneof(
			fc.constantFrom('a', 'é', 'bc', '\u0000', '👩', 'x'.repeat(70)),
			fc.string({ minLength: 1, maxLength: 5 }),
		),
	}),
	{ maxLength: 60 },
);

describe('letters', () => {
	it('GUARD-1 are read as Yjs reads them, or left to it', () => {
		fc.assert(
			fc.property(steps, (given) => {
				for (const update of updatesOf(given)) {
					const letters = readLetters(update);
					if (!letters) continue;
					const { structs, ds } = Y.decodeUpdate(update);
					expect(decodeUpdate(update, limits).runs.flatMap((run) => run.structs)).toEqual(structs);
					expect(ds.clients.size).toBe(0);
				}
			}),
		);
	});

	it('GUARD-1 with anything changed, cut off or left over mean what Yjs says, or are left to it', () => {
		const typed = updatesOf([
			{ who: 2, at: 0, what: 5, text: 'a' },
			{ who: 2, at: 1, what: 5, text: 'b' },
		]);
		const update = typed[1] ?? new Uint8Array();
		expect(readLetters(update)).toMatchObject({ client: 3_000_000_007, clock: 1, text: 'b' });
		expect(readLetters(update.subarray(0, -1))).toBeNull();
		expect(readLetters(Uint8Array.from([...update, 0]))).toBeNull();
		expect(readLetters(Uint8Array.from([...update.subarray(0, -1), 0x80, 0]))).toBeNull();
		fc.assert(
			fc.property(fc.nat(update.length - 1), fc.nat(255), (at, byte) => {
				const changed = Uint8Array.from(update);
				changed[at] = byte;
				if (readLetters(changed) === null) return;
				const { structs, ds } = Y.decodeUpdate(changed);
				expect(decodeUpdate(changed, limits).runs.flatMap((run) => run.structs)).toEqual(structs);
				expect(ds.clients.size).toBe(0);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('LOAD-5 gathered with whatever comes between make the same document', () => {
		fc.assert(
			fc.property(steps, fc.array(fc.nat(60), { maxLength: 4 }), (given, openings) => {
				const [bytes, expected, opened] = [new DocumentBytes(), new Y.Doc(), new Y.Doc()];
				updatesOf(given).forEach((update, i) => {
					bytes.add(update);
					Y.applyUpdate(expected, update);
					if (openings.includes(i)) Y.applyUpdate(opened, bytes.full());
				});
				Y.applyUpdate(opened, bytes.full());
				expect(describeDocument(opened)).toBe(describeDocument(expected));
				expect(opened.store.pendingStructs).toBeNull();
				expect(bytes.size).toBe(bytes.full().length);
			}),
		);
	});
});
