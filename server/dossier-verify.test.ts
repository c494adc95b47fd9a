import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDossier } from '#lib/server/evaluation/dossier/writers/dossier.writer.ts';
import { sampleDossier } from '../tests/support/dossier.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'dossier-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], dataDirectory: string): { status: number | null; said: string } {
	const env = { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '' };
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
	return { status, said: `${stdout}${stderr}` };
}

const verify = (path: string) => run(['server/dossier-verify.ts', path], '');

test('a file as it was made ends with 0, a tampered one with 1 and the name of the piece, one that is not there with 2', async () => {
	const { bytes } = await writeDossier(sampleDossier(), { format: 'zip' });
	const whole = join(folder, 'whole.zip');
	writeFileSync(whole, bytes);
	const { status, said } = verify(whole);
	expect(status).toBe(0);
	expect(said).toContain('est intact');
	expect(said).toContain('Sans la base du serveur');
	const files = unzipSync(bytes);
	files['donnees/valeurs.csv'] = new TextEncoder().encode('code,valeur\r\n');
	const tampered = join(folder, 'tampered.zip');
	writeFileSync(tampered, zipSync(files));
	expect(verify(tampered)).toEqual({
		status: 1,
		said: 'donnees/valeurs.csv\u00a0: n’est plus ce qui a été écrit.\n',
	});
	expect(verify(join(folder, 'absent.zip')).status).toBe(2);
});

test('a folder without a database is named, not made into one that is found sound', async () => {
	const { bytes } = await writeDossier(sampleDossier(), { format: 'zip' });
	const file = join(folder, 'asked.zip');
	writeFileSync(file, bytes);
	const mistyped = join(folder, 'mistyped');
	for (const args of [['server/audit-verify.ts'], ['server/dossier-verify.ts', file]]) {
		const { status, said } = run(args, mistyped);
		expect(status).toBe(2);
		expect(said).toContain(`DATA_DIR\u00a0: il n’y a pas de base dans le dossier ${mistyped}`);
		expect(said).not.toContain('intact');
		expect(existsSync(mistyped)).toBe(false);
	}
});
