import { openEmbedded, openPostgres, type OpenDatabase } from '#lib/server/database/database.ts';
import { buildAccount, buildDocument } from '../../tests/support/document-log.ts';
import { startPostgres } from '../../tests/support/postgres.ts';
import { DatabaseLog } from './adapters/database-log.ts';
import { openLogConnection } from './adapters/log-connection.ts';
import { MemoryLog } from './adapters/memory-log.ts';
import { describeLogContract, type LogUnderTest } from './testing/log-contract.ts';

const MIGRATIONS = 'drizzle/migrations';

function onDatabase(database: OpenDatabase, close: () => Promise<void>): LogUnderTest {
	let people = 0;
	return {
		log: new DatabaseLog(database.db),
		another: () => new DatabaseLog(database.db),
		createDocument: () => buildDocument(database.db, { departmentCode: '64', kind: 'note' }),
		createAccount: () => buildAccount(database.db, `Personne ${++people}`),
		close,
	};
}

describeLogContract('memory', async () => {
	const log = new MemoryLog();
	let made = 0;
	const create = async () => {
		const id = `document-${++made}`;
		log.create(id);
		return id;
	};
	return { log, another: () => log, createDocument: create, createAccount: create, close: async () => {} };
});

describeLogContract('the embedded database', async () => {
	const database = await openEmbedded(null, MIGRATIONS);
	return onDatabase(database, () => database.close());
});

describeLogContract('Postgres', async () => {
	const postgres = await startPostgres();
	const url = await postgres.createDatabase();
	const database = await openPostgres(url, MIGRATIONS);
	const own = openLogConnection(url);
	const close = async () => {
		await own.close();
		await database.close();
		await postgres.stop();
	};
	// One log on connections of its own, as in the product, beside one on the pages'.
	return { ...onDatabase(database, close), log: new DatabaseLog(own.db, { line: own.line }) };
});
