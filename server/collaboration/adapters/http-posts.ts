import type { IncomingMessage, ServerResponse } from 'node:http';
import { CLOSE, CLOSE_REASONS } from '#lib/collaboration/close-codes.ts';
import { decodeFrames, encodeAnswer, type PostAnswer } from '#lib/collaboration/http-wire.ts';
import type { Limits } from '../limits.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { CollaborationServer } from '../ports/server.ts';
import type { AcceptedConnection, ConnectionOwner, ConnectionRequest } from '../ports/socket.ts';
import { HalfSocket, type HttpEnd } from './http-sockets.ts';

/** A connection as POSTs find it, under its session, its document and the id its page chose. */
type Line = {
	readonly connection: AcceptedConnection;
	readonly end: HttpEnd;
	/** POSTs being read or answered. */
	busy: number;
	/** The last POST that was read, for its repetition. */
	last: { number: number; answer: Promise<PostAnswer> } | null;
	linger: Timer | null;
};

export type Post = {
	request: IncomingMessage;
	response: ServerResponse;
	from: ConnectionRequest;
	connectionId: string;
	number: number;
	/** The connection ends with this one. */
	isLast: boolean;
};

type PostParts = {
	server: Pick<CollaborationServer, 'accept' | 'identify' | 'catchUp'>;
	limits: Limits;
	clock: Clock;
	headers: Readonly<Record<string, string>>;
};

/**
 * Reads the POSTs of pages without a websocket. One that comes where its stream is feeds that very connection; one that comes
 * to another process feeds a connection made for it here, which lingers so that presence shown through it stays.
 */
export class Posts {
	readonly #parts: PostParts;
	readonly #lines = new Map<string, Line>();

	constructor(parts: PostParts) {
		this.#parts = parts;
	}

	/** POSTs of this owner under this id feed the connection, until it has gone. */
	register(end: HttpEnd, connection: AcceptedConnection, at: { documentId: string; id: string }): void {
		if (connection.owner !== null) this.#add(keyOf(connection.owner, at), end, connection);
	}

	/** Answers once every update in the POST is durable or refused. */
	async handle(post: Post): Promise<void> {
		const { from, connectionId, response } = post;
		const owner = await this.#identify(from);
		if (owner === 'unknown') return reject(response, 503);
		if (owner === null) return this.#refuse(post);
		const key = keyOf(owner, { documentId: from.documentId, id: connectionId });
		const line = this.#lines.get(key) ?? this.#join(key, from);
		const repeated = line.last?.number === post.number ? line.last.answer : null;
		if (line.last !== null && post.number < line.last.number) return reject(response, 409);
		if (line.busy >= this.#parts.limits.POSTS_AT_ONCE) return reject(response, 429);
		line.busy += 1;
		if (line.linger !== null) this.#parts.clock.clearTimeout(line.linger);
		try {
			this.#reply(response, await (repeated ?? this.#read(line, post)));
		} finally {
			line.busy -= 1;
			this.#leaveLater(line, post.isLast);
		}
	}

	/** The owner of the request; null when the document is not open to it; `unknown` when there is no answer in time. */
	#identify(from: ConnectionRequest): Promise<ConnectionOwner | 'unknown' | null> {
		const { server, clock, limits } = this.#parts;
		return new Promise((resolve) => {
			const timer = clock.setTimeout(() => resolve('unknown'), limits.PREAUTH_MS);
			server
				.identify(from)
				.then(resolve, () => resolve('unknown'))
				.finally(() => clock.clearTimeout(timer));
		});
	}

	/** Lets the server say why, by the code that a websocket would be closed with. Nothing of the body is read. */
	async #refuse({ from, response }: Post): Promise<void> {
		const end = new HalfSocket();
		await this.#parts.server.accept(end, from).entered;
		if (end.closed === null) {
			end.terminate();
			return reject(response, 503);
		}
		response.setHeader('connection', 'close');
		this.#reply(response, { durable: false, close: end.closed, frames: [] });
	}

	#join(key: string, from: ConnectionRequest): Line {
		const end = new HalfSocket();
		return this.#add(key, end, this.#parts.server.accept(end, from));
	}

	#add(key: string, end: HttpEnd, connection: AcceptedConnection): Line {
		const line: Line = { connection, end, busy: 0, last: null, linger: null };
		this.#lines.set(key, line);
		end.onGone(() => {
			if (line.linger !== null) this.#parts.clock.clearTimeout(line.linger);
			if (this.#lines.get(key) === line) this.#lines.delete(key);
		});
		return line;
	}

	async #read(line: Line, post: Post): Promise<PostAnswer> {
		const body = await readBody(post.request, this.#parts.limits.POST_BYTES);
		if (body === 'cut') throw new Error('the POST was cut short');
		if (body === 'too-large') {
			const close = { code: CLOSE.tooMuch, reason: CLOSE_REASONS[CLOSE.tooMuch] };
			post.response.setHeader('connection', 'close');
			return { durable: false, close, frames: [] };
		}
		const answer = this.#feed(line, post, body);
		line.last = { number: post.number, answer };
		return answer;
	}

	/** Gives the frames to the connection, in order, and waits for what becomes of them. */
	async #feed({ connection, end }: Line, { from }: Post, body: Uint8Array): Promise<PostAnswer> {
		await connection.entered;
		// The POST before this one may have gone to another process: without it, this one would leave a gap.
		await this.#parts.server.catchUp(from.documentId);
		for (const frame of framesOf(body)) {
			if (end.closed !== null) break;
			end.feed(frame);
		}
		const durable = await connection.settled();
		return { durable, close: end.closed, frames: end.take() };
	}

	#leaveLater(line: Line, isLast: boolean): void {
		if (line.end.isGone || line.busy > 0) return;
		if (isLast) line.end.terminate();
		else if (line.end instanceof HalfSocket) {
			const { clock, limits } = this.#parts;
			line.linger = clock.setTimeout(() => line.end.terminate(), limits.LINGER_MS);
		}
	}

	#reply(response: ServerResponse, answer: PostAnswer): void {
		if (response.destroyed) return;
		response.writeHead(200, { ...this.#parts.headers, 'content-type': 'application/octet-stream' });
		response.end(encodeAnswer(answer));
	}
}

function keyOf(owner: ConnectionOwner, at: { documentId: string; id: string }): string {
	return `${owner.sessionId} ${owner.accountId} ${at.documentId} ${at.id}`;
}

/** The frames; for a body that cannot be read, one that no honest client sends. */
function framesOf(body: Uint8Array): Uint8Array[] {
	try {
		return decodeFrames(body);
	} catch {
		return [new Uint8Array()];
	}
}

async function readBody(request: IncomingMessage, bound: number): Promise<Uint8Array | 'too-large' | 'cut'> {
	if (Number(request.headers['content-length'] ?? 0) > bound) return 'too-large';
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of request as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > bound) return 'too-large';
			chunks.push(chunk);
		}
	} catch {
		return 'cut';
	}
	return Buffer.concat(chunks);
}

/** To be tried again: nothing of the POST was read. */
export function reject(response: ServerResponse, status: number): void {
	response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
}
