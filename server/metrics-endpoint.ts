import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from './collaboration/ports/logger.ts';
import type { Metrics } from './metrics.ts';

const METRICS_PATH = '/metriques';

/** Headers that a proxy leaves: behind one on the same machine, everybody comes from loopback. */
const LEFT_BY_PROXIES = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Answers `/metriques` to the machine itself and to whoever has the token. False for all the rest, which then finds no page
 * there: the address answers like one that does not exist. Must see the request as it came, before any header is filled in.
 */
export function createMetricsHandler(options: {
	metrics: Pick<Metrics, 'text'>;
	token: string | null;
	logger: Logger;
}): MetricsHandler {
	const { metrics, token, logger } = options;
	return (request, response) => {
		if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== METRICS_PATH) return false;
		if (!isLocal(request) && !hasToken(request, token)) return false;
		metrics.text().then(
			(text) => {
				response.writeHead(200, {
					'content-type': 'text/plain; version=0.0.4; charset=utf-8',
					'cache-control': 'no-store',
					'x-content-type-options': 'nosniff',
				});
				response.end(text);
			},
			(error: unknown) => {
				logger.error('metrics.failed', { error: error instanceof Error ? error.name : 'unknown' });
				response.writeHead(500).end();
			},
		);
		return true;
	};
}

function isLocal({ socket, headers }: IncomingMessage): boolean {
	const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
	const isLoopback = peer === '::1' || peer.startsWith('127.');
	return isLoopback && LEFT_BY_PROXIES.every((name) => headers[name] === undefined);
}

/** Compared by digest, in a time that says nothing of how much of it was right. */
function hasToken({ headers }: IncomingMessage, token: string | null): boolean {
	const given = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
	if (token === null || given === undefined) return false;
	return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
