// @y/websocket-server as it comes, in memory. LARGE names a file with one update: a document named `large` starts from it, as
// a store would give it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { answerQuestions } from '../servers/measured.js';

setPersistence({
	provider: null,
	bindState(name, doc) {
		if (name === 'large') Y.applyUpdate(doc, readFileSync(process.env.LARGE));
	},
	writeState: () => Promise.resolve(),
});
const http = createServer();
const websockets = new WebSocketServer({ server: http });
websockets.on('connection', (socket, request) => setupWSConnection(socket, request));
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
answerQuestions();
