import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { heldClientId, mayTakeClientId } from './client-id.ts';

const KEYS = fc.uuid();
const INDEX = [...Array(200).keys()];

describe('GUARD-3 client ids that are held by a key', () => {
	test('may be taken by whoever has the key', () => {
		fc.assert(fc.property(KEYS, (key) => mayTakeClientId(heldClientId(key), () => key)));
	});

	test('are refused to others, but for one in 65,536', () => {
		const ids = INDEX.map((n) => heldClientId(`somebody ${n}`));
		const taken = ids.filter((id) => INDEX.some((n) => mayTakeClientId(id, () => `somebody else ${n}`)));
		// 40,000 tries: fewer than one is expected, ten never happen.
		expect(taken.length).toBeLessThan(10);
	});

	test('those that Yjs draws belong to nobody before they are used', () => {
		fc.assert(
			fc.property(fc.nat({ max: 2 ** 32 - 1 }), KEYS, (client, key) => mayTakeClientId(client, () => key)),
		);
	});

	test('what no key has made is refused to all', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2 ** 48, max: Number.MAX_SAFE_INTEGER }),
				KEYS,
				(client, key) => !mayTakeClientId(client, () => key),
			),
		);
	});

	test('go through Yjs unharmed: structs, state vector, deletions', () => {
		const doc = new Y.Doc();
		doc.clientID = heldClientId('key');
		doc.getText('t').insert(0, 'bonjour');
		doc.getText('t').delete(0, 3);
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
		expect(copy.getText('t').toJSON()).toBe('jour');
		expect(Y.decodeStateVector(Y.encodeStateVector(copy))).toEqual(new Map([[doc.clientID, 7]]));
	});
});
