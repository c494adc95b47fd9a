import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import type { Sessions } from '#lib/server/accounts/session.ts';
import type { Live, PersonHere } from '#lib/server/context/context.ts';
import type { Database } from '#lib/server/database/database.ts';
import { createProjector, type Projector } from '#lib/server/documents/projector.ts';
import { projectionsOf } from '#lib/server/documents/projection.ts';
import { textProjection } from '#lib/server/documents/text.projection.ts';
import type { Events } from '#lib/server/events/events.ts';
import { planProjection } from '#lib/server/plan/plan.projection.ts';
import { DatabaseLog } from './collaboration/adapters/database-log.ts';
import { DatabaseQuarantine } from './collaboration/adapters/database-quarantine.ts';
import { createHttpStream } from './collaboration/adapters/http-stream.ts';
import { openLogConnection } from './collaboration/adapters/log-connection.ts';
import { createSessionAuthorizer } from './collaboration/adapters/session-authorizer.ts';
import { WorkerFolder } from './collaboration/adapters/worker-folder.ts';
import { createWebsocketUpgrade } from './collaboration/adapters/websocket.ts';
import { nameOf } from './collaboration/error-name.ts';
import type { Limits } from './collaboration/limits.ts';
import type { Bus } from './collaboration/ports/bus.ts';
import type { Clock } from './collaboration/ports/clock.ts';
import type { Logger } from './collaboration/ports/logger.ts';
import type {
	CollaborationServer,
	CollaborationStats,
	PersonInDocument,
} from './collaboration/ports/server.ts';
import { createCollaborationServer } from './collaboration/server.ts';
import type { Configuration } from './config.ts';
import { refuseUpgrade } from './front.ts';
import type { Metrics } from './metrics.ts';
import { addressOf } from './proxy-headers.ts';

/** How often a process of several looks for documents that nobody has projected: a page may lag so much after a crash. */
const PROJECTION_SWEEP_MS = 15_000;

/** The co-editing server of the process, what listens to it, and the ports through which pages see it. */
export interface LiveParts {
	readonly live: Live;
	readonly projector: Projector;
	/** What the process is like now, in counts. */
	stats(): CollaborationStats;
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** The same messages by plain HTTP; false when the request is a page's. */
	handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
	/** Commits what was received, closes the sockets, projects what waits. */
	close(): Promise<void>;
}

export interface LiveOptions {
	configuration: Configuration;
	limits: Limits;
	db: Database;
	sessions: Sessions;
	events: Events;
	now: () => Date;
	clock: Clock;
	logger: Logger;
	/** The way to the other processes on the same database; closed with the rest. */
	bus: Bus;
	metrics: Pick<Metrics, 'timed'>;
	/** Told to each connection in a header of its first answer. */
	runtimeId: string;
}

export function createLiveParts(options: LiveOptions): LiveParts {
	const { configuration, limits, db, events, logger, now, clock, bus } = options;
	const projector = createProjector({
		db,
		now,
		// A process that dies leaves to the others what it had not projected yet.
		sweepEvery: bus.isShared ? PROJECTION_SWEEP_MS : null,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		figuresChanged: (departmentCode) => events.publish({ type: 'figures-changed', departmentCode }),
		reportError: (error) => logger.error('projection.failed', { error: nameOf(error) }),
		reportUnknown: (counts) => logger.warn('projection.unknown-content', { ...counts }),
	});
	const { databaseUrl } = configuration;
	// Commits on Postgres have connections of their own; the embedded database has but one.
	const logConnection = databaseUrl === null ? null : openLogConnection(databaseUrl);
	const server = createCollaborationServer({
		folder: new WorkerFolder({ clock, limits }),
		quarantine: new DatabaseQuarantine({ db: logConnection?.db ?? db, limits, now }),
		log: options.metrics.timed(new DatabaseLog(logConnection?.db ?? db, { now, line: logConnection?.line })),
		authorizer: createSessionAuthorizer({ db, sessions: options.sessions, now }),
		limits,
		clock,
		logger,
		bus,
		onCommitted: ({ documentId, isOwn }) => {
			if (isOwn) projector.documentChanged(documentId);
		},
		schemaVersion: CURRENT_SCHEMA_VERSION,
	});
	const stopListening = tellServerOfChanges(server, events, logger);
	// A document just made has a log that nobody has committed through the co-editing server.
	const stopProjecting = events.subscribe((event) => {
		if (event.type === 'document-changed') projector.documentChanged(event.documentId);
	});
	const known = {
		isOwnOrigin: (origin: string, request: IncomingMessage) => origin === originOf(configuration, request),
		addressOf: (request: IncomingMessage) => addressOf(configuration.proxies, request),
	};
	const upgrade = createWebsocketUpgrade({
		...known,
		server,
		limits,
		headers: [`x-terrimed-runtime: ${options.runtimeId}`],
	});
	const handleRequest = createHttpStream({
		...known,
		server,
		limits,
		clock,
		headers: { 'x-terrimed-runtime': options.runtimeId },
	});
	return {
		live: {
			peopleIn: (documentIds) => toPeopleHere(server.peopleIn(documentIds)),
			append: async (change) => (await server.appendFromServer(change)).seq,
		},
		projector,
		stats: () => server.stats(),
		handleUpgrade(request, socket, head) {
			if (!upgrade(request, socket, head)) refuseUpgrade(socket, '400 Bad Request');
		},
		handleRequest,
		async close() {
			stopListening();
			stopProjecting();
			await server.close();
			await bus.close();
			await logConnection?.close();
			await projector.close();
		},
	};
}

/** A right or a session that ended must not outlive the command that ended it; comments are told to whoever reads the document. */
function tellServerOfChanges(server: CollaborationServer, events: Events, logger: Logger): () => void {
	return events.subscribe((event) => {
		const failed = (error: unknown): void => logger.error('recheck.failed', { error: nameOf(error) });
		if (event.type === 'session-ended') server.closeSession(event.sessionId);
		if (event.type === 'rights-changed') server.recheck({ accountId: event.accountId }).catch(failed);
		if (event.type === 'comments-changed') server.commentsChanged(event.documentId);
		if (event.type === 'figures-changed') server.figuresChanged(event.departmentCode);
		if (event.type === 'document-changed') server.recheck({ documentId: event.documentId }).catch(failed);
	});
}

function toPeopleHere(people: Map<string, PersonInDocument[]>): Map<string, readonly PersonHere[]> {
	const here = new Map<string, readonly PersonHere[]>();
	for (const [documentId, list] of people) {
		here.set(
			documentId,
			list.map(({ person, at }) => ({
				accountId: person.accountId,
				name: person.name,
				organisation: person.organisation,
				color: person.color,
				place: at?.action ?? at?.section ?? null,
			})),
		);
	}
	return here;
}

/** The origin our own pages have for this request; the entry fills the scheme when no proxy gave it. */
function originOf(configuration: Configuration, request: IncomingMessage): string {
	if (configuration.origin !== null) return configuration.origin;
	return `${String(request.headers['x-forwarded-proto'] ?? 'http')}://${request.headers.host ?? ''}`;
}
