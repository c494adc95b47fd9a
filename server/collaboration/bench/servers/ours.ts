// Our server as the product assembles it, sessions, rights and every check included, durable in the database it is given:
// DATABASE_URL, or DATA_DIR for the embedded one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { createSessions } from '#lib/server/accounts/session.ts';
import { openEmbedded, openPostgres } from '#lib/server/database/database.ts';
import { documentSnapshot } from '#lib/server/documents/document.tables.ts';
import { DatabaseLog } from '../../adapters/database-log.ts';
import { openLogConnection } from '../../adapters/log-connection.ts';
import { createSessionAuthorizer } from '../../adapters/session-authorizer.ts';
import { createSystemClock } from '../../adapters/system-clock.ts';
import { WorkerFolder } from '../../adapters/worker-folder.ts';
import { createWebsocketUpgrade } from '../../adapters/websocket.ts';
import { readLimits } from '../../limits.ts';
import { createCollaborationServer } from '../../server.ts';
import { answerQuestions } from './measured.js';
import { admitPeople, createDocuments } from './people.ts';

const { DATABASE_URL, DATA_DIR, LARGE } = process.env;
const MIGRATIONS = 'drizzle/migrations';
const now = (): Date => new Date();
const database = DATABASE_URL
	? await openPostgres(DATABASE_URL, MIGRATIONS)
	: await openEmbedded(DATA_DIR ?? null, MIGRATIONS);
const { db } = database;
const own = DATABASE_URL ? openLogConnection(DATABASE_URL) : null;
const log = new DatabaseLog(own?.db ?? db, { line: own?.line });
const sessions = createSessions(db, { secure: false, now });
const limits = readLimits(process.env);
const clock = createSystemClock();
const server = createCollaborationServer({
	log,
	folder: new WorkerFolder({ clock, limits }),
	authorizer: createSessionAuthorizer({ db, sessions, now }),
	limits,
	clock,
	logger: { info() {}, warn: report, error: report },
	schemaVersion: CURRENT_SCHEMA_VERSION,
});

function report(event: string, facts?: Record<string, unknown>): void {
	process.stderr.write(`${event} ${JSON.stringify(facts ?? {})}\n`);
}

/** The large document as it would be after months: a log, a snapshot of most of it, and some rows since. */
async function storeLarge(file: string): Promise<string> {
	const [id = ''] = await createDocuments(db, 1);
	const { snapshotSeq, updates } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as {
		snapshotSeq: number;
		updates: string[];
	};
	const batch = updates.map((update) => ({
		documentId: id,
		bytes: new Uint8Array(Buffer.from(update, 'base64')),
		accountId: null,
		clientId: null,
		newClients: [],
	}));
	for (let i = 0; i < batch.length; i += 100) await log.append(batch.slice(i, i + 100));
	await db.insert(documentSnapshot).values({
		documentId: id,
		seq: snapshotSeq,
		bytes: new Uint8Array(readFileSync(`${file}.snapshot`)),
		createdAt: now(),
	});
	return id;
}

answerQuestions({
	async stop() {
		await server.close();
		await own?.close();
		await database.close();
	},
	async other({ ask, count = 0 }) {
		if (ask === 'people') return { cookies: await admitPeople(db, sessions, count) };
		if (ask === 'documents') return { documents: await createDocuments(db, count) };
		if (ask === 'large' && LARGE) return { document: await storeLarge(LARGE) };
		return { stats: server.stats() };
	},
});

const http = createServer();
const upgrade = createWebsocketUpgrade({ server, limits });
http.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
http.listen(0, '127.0.0.1', 4096, () => {
	const { port } = http.address() as AddressInfo;
	process.send?.({ port });
});
