import { createHash } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { birthOf, isRunning, mayHaveWritten } from './process-birth.ts';

/**
 * Takes the data directory for this process by a file that names it. The embedded database has no lock of its own and two openers would
 * corrupt it. A file left by a process that is gone is replaced.
 * @returns the function that gives the directory back
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
	const path = join(directory, 'process.pid');
	// The number, for people too; then what tells this process from a later one of the same number, and this taking from every other.
	const own = `${process.pid} ${(await birthOf(process.pid)) ?? '-'} ${newId()}`;
	const holder = await take(path, own);
	if (holder !== null) {
		throw new TerrimedError(
			'unavailable',
			holder === 0
				? `DATA_DIR : le dossier ${directory} n'a pas pu être réservé.`
				: `DATA_DIR : le dossier ${directory} est déjà ouvert par le processus ${holder}. ` +
						'Arrêtez-le, ou choisissez un autre dossier.',
		);
	}
	return () => release(path, own);
}

/**
 * Makes a file ours. One that was left is replaced by whoever takes the file named after it first, and nobody else: two that both found it
 * left would otherwise remove each other's.
 * @returns null once it is ours, else who has it, 0 for nobody in particular
 */
async function take(path: string, own: string): Promise<number | null> {
	for (let attempt = 0; attempt < 5; attempt += 1) {
		if (await create(path, own)) return null;
		const left = await readFile(path, 'utf8').catch(() => null);
		if (left === null) continue;
		const holder = await holderOf(left, path);
		if (holder !== null) return holder;
		const turn = join(
			dirname(path),
			`process.pid.${createHash('sha256').update(left).digest('hex').slice(0, 16)}`,
		);
		const other = await take(turn, own);
		if (other !== null) return other;
		try {
			// Whoever had this turn before may have replaced it meanwhile.
			if ((await readFile(path, 'utf8').catch(() => null)) !== left) continue;
			await write(path, own, rename);
			return null;
		} finally {
			await release(turn, own);
		}
	}
	return 0;
}

/** Whether the file was not there, and now is ours, whole from its first instant. */
async function create(path: string, own: string): Promise<boolean> {
	try {
		await write(path, own, link);
		return true;
	} catch (error) {
		if (isCode(error, 'EEXIST')) return false;
		if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].some((code) => isCode(error, code))) throw error;
	}
	// A file system without links: others may see it empty for an instant.
	return writeFile(path, own, { flag: 'wx' }).then(
		() => true,
		(error: unknown) => {
			if (isCode(error, 'EEXIST')) return false;
			throw error;
		},
	);
}

/** Writes beside the file, then has it put in place. */
async function write(
	path: string,
	own: string,
	place: (from: string, to: string) => Promise<void>,
): Promise<void> {
	const written = `${path}-${newId()}`;
	try {
		await writeFile(written, own);
		await place(written, path);
	} finally {
		await rm(written, { force: true });
	}
}

async function release(path: string, own: string): Promise<void> {
	if ((await readFile(path, 'utf8').catch(() => null)) === own) await rm(path, { force: true });
}

/** Who holds a file, null when it was left. Our own number is a leftover: numbers come round again after a restart of a container. */
async function holderOf(text: string, path: string): Promise<number | null> {
	const [number = '', birth] = text.trim().split(' ');
	const pid = Number(number);
	if (pid === process.pid || !(await isRunning(pid))) return null;
	// As it was written before births were.
	if (birth === undefined) return (await mayHaveWritten(pid, path)) ? pid : null;
	const alive = await birthOf(pid);
	return birth === '-' || alive === null || alive === birth ? pid : null;
}

function isCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
