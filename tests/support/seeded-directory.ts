import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { SEEDED_DIRECTORY } from './server.ts';

/** Loads the demonstration once for all the browser tests. */
export default function seedDirectory(): void {
	if (existsSync(SEEDED_DIRECTORY)) rmSync(SEEDED_DIRECTORY, { recursive: true });
	execFileSync(process.execPath, ['drizzle/seed.ts', '--demo'], {
		env: { ...process.env, DATA_DIR: SEEDED_DIRECTORY, DATABASE_URL: '' },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}
