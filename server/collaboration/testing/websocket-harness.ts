import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { httpSocket } from '#lib/collaboration/http-socket.ts';
import { createHttpStream } from '../adapters/http-stream.ts';
import { createSystemClock } from '../adapters/system-clock.ts';
import { createWebsocketUpgrade } from '../adapters/websocket.ts';
import { readLimits, type LimitName } from '../limits.ts';
import type { Bus } from '../ports/bus.ts';
import { createCollaborationServer } from '../server.ts';
import { ControlledLog } from './controlled-log.ts';
import { DOCUMENT, OTHER_DOCUMENT, SILENT, TestAuthorizer } from './harness.ts';
import { MemoryQuarantine } from './memory-quarantine.ts';

export type TransportName = 'websocket' | 'http';

/** The real adapters, websocket and HTTP, on a loopback port, with the unmodified provider to talk to them. */
export async function startWebsockets(
	limits: Partial<Record<LimitName, number>> = {},
	shared: { log?: ControlledLog; bus?: Bus } = {},
) {
	const all = { ...readLimits({}), ...limits };
	const clock = createSystemClock();
	const log = shared.log ?? new ControlledLog();
	const quarantine = new MemoryQuarantine();
	const authorizer = new TestAuthorizer();
	if (shared.log === undefined) for (const id of [DOCUMENT, OTHER_DOCUMENT]) log.create(id);
	const server = createCollaborationServer({
		log,
		bus: shared.bus,
		quarantine,
		authorizer,
		limits: all,
		clock,
		logger: SILENT,
		schemaVersion: CURRENT_SCHEMA_VERSION,
	});
	const upgrade = createWebsocketUpgrade({ server, limits: all });
	const stream = createHttpStream({ server, limits: all, clock });
	const http = createServer((request, response) => {
		if (!stream(request, response)) response.end('page');
	});
	http.on('upgrade', (request: IncomingMessage, socket, head) => {
		if (!upgrade(request, socket, head)) socket.destroy();
	});
	await listen(http);
	const { port } = http.address() as AddressInfo;
	const providers = new Set<WebsocketProvider>();

	function provider(
		cookie: string,
		at: {
			documentId?: string;
			doc?: Y.Doc;
			schema?: string;
			transport?: TransportName;
			fetch?: typeof fetch;
		} = {},
	) {
		const made = new WebsocketProvider(
			`ws://127.0.0.1:${port}/collaboration`,
			at.documentId ?? DOCUMENT,
			at.doc ?? new Y.Doc(),
			{
				disableBc: true,
				params: at.schema === undefined ? {} : { schema: at.schema },
				WebSocketPolyfill:
					at.transport === 'http'
						? httpSocket({ fetch: at.fetch ?? fetchWithCookie(cookie) })
						: withCookie(cookie),
			},
		);
		providers.add(made);
		return made;
	}

	/** A bare socket, for what no provider sends. */
	function open(
		cookie: string | null,
		headers: Record<string, string> = {},
		documentId = DOCUMENT,
	): WebSocket {
		const socket = new WebSocket(`ws://127.0.0.1:${port}/collaboration/${documentId}`, {
			headers: { ...(cookie === null ? {} : { cookie }), ...headers },
		});
		socket.binaryType = 'nodebuffer';
		return socket;
	}

	async function stop(): Promise<void> {
		for (const made of providers) {
			made.destroy();
			made.doc.destroy();
		}
		await server.close();
		http.closeAllConnections();
		await new Promise((resolve) => http.close(resolve));
	}

	return { server, log, quarantine, authorizer, port, provider, open, stop };
}

function listen(http: Server): Promise<void> {
	return new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
}

/** A browser's `fetch` sends the session cookie by itself. */
export function fetchWithCookie(cookie: string): typeof fetch {
	return (address, init) => fetch(address, { ...init, headers: { ...init?.headers, cookie } });
}

/** The browser's WebSocket sends the session cookie by itself; in Node it has to be told. */
function withCookie(cookie: string): typeof globalThis.WebSocket {
	class CookieSocket extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols ?? [], { headers: { cookie } });
		}
	}
	return CookieSocket as unknown as typeof globalThis.WebSocket;
}
