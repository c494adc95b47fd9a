import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import {
	CURRENT_SCHEMA_VERSION,
	MESSAGE,
	readAccess,
	SYNC,
	type Access,
} from '#lib/collaboration/protocol.ts';
import { HttpLine } from '#server/collaboration/testing/http-line.ts';

/** What a connection to a document was allowed: nothing, to read, or to have its update kept. */
export type SocketOutcome = 'closed' | 'read' | 'write';

/** Opens a document's websocket, reads it, sends one update, and sees what was done with it. */
export function knockAtDocument(options: {
	origin: string;
	cookie: string | null;
	documentId: string;
}): Promise<SocketOutcome> {
	const { origin, cookie, documentId } = options;
	const socket = new WebSocket(
		`${origin.replace('http', 'ws')}/collaboration/${documentId}?schema=${CURRENT_SCHEMA_VERSION}`,
		{
			headers: { origin, ...(cookie === null ? {} : { cookie }) },
		},
	);
	socket.binaryType = 'nodebuffer';
	const doc = new Y.Doc();
	return new Promise((resolve) => {
		let access: Access = 'read';
		let answers = 0;
		const finish = (outcome: SocketOutcome): void => {
			resolve(outcome);
			doc.destroy();
			socket.close();
		};
		socket.on('error', () => finish('closed'));
		socket.on('close', () => finish('closed'));
		socket.on('open', () => socket.send(askForState(doc)));
		socket.on('message', (data: Buffer) => {
			const decoder = decoding.createDecoder(data);
			const type = decoding.readVarUint(decoder);
			if (type === MESSAGE.access) ({ access } = readAccess(decoder));
			if (type === MESSAGE.saved) return finish('write');
			if (type !== MESSAGE.sync || decoding.readVarUint(decoder) !== SYNC.step2) return;
			answers += 1;
			// The second answer comes after a reader's update has been looked at; a writer's is told to be saved.
			if (answers > 1) return access === 'read' ? finish('read') : undefined;
			Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
			socket.send(change(doc));
			socket.send(askForState(doc));
		});
	});
}

/** The same by plain HTTP, as where websockets are stopped. */
export async function knockAtDocumentByHttp(options: {
	origin: string;
	cookie: string | null;
	documentId: string;
}): Promise<SocketOutcome> {
	const { origin } = options;
	const line = new HttpLine({ ...options, headers: { origin } });
	const doc = new Y.Doc();
	try {
		await line.open();
		if (line.closed !== null) return 'closed';
		const posted = await line.post([change(doc)]);
		if (posted === null || posted.close !== null) return 'closed';
		return posted.durable ? 'write' : 'read';
	} finally {
		line.leave();
		doc.destroy();
	}
}

function askForState(doc: Y.Doc): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.sync);
	encoding.writeVarUint(encoder, SYNC.step1);
	encoding.writeVarUint8Array(encoder, Y.encodeStateVector(doc));
	return encoding.toUint8Array(encoder);
}

function change(doc: Y.Doc): Uint8Array {
	const before = Y.encodeStateVector(doc);
	doc.getMap('droits').set('essai', Math.random());
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.sync);
	encoding.writeVarUint(encoder, SYNC.update);
	encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc, before));
	return encoding.toUint8Array(encoder);
}
