// The other end: clients that speak the protocol and keep no document, so that what is measured is the server.
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate } from '../messages.ts';

type Job =
	| { kind: 'latency'; url: string; clients: number; edits: number }
	| { kind: 'opening'; url: string; openings: number };

const WARM_UP = 30;
const WRITERS = 10;
const PAUSE_MS = 8;

process.on('message', (job: Job) => {
	const work = job.kind === 'latency' ? measureLatency(job) : measureOpening(job);
	work.then(
		(result) => process.send?.(result),
		(error: unknown) => {
			process.stderr.write(`${String(error)}\n`);
			process.exit(1);
		},
	);
});

async function connect(url: string): Promise<WebSocket> {
	const socket = new WebSocket(url, { perMessageDeflate: false });
	socket.binaryType = 'nodebuffer';
	await new Promise((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	return socket;
}

/** Asks for the document and resolves with the length of the answer, and with a first sync step 2 read whole. */
function answerTo(socket: WebSocket): Promise<number> {
	return new Promise((resolve, reject) => {
		socket.once('close', (code) => reject(new Error(`closed ${code}`)));
		socket.on('message', function wait(data: Buffer) {
			if (data[0] !== 0 || data[1] !== 1) return;
			socket.off('message', wait);
			resolve(data.length);
		});
		socket.send(encodeStep1(new Uint8Array([0])));
	});
}

/** One edit at a time, by ten writers in turn; how long until each other client has it. Milliseconds, sorted. */
async function measureLatency(job: Job & { kind: 'latency' }): Promise<number[]> {
	const sockets: WebSocket[] = [];
	for (let i = 0; i < job.clients; i++) {
		const socket = await connect(job.url);
		await answerTo(socket);
		sockets.push(socket);
	}
	const writers = sockets.slice(0, WRITERS).map((socket) => ({ socket, doc: new Y.Doc() }));
	const latencies: number[] = [];
	let waiting = 0;
	let sentAt = 0;
	let done = () => {};
	let counted = false;
	for (const socket of sockets) {
		socket.on('message', (data: Buffer) => {
			if (data[0] !== 0 || data[1] !== 2) return;
			if (counted) latencies.push(performance.now() - sentAt);
			waiting -= 1;
			if (waiting === 0) done();
		});
	}
	// The author gets its own update back from some servers and not from others: it does not count.
	for (let i = 0; i < job.edits + WARM_UP; i++) {
		const writer = writers[i % writers.length];
		if (!writer) break;
		let update: Uint8Array | null = null;
		writer.doc.once('update', (bytes: Uint8Array) => (update = bytes));
		writer.doc.getText('content').insert(Math.floor(i / writers.length), 'a');
		if (!update) throw new Error('no update');
		const listeners = writer.socket.listeners('message');
		writer.socket.removeAllListeners('message');
		const seen = new Promise<void>((resolve) => (done = resolve));
		waiting = sockets.length - 1;
		counted = i >= WARM_UP;
		sentAt = performance.now();
		writer.socket.send(encodeUpdate(update));
		await seen;
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		for (const listener of listeners) writer.socket.on('message', listener as (data: Buffer) => void);
	}
	for (const socket of sockets) socket.terminate();
	return latencies.sort((a, b) => a - b);
}

/** The first opening is cold, the others are not. Milliseconds from the request for a connection to the whole document. */
async function measureOpening(
	job: Job & { kind: 'opening' },
): Promise<{ cold: number; warm: number[]; bytes: number }> {
	const times: number[] = [];
	let bytes = 0;
	const kept: WebSocket[] = [];
	for (let i = 0; i < job.openings; i++) {
		const started = performance.now();
		const socket = await connect(job.url);
		bytes = await answerTo(socket);
		times.push(performance.now() - started);
		kept.push(socket);
	}
	for (const socket of kept) socket.terminate();
	const [cold = 0, ...warm] = times;
	return { cold, warm: warm.sort((a, b) => a - b), bytes };
}
