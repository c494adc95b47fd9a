// Our server with all checks on, durable in the database it is given: DATABASE_URL, or DATA_DIR for the embedded one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEmbedded, openPostgres } from '#lib/server/database/database.ts';
import { documentSnapshot } from '#lib/server/documents/document.tables.ts';
import { buildAccount, buildDocument } from '../../../tests/support/document-log.ts';
import { DatabaseLog } from '../adapters/database-log.ts';
import { openLogConnection } from '../adapters/log-connection.ts';
import { createSystemClock } from '../adapters/system-clock.ts';
import { WorkerFolder } from '../adapters/worker-folder.ts';
import { createWebsocketUpgrade } from '../adapters/websocket.ts';
import { readLimits } from '../limits.ts';
import type { Authorizer } from '../ports.ts';
import { createCollaborationServer } from '../server.ts';

const { DATABASE_URL, DATA_DIR, LARGE, LARGE_ID } = process.env;
const MIGRATIONS = 'drizzle/migrations';
const database = DATABASE_URL
	? await openPostgres(DATABASE_URL, MIGRATIONS)
	: await openEmbedded(DATA_DIR ?? null, MIGRATIONS);
const own = DATABASE_URL ? openLogConnection(DATABASE_URL) : null;
const log = new DatabaseLog(own?.db ?? database.db);
const silent = { info() {}, warn: report, error: report };
const accountId = await buildAccount(database.db, 'Banc d’essai');
const limits = readLimits(process.env);

const authorizer: Authorizer = {
	authorize: () => Promise.resolve(grant()),
	reauthorize: () => Promise.resolve(grant()),
};

function grant() {
	const person = { accountId, name: 'Banc d’essai', organisation: '', initials: 'BE', color: 1 };
	return {
		ok: true as const,
		accountId,
		sessionId: 'bench',
		person,
		access: 'write' as const,
		departmentCode: '64',
		documentKind: 'note',
		validUntil: null,
	};
}

function report(event: string, facts?: Record<string, unknown>): void {
	process.stderr.write(`${event} ${JSON.stringify(facts ?? {})}\n`);
}

const clock = createSystemClock();
const server = createCollaborationServer({
	log,
	folder: new WorkerFolder({ clock, limits }),
	authorizer,
	limits,
	clock,
	logger: silent,
	schemaVersion: 1,
});
const documents: string[] = [];
for (let i = 0; i < 4; i++)
	documents.push(await buildDocument(database.db, { departmentCode: '64', kind: 'note' }));
let large = LARGE_ID ?? null;
if (LARGE && large === null) large = await storeLarge(LARGE);

/** The large document as it would be after months: a log, a snapshot of most of it, and some rows since. */
async function storeLarge(file: string): Promise<string> {
	const id = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
	const parts = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as {
		snapshotSeq: number;
		updates: string[];
	};
	const batch = parts.updates.map((update, i) => ({
		documentId: id,
		bytes: new Uint8Array(Buffer.from(update, 'base64')),
		accountId,
		clientId: null,
		newClients: i === 0 ? [1, 2, 3, 4, 5] : [],
	}));
	for (let i = 0; i < batch.length; i += 100) await log.append(batch.slice(i, i + 100));
	await storeSnapshot({
		documentId: id,
		seq: parts.snapshotSeq,
		bytes: new Uint8Array(readFileSync(`${file}.snapshot`)),
	});
	return id;
}

async function storeSnapshot(row: { documentId: string; seq: number; bytes: Uint8Array }): Promise<void> {
	await (own?.db ?? database.db).insert(documentSnapshot).values({ ...row, createdAt: new Date() });
}

/** What one row costs to commit here and now, by the same driver: the floor of being durable. Median, milliseconds. */
async function measureCommit(): Promise<number> {
	const documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
	const times: number[] = [];
	for (let seq = 1; seq <= 200; seq++) {
		const started = performance.now();
		await storeSnapshot({ documentId, seq, bytes: new Uint8Array(25) });
		if (seq > 50) times.push(performance.now() - started);
	}
	return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

const commit = await measureCommit();
const http = createServer();
const upgrade = createWebsocketUpgrade({ server, limits });
http.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
http.listen(0, '127.0.0.1', () => {
	const { port } = http.address() as AddressInfo;
	process.send?.({ port, documents, large, commit });
});
process.on('message', () => {
	void server
		.close()
		.then(() => own?.close())
		.then(() => database.close())
		.then(() => process.exit(0));
});
