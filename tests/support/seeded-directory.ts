import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { SEEDED_DIRECTORY } from './server.ts';

/** Loads the demonstration once for all the browser tests, unless `npm test` has just done so beside its checks. */
export default function seedDirectory(): void {
	if (process.env.SEEDED === '1') return;
	if (existsSync(SEEDED_DIRECTORY)) rmSync(SEEDED_DIRECTORY, { recursive: true });
	execFileSync(process.execPath, ['drizzle/seed.ts', '--demo'], {
		env: { ...process.env, DATA_DIR: SEEDED_DIRECTORY, DATABASE_URL: '' },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}
