import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** How long answers under way may take once nothing new is accepted, in milliseconds. */
const ANSWERS_MS = 3_000;

/** What a person reads who comes to a process that has just stopped. */
const RESTARTING =
	'Le serveur redémarre. Rechargez la page dans un instant ; rien de ce qui a été enregistré n’est perdu.';

export interface HandoverOptions {
	server: Server;
	/** How long to go on serving once asked to stop, in milliseconds: the time a proxy takes to read `/sante`. */
	drainMilliseconds: number;
	/** What `/sante` says beside its state. */
	identity: { runtime: string; version: string };
	/** Commits what was received, closes sockets with 1012, closes the database. */
	close(): Promise<void>;
}

export interface Handover {
	/** To be asked of each request first. @returns true when it is answered: the process is stopping */
	intercept(request: IncomingMessage, response: ServerResponse): boolean;
	/** Hands over and resolves when all is closed. Asked again, it does not wait for the proxy any longer. */
	stop(): Promise<void>;
}

/**
 * How a process leaves: first only `/sante` says so, and the proxy turns to the others; then nothing new is accepted, answers under way are given,
 * and the runtime closes, with every edit it received committed and every socket told to come back.
 */
export function createHandover(options: HandoverOptions): Handover {
	const { server, drainMilliseconds, identity, close } = options;
	const answering = new Set<ServerResponse>();
	let stopping: Promise<void> | null = null;
	let isClosed = false;
	let endDrain = (): void => {};

	const drain = (): Promise<void> =>
		new Promise((resolve) => {
			const timer = setTimeout(resolve, drainMilliseconds);
			endDrain = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	const stop = async (): Promise<void> => {
		if (drainMilliseconds > 0) await drain();
		isClosed = true;
		server.close();
		server.closeIdleConnections();
		await answered(answering);
		await close();
		server.closeAllConnections();
	};
	return {
		intercept(request, response) {
			answering.add(response);
			response.on('close', () => answering.delete(response));
			if (stopping === null) return false;
			response.setHeader('connection', 'close');
			if (request.url?.split('?')[0] === '/sante') {
				respond(response, 'application/json', JSON.stringify({ status: 'stopping', ...identity }));
			} else if (isClosed) respond(response, 'text/plain; charset=utf-8', RESTARTING);
			else return false;
			return true;
		},
		stop() {
			if (stopping === null) stopping = stop();
			else endDrain();
			return stopping;
		},
	};
}

function respond(response: ServerResponse, type: string, body: string): void {
	response.writeHead(503, { 'content-type': type, 'cache-control': 'no-store', 'retry-after': '1' });
	response.end(body);
}

/** Resolves once no answer is under way but streams, which end with the runtime; or when that takes too long. */
function answered(answering: ReadonlySet<ServerResponse>): Promise<void> {
	// A stream has begun and does not end by itself.
	const left = [...answering].filter((response) => !response.headersSent || response.writableEnded);
	const ends = left.map((response) => new Promise<void>((resolve) => response.on('close', resolve)));
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ANSWERS_MS);
	});
	return Promise.race([Promise.all(ends).then(() => {}), tooLong]).finally(() => clearTimeout(timer));
}
