import * as Y from 'yjs';
import { describeDocument } from '../fold.ts';
import { encodeUpdate } from '../messages.ts';
import { DOCUMENT, updateOf } from './harness.ts';
import { HttpLine, type HttpLineOptions } from './http-line.ts';
import { startWebsockets } from './websocket-harness.ts';

export type Running = Awaited<ReturnType<typeof startWebsockets>>;

/** Servers and connections of one test file, all ended by `stop`. */
export function httpTests() {
	const running: Running[] = [];
	const lines: HttpLine[] = [];

	async function start(...given: Parameters<typeof startWebsockets>): Promise<Running> {
		const server = await startWebsockets(...given);
		running.push(server);
		return server;
	}

	/** A connection that has not opened its stream. */
	function line(server: Running, cookie: string | null, options: Partial<HttpLineOptions> = {}): HttpLine {
		const made = new HttpLine({ origin: `http://127.0.0.1:${server.port}`, cookie, ...options });
		lines.push(made);
		return made;
	}

	async function opened(...given: Parameters<typeof line>): Promise<HttpLine> {
		const made = line(...given);
		await made.open();
		return made;
	}

	async function stop(): Promise<void> {
		for (const made of lines.splice(0)) made.leave();
		for (const server of running.splice(0)) await server.stop();
	}
	return { start, line, opened, stop };
}

/** What is stored: the number of rows, content and structs. */
export async function fingerprint({ log }: Running, documentId = DOCUMENT): Promise<string> {
	const doc = new Y.Doc();
	const stored = await log.read(documentId, 0);
	for (const { bytes } of stored) Y.applyUpdate(doc, bytes);
	return `${stored.length} ${describeDocument(doc)}`;
}

export async function rowsOf({ log }: Running): Promise<number> {
	return (await log.read(DOCUMENT, 0)).length;
}

/** The frame of an update that writes words at the beginning. */
export function typed(words: string, doc = new Y.Doc()): Uint8Array {
	return encodeUpdate(updateOf(doc, () => doc.getText('content').insert(0, words)));
}
