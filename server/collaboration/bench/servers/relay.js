// What Node costs before any logic: every frame goes to everybody else in the room.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answerQuestions } from './measured.js';

const rooms = new Map();
const http = createServer();
const websockets = new WebSocketServer({ server: http, perMessageDeflate: false });
websockets.on('connection', (socket, request) => {
	const room = rooms.get(request.url) ?? new Set();
	rooms.set(request.url, room);
	room.add(socket);
	socket.on('close', () => {
		room.delete(socket);
		if (room.size === 0) rooms.delete(request.url);
	});
	socket.on('message', (data) => {
		if (data[0] === 0 && data[1] === 0) return socket.send(new Uint8Array([0, 1, 2, 0, 0]));
		for (const other of room) if (other !== socket) other.send(data);
	});
});
http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }));
answerQuestions();
