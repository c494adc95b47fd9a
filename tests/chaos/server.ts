// One process of the chaos run: the co-editing server alone, on the real log, with deaths and faults around its ports.
import { createServer } from 'node:http';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { newId } from '#lib/identifiers.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { DatabaseLog } from '#server/collaboration/adapters/database-log.ts';
import { openLogConnection } from '#server/collaboration/adapters/log-connection.ts';
import { createPostgresBus } from '#server/collaboration/adapters/postgres-bus.ts';
import { createRedisBus } from '#server/collaboration/adapters/redis-bus.ts';
import { WorkerFolder } from '#server/collaboration/adapters/worker-folder.ts';
import { createWebsocketUpgrade } from '#server/collaboration/adapters/websocket.ts';
import { readLimits } from '#server/collaboration/limits.ts';
import type { Bus } from '#server/collaboration/ports/bus.ts';
import type { RecheckScope } from '#server/collaboration/ports/server.ts';
import { createCollaborationServer } from '#server/collaboration/server.ts';
import { createChaosAuthorizer } from './authorizer.ts';
import { createShiftedClock } from './clock.ts';
import { Deaths, type Instant } from './deaths.ts';
import { FAULTS, plant, type FaultyParts } from './faults.ts';

/** What the harness tells a process. */
export type Order =
	| { order: 'die'; instant: Instant; passes: number }
	| { order: 'shift'; milliseconds: number }
	| { order: 'recheck'; scope: RecheckScope }
	| { order: 'stats'; id: number };

const {
	DATABASE_URL = '',
	BUS_URL = '',
	PORT = '0',
	FAULT = '',
	SCHEMA = String(CURRENT_SCHEMA_VERSION),
} = process.env;
const fault = FAULTS.find((name) => name === FAULT) ?? null;
const limits = readLimits(process.env);
const clock = createShiftedClock();
const deaths = new Deaths();
const database = await openPostgres(DATABASE_URL, 'drizzle/migrations');
const own = openLogConnection(DATABASE_URL);
const sound = {
	log: deaths.log(new DatabaseLog(own.db, { now: () => new Date(clock.now()), line: own.line })),
	authorizer: createChaosAuthorizer(database.db),
	db: database.db,
};
const parts: Partial<FaultyParts> & typeof sound =
	fault === null ? sound : { ...sound, ...plant(fault, sound) };
const tell = (event: string, facts?: Record<string, unknown>): void =>
	void process.stderr.write(`${event} ${JSON.stringify(facts ?? {})}\n`);
const logger = { info: () => {}, warn: tell, error: tell };
const bus = openBus();
const server = createCollaborationServer({
	log: parts.log,
	authorizer: parts.authorizer,
	folder: new WorkerFolder({ clock, limits }),
	...(bus && { bus }),
	limits,
	clock,
	logger,
	schemaVersion: Number(SCHEMA),
});
const watched = deaths.server(server);
const upgrade = createWebsocketUpgrade({ server: parts.watch?.(watched) ?? watched, limits });
const http = createServer((_, response) => response.writeHead(404).end());
http.on('upgrade', (request, socket, head) => {
	if (!upgrade(request, socket, head)) socket.destroy();
});
http.on('clientError', (_, socket) => socket.destroy());
http.listen(Number(PORT), '127.0.0.1', () => process.send?.({ ready: true }));

/** Between processes: Redis or Postgres by the address; none for a process alone. */
function openBus(): Bus | null {
	const from = newId();
	if (BUS_URL.startsWith('redis:'))
		return createRedisBus({ url: BUS_URL, scope: 'chaos', from, clock, logger });
	return BUS_URL === '' ? null : createPostgresBus({ url: BUS_URL, from, clock, logger });
}

process.on('message', (order: Order) => {
	if (order.order === 'die') deaths.arm(order.instant, order.passes);
	else if (order.order === 'shift') clock.shift(order.milliseconds);
	else if (order.order === 'recheck') void server.recheck(parts.scopeOf?.(order.scope) ?? order.scope);
	else process.send?.({ id: order.id, stats: server.stats() });
});
process.on('SIGTERM', () => {
	http.close();
	void server
		.close()
		.then(() => bus?.close())
		.then(() => own.close())
		.then(() => database.close())
		.then(() => process.exit(0));
});
