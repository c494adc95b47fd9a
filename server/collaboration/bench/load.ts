// The other end: clients that speak the protocol and keep no document, so that what is measured is the server.
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate, readFrame } from '../messages.ts';

type Job =
	| { kind: 'latency'; url: string; clients: number; edits: number; pause: number }
	| { kind: 'opening'; url: string; openings: number };

const WARM_UP = 30;
const WRITERS = 10;

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

/**
 * One edit at a time, by ten writers in turn. How long until the frame of it has arrived at each other client, and
 * until it is in that client's document: seen. Milliseconds, sorted.
 */
async function measureLatency(
	job: Job & { kind: 'latency' },
): Promise<{ seen: number[]; arrived: number[] }> {
	const result = { seen: [] as number[], arrived: [] as number[] };
	const clients: { socket: WebSocket; doc: Y.Doc }[] = [];
	let waiting = 0;
	let sentAt = 0;
	let done = () => {};
	let counted = false;
	let author: WebSocket | null = null;
	for (let i = 0; i < job.clients; i++) {
		const client = { socket: await connect(job.url), doc: new Y.Doc() };
		await answerTo(client.socket);
		client.socket.on('message', (data: Buffer) => {
			// Some servers send an author its own update back: that is not somebody else seeing it.
			if (data[0] !== 0 || data[1] !== 2 || client.socket === author) return;
			const arrivedAt = performance.now();
			Y.applyUpdate(client.doc, bodyOf(data));
			const seenAt = performance.now();
			if (counted) {
				result.arrived.push(arrivedAt - sentAt);
				result.seen.push(seenAt - sentAt);
			}
			waiting -= 1;
			if (waiting === 0) done();
		});
		clients.push(client);
	}
	for (let i = 0; i < job.edits + WARM_UP; i++) {
		const writer = clients[i % Math.min(WRITERS, clients.length)];
		if (!writer) break;
		const before = Y.encodeStateVector(writer.doc);
		const text = writer.doc.getText('content');
		text.insert(Math.floor(text.length / 2), 'a');
		const frame = encodeUpdate(Y.encodeStateAsUpdate(writer.doc, before));
		const everybody = new Promise<void>((resolve) => (done = resolve));
		author = writer.socket;
		waiting = clients.length - 1;
		counted = i >= WARM_UP;
		sentAt = performance.now();
		writer.socket.send(frame);
		await everybody;
		await new Promise((resolve) => setTimeout(resolve, job.pause));
	}
	for (const { socket } of clients) socket.terminate();
	result.seen.sort((a, b) => a - b);
	result.arrived.sort((a, b) => a - b);
	return result;
}

function bodyOf(frame: Buffer): Uint8Array {
	const message = readFrame(new Uint8Array(frame));
	if (message.kind !== 'update') throw new Error('not an update');
	return message.bytes;
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
