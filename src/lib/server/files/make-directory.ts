import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory and those above it. Node's own `recursive` never ends where the system makes none (`/proc`), and says of a disk that may only
 * be read that the directory is not there.
 */
export async function makeDirectory(path: string): Promise<void> {
	const place = resolve(path);
	if (await made(place)) return;
	await makeDirectory(dirname(place));
	if (!(await made(place))) await mkdir(place);
}

/** Whether a directory is there now; false when what is above it is missing. */
async function made(path: string): Promise<boolean> {
	try {
		await mkdir(path);
		return true;
	} catch (error) {
		const isThere = await stat(path).then(
			(found) => found.isDirectory(),
			() => false,
		);
		if (isThere) return true;
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (isMissing && dirname(path) !== path) return false;
		throw error;
	}
}
