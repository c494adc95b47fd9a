import type { RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { readConfiguration } from './config.ts';
import { createFront } from './front.ts';
import { createHandover } from './handover.ts';
import { listenFault } from './listen-fault.ts';
import { fillHeaders } from './proxy-headers.ts';
import { closeRuntime, currentRuntime } from './slot.ts';
import { letGoUnread } from './unread-body.ts';

/** Time given to what is under way once asked to stop and drained, in milliseconds. */
const SHUTDOWN_GRACE = 10_000;

/** Headers of static files, which never pass through `handle`. */
const STATIC_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' };

/**
 * The built handler's own bound on bodies: a national file of a registry and its form. Each path that takes a file has its own; what is not
 * a file is refused by its length before (`body-bound.ts`).
 */
process.env.BODY_SIZE_LIMIT ??= String(33_554_432 + 16_384);

async function start(): Promise<void> {
	// First, and pure: the built handler would answer to an unusable ORIGIN with a stack.
	const { proxies, origin } = readConfiguration(process.env);
	// The built handler reads the environment for itself, and takes an empty or a padded variable as it stands.
	process.env.ADDRESS_HEADER = proxies.addressHeader ?? '';
	process.env.XFF_DEPTH = String(proxies.depth);
	if (origin === null) {
		delete process.env.ORIGIN;
		// The scheme comes from this header; a proxy sets it, and we do when there is none.
		process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
	} else process.env.ORIGIN = origin;
	// Not a literal: the type check must not read the whole build.
	const built = pathToFileURL(resolve('build/handler.js')).href;
	const { handler } = (await import(built)) as { handler: RequestListener };
	const runtime = await currentRuntime();
	if (runtime === null) throw new Error('the handler has not opened the runtime');

	const { configuration } = runtime;
	const server = createFront({
		request(request, response) {
			letGoUnread(request, response);
			if (handover.intercept(request, response)) return;
			// Before any header is filled in: what a proxy has left must still be told from what we add.
			if (runtime.handleMetrics(request, response)) return;
			fillHeaders(configuration.proxies, request);
			if (runtime.handleRequest(request, response)) return;
			for (const [name, value] of Object.entries(STATIC_HEADERS)) response.setHeader(name, value);
			handler(request, response);
		},
		upgrade(request, socket, head) {
			fillHeaders(configuration.proxies, request);
			runtime.handleUpgrade(request, socket, head);
		},
	});
	server.on('error', (error) => fail(listenFault(error, configuration)));
	server.listen(configuration.port, configuration.host, () => {
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : configuration.port;
		process.stdout.write(runtime.greeting(`http://localhost:${port}`));
	});

	const { drainMilliseconds } = configuration;
	const handover = createHandover({
		server,
		drainMilliseconds,
		identity: { runtime: runtime.id, version: runtime.version },
		close: closeRuntime,
	});
	const stop = async (): Promise<void> => {
		setTimeout(() => process.exit(1), drainMilliseconds + SHUTDOWN_GRACE).unref();
		await handover.stop();
		process.exit(0);
	};
	process.on('SIGTERM', () => void stop());
	process.on('SIGINT', () => void stop());
}

/** A sentence for the person who starts the server; the stack only when the fault is ours. */
function fail(error: unknown): void {
	const expected = error instanceof Error && /^[A-Z_]+ : /.test(error.message);
	const told = error instanceof Error ? (expected ? error.message : error.stack) : String(error);
	process.stderr.write(`${told}\n`);
	process.exit(1);
}

start().catch(fail);
