import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTILE_FILES, type HostileFile } from '../../../../tests/support/hostile-files.ts';

interface Told {
	code: string;
	message: string;
	/** Bytes. */
	grown: number;
}

let folder: string;
let told: Map<string, Told & { expected: Pick<HostileFile, 'code' | 'says'> }>;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'terrimed-refused-'));
	const files = Object.entries(HOSTILE_FILES).map(([title, make], index) => {
		const { name, bytes, ...expected } = make();
		const file = join(folder, `${index}-${name}`);
		writeFileSync(file, bytes);
		return { title, file, expected };
	});
	const script = ['tests/support/refuse-file.ts', ...files.map(({ file }) => file)];
	const lines = execFileSync(process.execPath, script, { encoding: 'utf8' }).trim().split('\n');
	told = new Map(
		files.map(({ title, expected }, index) => [title, { ...(JSON.parse(lines[index]!) as Told), expected }]),
	);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.keys(HOSTILE_FILES))(
	'%s is refused with a sentence that says what to do, and the process never grows by 150 MB',
	(title) => {
		const { code, message, grown, expected } = told.get(title)!;
		expect(code).toBe(expected.code);
		expect(message).toMatch(expected.says);
		expect(message).toMatch(/Rien n'a été enregistré\./);
		expect(grown).toBeLessThan(150 * 1_048_576);
	},
);
