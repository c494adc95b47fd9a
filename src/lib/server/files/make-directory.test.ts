import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDirectory } from './make-directory.ts';

let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'terrimed-directory-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a directory is made with those above it, and once more does nothing', async () => {
	const path = join(directory, 'a', 'b', 'c');
	await makeDirectory(path);
	await makeDirectory(path);
	expect((await stat(path)).isDirectory()).toBe(true);
});

test('two at once make the same directory', async () => {
	const path = join(directory, 'a', 'b');
	await Promise.all([makeDirectory(path), makeDirectory(path), makeDirectory(join(path, 'c'))]);
	expect((await stat(join(path, 'c'))).isDirectory()).toBe(true);
});

test('a file in the way is said', async () => {
	await writeFile(join(directory, 'file'), '');
	await expect(makeDirectory(join(directory, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
	await expect(makeDirectory(join(directory, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(existsSync('/proc/self/stat'))('where the system makes no directory, it ends', async () => {
	await expect(makeDirectory('/proc/terrimed/database')).rejects.toMatchObject({ code: 'ENOENT' });
});

test.skipIf(process.getuid?.() === 0)('where one may not write, it says so', async () => {
	await chmod(directory, 0o500);
	await expect(makeDirectory(join(directory, 'a', 'b'))).rejects.toMatchObject({ code: 'EACCES' });
});
