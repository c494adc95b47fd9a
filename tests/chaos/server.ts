// One process of the chaos run: the co-editing server alone, on the real log, with deaths and faults around its ports.
import { createServer } from 'node:http';
import { openPostgres } from '#lib/server/database/database.ts';
import { DatabaseLog } from '#server/collaboration/adapters/database-log.ts';
import { openLogConnection } from '#server/collaboration/adapters/log-connection.ts';
import { createWebsocketUpgrade } from '#server/collaboration/adapters/websocket.ts';
import { readLimits } from '#server/collaboration/limits.ts';
import type { RecheckScope } from '#server/collaboration/ports.ts';
import { createCollaborationServer } from '#server/collaboration/server.ts';
import { createChaosAuthorizer } from './authorizer.ts';
import { createShiftedClock } from './clock.ts';
import { Deaths, type Instant } from './deaths.ts';
import { FAULTS, plant } from './faults.ts';

/** What the harness tells a process. */
export type Order =
	| { order: 'die'; instant: Instant; passes: number }
	| { order: 'shift'; milliseconds: number }
	| { order: 'recheck'; scope: RecheckScope }
	| { order: 'stats'; id: number };

const { DATABASE_URL = '', PORT = '0', FAULT = '', SCHEMA = '1' } = process.env;
const fault = FAULTS.find((name) => name === FAULT) ?? null;
const limits = readLimits(process.env);
const clock = createShiftedClock();
const deaths = new Deaths();
const database = await openPostgres(DATABASE_URL, 'drizzle/migrations');
const own = openLogConnection(DATABASE_URL);
const sound = {
	log: deaths.log(new DatabaseLog(own.db, () => new Date(clock.now()))),
	authorizer: createChaosAuthorizer(database.db),
	db: database.db,
};
const parts = fault === null ? { ...sound, watch: null } : plant(fault, sound);
const tell = (event: string, facts?: Record<string, unknown>): void =>
	void process.stderr.write(`${event} ${JSON.stringify(facts ?? {})}\n`);
const server = createCollaborationServer({
	log: parts.log,
	authorizer: parts.authorizer,
	limits,
	clock,
	logger: { info: () => {}, warn: tell, error: tell },
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

process.on('message', (order: Order) => {
	if (order.order === 'die') deaths.arm(order.instant, order.passes);
	else if (order.order === 'shift') clock.shift(order.milliseconds);
	else if (order.order === 'recheck') void server.recheck(order.scope);
	else process.send?.({ id: order.id, stats: server.stats() });
});
process.on('SIGTERM', () => {
	http.close();
	void server
		.close()
		.then(() => own.close())
		.then(() => database.close())
		.then(() => process.exit(0));
});
