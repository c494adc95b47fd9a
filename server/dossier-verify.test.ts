import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDossier } from '#lib/server/evaluation/dossier/writers/dossier.writer.ts';
import { sampleDossier } from '../tests/support/dossier.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'dossier-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function verify(path: string): { status: number | null; said: string } {
	const env = { ...process.env, DATA_DIR: '', DATABASE_URL: '' };
	const { status, stdout, stderr } = spawnSync(process.execPath, ['server/dossier-verify.ts', path], {
		...{ env, encoding: 'utf8' },
	});
	return { status, said: `${stdout}${stderr}` };
}

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
