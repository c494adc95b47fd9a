import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

/** Takes the directories that it is told, one a line; answers with « held » or the sentence, and gives back at « free ». */
const OTHER = `
	const { createInterface } = await import('node:readline');
	const { lockDirectory } = await import('./src/lib/server/database/directory-lock.ts');
	let free = async () => {};
	console.log('ready');
	for await (const line of createInterface({ input: process.stdin })) {
		if (line === 'free') { await free(); free = async () => {}; console.log('free'); }
		else await lockDirectory(line).then((found) => { free = found; console.log('held'); }, (error) => console.log(error.message));
	}
`;

class Other {
	readonly #child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', OTHER], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	readonly #lines: Interface;
	readonly #said: AsyncIterator<string>;

	constructor() {
		if (this.#child.stdout === null) throw new Error('no output');
		this.#lines = createInterface({ input: this.#child.stdout });
		this.#said = this.#lines[Symbol.asyncIterator]();
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	async hears(): Promise<string> {
		return String((await this.#said.next()).value);
	}

	tell(line: string): Promise<string> {
		this.#child.stdin?.write(`${line}\n`);
		return this.hears();
	}

	end(): void {
		this.#child.kill('SIGKILL');
	}
}

const OTHERS = 5;
const others: Other[] = [];
let directory: string;
let file: string;

beforeAll(async () => {
	for (let made = 0; made < OTHERS; made += 1) others.push(new Other());
	for (const other of others) expect(await other.hears()).toBe('ready');
});
afterAll(() => {
	for (const other of others) other.end();
});
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'terrimed-lock-'));
	file = join(directory, 'process.pid');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function oneOther(): Other {
	const [other] = others;
	if (other === undefined) throw new Error('no other process');
	return other;
}

/** A process that has ended and that nobody has asked how: its parent has become another program before. */
async function zombie(): Promise<{ pid: number; bury(): void }> {
	const parent = spawn('sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 60'], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: parent.stdout });
	const pid = Number((await lines[Symbol.asyncIterator]().next()).value);
	const until = async (path: string, text: string): Promise<void> => {
		while (!(await readFile(path, 'utf8')).includes(text))
			await new Promise((resolve) => setImmediate(resolve));
	};
	await until(`/proc/${parent.pid}/comm`, 'sleep');
	parent.stdin.end();
	await until(`/proc/${pid}/stat`, ') Z ');
	return { pid, bury: () => void parent.kill('SIGKILL') };
}

describe('the lock of a data directory', () => {
	test('is given back, and leaves nothing', async () => {
		const free = await lockDirectory(directory);
		expect(await readdir(directory)).toEqual(['process.pid']);
		await free();
		expect(await readdir(directory)).toEqual([]);
	});

	test('a second live process is refused with a sentence that names the variable and the first', async () => {
		const other = oneOther();
		expect(await other.tell(directory)).toBe('held');
		await expect(lockDirectory(directory)).rejects.toThrow(
			`DATA_DIR : le dossier ${directory} est déjà ouvert par le processus ${other.pid}.`,
		);
		await other.tell('free');
		await (
			await lockDirectory(directory)
		)();
	});

	test('what is given back late is not taken from whoever has it since', async () => {
		const free = await lockDirectory(directory);
		await rm(file);
		const other = oneOther();
		expect(await other.tell(directory)).toBe('held');
		await free();
		await expect(lockDirectory(directory)).rejects.toThrow(String(other.pid));
		await other.tell('free');
	});

	test.each(['', 'what', '99999999', '-1', '0', `${process.pid}`])(
		'a file that says « %s » was left, by nobody who lives',
		async (text) => {
			await writeFile(file, text);
			await (
				await lockDirectory(directory)
			)();
		},
	);

	test('an old file, with a number only, of a process of Node that lives is believed', async () => {
		const { pid } = oneOther();
		await writeFile(file, String(pid));
		await expect(lockDirectory(directory)).rejects.toThrow(String(pid));
	});

	test.each([2, OTHERS])(
		'of %i processes that start at once, on a free folder or on what a dead one left, one holds it',
		async (count) => {
			for (let round = 0; round < 20; round += 1) {
				if (round % 2 === 0) await writeFile(file, '99999999 - left');
				const asked = others.slice(0, count);
				const answers = await Promise.all(asked.map((other) => other.tell(directory)));
				expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
				expect(answers.filter((answer) => answer.startsWith('DATA_DIR : '))).toHaveLength(asked.length - 1);
				await Promise.all(asked.map((other) => other.tell('free')));
				expect(await readdir(directory)).toEqual([]);
			}
		},
	);
});

describe.runIf(existsSync('/proc/self/stat'))('where the system says how processes are', () => {
	test('a process that has ended counts as gone, though nobody has asked how', async () => {
		const { pid, bury } = await zombie();
		await writeFile(file, String(pid));
		await (
			await lockDirectory(directory)
		)();
		await writeFile(file, `${pid} - left`);
		await (
			await lockDirectory(directory)
		)();
		bury();
	});

	test('a number that another process has since is not taken for the owner', async () => {
		const other = oneOther();
		expect(await other.tell(directory)).toBe('held');
		const [number, birth, nonce] = (await readFile(file, 'utf8')).split(' ');
		expect(number).toBe(String(other.pid));
		await other.tell('free');
		await writeFile(file, `${number} ${birth}0 ${nonce}`);
		await (
			await lockDirectory(directory)
		)();
	});

	test('an old file that names a process born later, or another program, was left', async () => {
		await writeFile(file, String(oneOther().pid));
		await utimes(file, new Date(), new Date('2020-01-01'));
		await (
			await lockDirectory(directory)
		)();
		const program = spawn('sleep', ['60'], { stdio: 'ignore' });
		await writeFile(file, String(program.pid));
		await (
			await lockDirectory(directory)
		)();
		program.kill('SIGKILL');
	});
});
