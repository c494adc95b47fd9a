import { forgetServers, seedDirectory } from './seeded-directory.ts';
import { startSeededPostgres } from './seeded-postgres.ts';

/** Once for all the browser tests: the demonstration in the embedded database, and in a Postgres that runs as long as they do. */
export default async function setUp(): Promise<() => Promise<void>> {
	seedDirectory();
	const stopPostgres = await startSeededPostgres();
	return async () => {
		await stopPostgres();
		forgetServers();
	};
}
