import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { SEEDED_DIRECTORY, SERVER_DIRECTORIES } from './server.ts';

export const forgetServers = (): void => rmSync(SERVER_DIRECTORIES, { recursive: true, force: true });

/** Loads the demonstration in the data directory that servers copy, unless `npm test` has just done so beside its checks. */
export function seedDirectory(): void {
	forgetServers();
	if (process.env.SEEDED === '1') return;
	rmSync(SEEDED_DIRECTORY, { recursive: true, force: true });
	execFileSync(process.execPath, ['drizzle/seed.ts', '--demo'], {
		env: { ...process.env, DATA_DIR: SEEDED_DIRECTORY, DATABASE_URL: '' },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}
