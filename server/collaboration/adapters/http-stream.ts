import type { IncomingMessage, ServerResponse } from 'node:http';
import { CONNECTION_ID, HTTP_PARAMETER, readHttpTarget, STREAM_NAME } from '#lib/collaboration/http-wire.ts';
import { SCHEMA_PARAMETER } from '#lib/collaboration/protocol.ts';
import type { Limits } from '../limits.ts';
import { encodeStep1 } from '../messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { CollaborationServer } from '../ports/server.ts';
import type { ConnectionRequest } from '../ports/socket.ts';
import { Posts, reject } from './http-posts.ts';
import { StreamSocket } from './http-sockets.ts';
import {
	isFromOwnPageOrProgram,
	isReadByOwnPageOrProgram,
	namesSameHost,
	type IsOwnOrigin,
} from './own-page.ts';

type HttpStreamOptions = {
	server: Pick<CollaborationServer, 'accept' | 'identify' | 'catchUp'>;
	limits: Limits;
	clock: Clock;
	isOwnOrigin?: IsOwnOrigin;
	/** The client's address, for bounds only. By default the peer's; behind a proxy, what the proxy says. */
	addressOf?: (request: IncomingMessage) => string;
	/** Added to each answer. */
	headers?: Readonly<Record<string, string>>;
};

/** Handles a request; false when it is not ours, and nothing of it is touched. */
type HttpHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The state vector of a document of which nothing is held. */
const NOTHING = new Uint8Array([0]);

/** What a dead peer may leave unanswered before the system asks whether it lives. */
const KEEP_ALIVE_MS = 30_000;

const HEADERS = {
	'cache-control': 'no-store, no-transform',
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	// nginx and those that follow it would hold events back.
	'x-accel-buffering': 'no',
} as const;

/**
 * Puts the co-editing server behind plain HTTP, for networks that stop websockets: events at
 * `GET /collaboration/<document id>/flux`, frames at `POST /collaboration/<document id>/messages`. As for websockets, only a
 * foreign page is refused in HTTP; every other refusal is a close code inside an answer of 200.
 */
export function createHttpStream(options: HttpStreamOptions): HttpHandler {
	const { server, limits, clock, isOwnOrigin = namesSameHost } = options;
	const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');
	const headers = { ...HEADERS, ...options.headers };
	const posts = new Posts({ server, limits, clock, headers });

	const requestOf = (request: IncomingMessage, documentId: string, query: URLSearchParams) => ({
		documentId,
		cookieHeader: request.headers.cookie ?? null,
		schema: query.get(SCHEMA_PARAMETER),
		address: addressOf(request),
	});

	const stream = (from: ConnectionRequest, query: URLSearchParams, response: ServerResponse): void => {
		response.socket?.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true);
		response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
		const socket = new StreamSocket(response);
		const connection = server.accept(socket, from);
		const state = query.get(HTTP_PARAMETER.state);
		socket.feed(encodeStep1(state === null ? NOTHING : Buffer.from(state, 'base64url')));
		void connection.entered.then(() => {
			if (socket.closed !== null || socket.isGone) return;
			const id = query.get(HTTP_PARAMETER.connection) ?? '';
			posts.register(socket, connection, { documentId: from.documentId, id });
			socket.open();
		});
	};

	return (request, response) => {
		const [path = '', search = ''] = (request.url ?? '').split('?', 2);
		const target = readHttpTarget(path);
		if (target === null) return false;
		const query = new URLSearchParams(search);
		const connectionId = query.get(HTTP_PARAMETER.connection) ?? '';
		const isStream = target.name === STREAM_NAME;
		const line = { id: connectionId, isStream };
		const from = { ...requestOf(request, target.documentId, query), line };
		if (request.method !== (isStream ? 'GET' : 'POST')) reject(response, 405);
		else if (!CONNECTION_ID.test(connectionId)) reject(response, 400);
		else if (isStream) {
			if (isReadByOwnPageOrProgram(request, isOwnOrigin)) stream(from, query, response);
			else reject(response, 403);
		} else if (isFromOwnPageOrProgram(request, isOwnOrigin)) {
			const number = Number(query.get(HTTP_PARAMETER.number));
			if (!Number.isSafeInteger(number) || number < 1) reject(response, 400);
			else {
				const isLast = query.has(HTTP_PARAMETER.last);
				posts
					.handle({ request, response, from, connectionId, number, isLast })
					.catch(() => response.destroy());
			}
		} else reject(response, 403);
		return true;
	};
}
