import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TerrimedError } from '#lib/errors.ts';

/**
 * Takes the data directory for this process by a pid file opened exclusively. The embedded database has no
 * lock of its own and two openers would corrupt it. A file left by a process that is gone is replaced.
 * @returns the function that gives the directory back
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
	const path = join(directory, 'process.pid');
	for (let attempt = 0; attempt < 5; attempt += 1) {
		try {
			const file = await open(path, 'wx');
			await file.write(String(process.pid));
			await file.close();
			return () => rm(path, { force: true });
		} catch (error) {
			if (!isCode(error, 'EEXIST')) throw error;
			const holder = Number(await readFile(path, 'utf8').catch(() => ''));
			if (isAlive(holder)) {
				throw new TerrimedError(
					'unavailable',
					`DATA_DIR : le dossier ${directory} est déjà ouvert par le processus ${holder}. ` +
						'Arrêtez-le, ou choisissez un autre dossier.',
				);
			}
			await rm(path, { force: true });
		}
	}
	throw new TerrimedError('unavailable', `DATA_DIR : le dossier ${directory} n'a pas pu être réservé.`);
}

/** Our own pid in the file is a leftover: pids come round again after a restart of the machine (or a container). */
function isAlive(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return isCode(error, 'EPERM');
	}
}

function isCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
