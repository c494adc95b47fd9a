import { Awareness } from 'y-protocols/awareness';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { keepPresence } from './session-wire.ts';

test('presence goes with a document to the client id that Yjs gives it', () => {
	const doc = new Y.Doc();
	const awareness = new Awareness(doc);
	awareness.setLocalState({ since: 1 });
	doc.on('afterTransactionCleanup', () => keepPresence(awareness));
	const before = doc.clientID;
	// Somebody else who writes under the same id.
	const other = new Y.Doc();
	other.clientID = before;
	other.getText('content').insert(0, 'Pau');
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	expect(doc.clientID).not.toBe(before);
	expect(awareness.clientID).toBe(doc.clientID);
	expect(awareness.getLocalState()).toEqual({ since: 1 });
	expect([...awareness.getStates().keys()]).toEqual([doc.clientID]);
	awareness.destroy();
});
