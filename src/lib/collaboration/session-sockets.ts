import * as Y from 'yjs';
import { countingSocket, type OnWrite, type SocketClass } from './counting-socket.ts';
import { lateSocket } from './late-socket.ts';
import type { Transport } from './transport.ts';

/** The two ways to the server for one document, each telling of what it sends. */
export function sessionSockets(parts: {
	doc: Y.Doc;
	websocket: SocketClass;
	/** For tests: a browser sends the session's cookie by itself. */
	fetch: typeof fetch | undefined;
	onWrite: OnWrite;
}): Record<Transport, SocketClass> {
	const { doc, websocket, fetch, onWrite } = parts;
	const http = lateSocket(async () => {
		const { httpSocket } = await import('./http-socket.ts');
		return httpSocket({
			fetch,
			stateVector: () => Y.encodeStateVector(doc),
			clientId: doc.clientID,
		});
	});
	return { websocket: countingSocket(websocket, onWrite), http: countingSocket(http, onWrite) };
}
