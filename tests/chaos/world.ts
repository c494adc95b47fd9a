import * as Y from 'yjs';
import { eq, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { openPostgres, type OpenDatabase } from '#lib/server/database/database.ts';
import { DatabaseLog } from '#server/collaboration/adapters/database-log.ts';
import { buildDocument } from '../support/document-log.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { startRedis } from '../support/redis.ts';
import { READER } from './authorizer.ts';
import { ServerNode } from './node.ts';
import { startPeople, type People } from './people.ts';
import { startMortalPostgres, type MortalPostgres } from './postgres.ts';
import { plantTemplate } from './writing.ts';

export interface WorldOptions {
	processes: number;
	/** What carries hints between processes; a process alone has none. */
	bus: 'redis' | 'postgres';
	/** Set in the environment of each process: a planted fault, bounds. */
	environment: Record<string, string>;
}

/** Bounds that make a short run meet what a long one would: snapshots often, slow readers soon. */
const ENVIRONMENT = {
	LIMIT_SNAPSHOT_AFTER: '6',
	LIMIT_SEND_BUFFER_BYTES: '60000',
	LIMIT_UPDATES_BURST: '2000',
	LIMIT_SOCKETS_PER_ACCOUNT: '500',
};

/** Everything real that a run is made of: a database, processes, people, and a proxy on every line between them. */
export interface World {
	readonly postgres: MortalPostgres;
	readonly nodes: readonly ServerNode[];
	/** From each process to the database, by the name of the process. */
	readonly databaseLinks: ReadonlyMap<string, Proxy>;
	readonly busLinks: ReadonlyMap<string, Proxy>;
	/** Ends what carries hints, for good, until `restoreBus`. */
	loseBus(): Promise<void>;
	restoreBus(): Promise<void>;
	/** Ends the connections that listen, and nothing else. */
	endListeners(): Promise<void>;
	readonly people: People;
	/** Straight to the database, for what is counted. */
	readonly database: OpenDatabase;
	readonly log: DatabaseLog;
	createAccount(name: string, access: 'read' | 'write'): Promise<string>;
	endRight(accountId: string): Promise<void>;
	createDocument(): Promise<string>;
	/** A line from one person to the processes, in turn from the `first`; one that does not answer is passed over. */
	openLink(first: number): Promise<Proxy>;
	close(): Promise<void>;
}

const DATABASE = 'chaos';

export async function openWorld(options: WorldOptions): Promise<World> {
	const postgres = await startMortalPostgres();
	await postgres.createDatabase(DATABASE);
	const database = await openPostgres(postgres.url(DATABASE), 'drizzle/migrations');
	const isShared = options.processes > 1;
	const redis = isShared && options.bus === 'redis' ? await startRedis() : null;
	const databaseLinks = new Map<string, Proxy>();
	const busLinks = new Map<string, Proxy>();
	const nodes: ServerNode[] = [];
	for (let i = 0; i < options.processes; i += 1) {
		const name = String.fromCharCode(65 + i);
		const link = await openProxy({ host: '127.0.0.1', port: postgres.port });
		databaseLinks.set(name, link);
		const databaseUrl = postgres.url(DATABASE, link.port);
		let busUrl = '';
		if (isShared) {
			const busLink = await openProxy({ host: '127.0.0.1', port: redis?.port ?? postgres.port });
			busLinks.set(name, busLink);
			busUrl = redis ? `redis://127.0.0.1:${busLink.port}` : postgres.url(DATABASE, busLink.port);
		}
		const environment = { ...ENVIRONMENT, ...options.environment };
		nodes.push(new ServerNode({ name, databaseUrl, busUrl, environment }));
	}
	const people = await startPeople();
	await Promise.all(nodes.map((node) => node.start()));
	const log = new DatabaseLog(database.db);
	return {
		postgres,
		nodes,
		databaseLinks,
		busLinks,
		async loseBus() {
			if (redis) return redis.kill();
			for (const link of busLinks.values()) link.cut();
		},
		async restoreBus() {
			if (redis) return redis.start();
			for (const link of busLinks.values()) link.heal();
		},
		async endListeners() {
			if (redis) return busLinks.forEach((link) => link.reset());
			await database.db
				.select({ ended: sql<boolean>`pg_terminate_backend(pid)` })
				.from(sql`pg_stat_activity`)
				.where(sql`application_name = 'terrimed-bus'`);
		},
		people,
		database,
		log,
		async createAccount(name, access) {
			const id = newId();
			const displayName = access === 'read' ? `${READER} ${name}` : name;
			await database.db
				.insert(account)
				.values({ id, email: `${id}@exemple.test`, displayName, createdAt: new Date() });
			return id;
		},
		async endRight(accountId) {
			await database.db.update(account).set({ disabledAt: new Date() }).where(eq(account.id, accountId));
		},
		async createDocument() {
			const documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
			const doc = new Y.Doc();
			plantTemplate(doc);
			const entry = { documentId, accountId: null, clientId: doc.clientID, newClients: [doc.clientID] };
			await log.append([{ ...entry, bytes: Y.encodeStateAsUpdate(doc) }]);
			return documentId;
		},
		openLink(first) {
			const targets = nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
			const turn = first % targets.length;
			return openProxy(...targets.slice(turn), ...targets.slice(0, turn));
		},
		async close() {
			await people.close();
			await Promise.all(nodes.map((node) => (node.isRunning ? node.kill() : undefined)));
			await database.close();
			for (const link of [...databaseLinks.values(), ...busLinks.values()]) await link.close();
			await redis?.kill();
			await postgres.close();
		},
	};
}
