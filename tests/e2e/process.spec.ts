import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#lib/identifiers.ts';
import {
	childEnvironment,
	freePort,
	startServer,
	waitUntilServing,
	type TestServer,
} from '../support/server.ts';
import { askForUpgrade } from '../support/upgrade.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startServer();
});
test.afterAll(() => server.stop());

async function runtimesOf(origin: string): Promise<{ page: unknown; socket: unknown }> {
	const health = (await (await fetch(`${origin}/sante`)).json()) as { runtime: string };
	const { headers } = await askForUpgrade(origin, `/collaboration/${newId()}`);
	return { page: health.runtime, socket: headers['x-terrimed-runtime'] };
}

test('built: a page and a socket report the same runtime', async () => {
	const { page, socket } = await runtimesOf(server.origin);
	expect(page).toBe(socket);
});

test('in development: a page and a socket report the same runtime, even when the socket comes first', async () => {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const dataDirectory = await mkdtemp(join(tmpdir(), 'terrimed-dev-'));
	const vite = spawn('node_modules/.bin/vite', ['dev', '--port', String(port), '--strictPort'], {
		env: childEnvironment({ DATA_DIR: dataDirectory, NODE_ENV: 'development' }),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	vite.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	vite.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	try {
		await expect.poll(() => output, { timeout: 60_000 }).toContain('Local');
		const first = await askForUpgrade(origin, `/collaboration/${newId()}`);
		await waitUntilServing(origin, vite, () => output);
		const { page, socket } = await runtimesOf(origin);
		expect(page).toBe(socket);
		expect(first.headers['x-terrimed-runtime']).toBe(page);
	} finally {
		vite.kill('SIGTERM');
		await once(vite, 'exit');
	}
});

test('a foreign page gets 403, a program without Origin its websocket', async () => {
	const path = `/collaboration/${newId()}`;
	expect((await askForUpgrade(server.origin, path, { origin: 'https://elsewhere.example' })).status).toBe(
		403,
	);
	expect((await askForUpgrade(server.origin, path, { origin: server.origin })).status).toBe(101);
	expect((await askForUpgrade(server.origin, path)).status).toBe(101);
});

test('a second process on the same data directory stops with a sentence that names DATA_DIR', async () => {
	const second = spawn(process.execPath, ['server/index.ts'], {
		env: childEnvironment({ DATA_DIR: server.dataDirectory, PORT: '0' }),
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let errors = '';
	second.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const [code] = (await once(second, 'exit')) as [number];
	expect(code).toBe(1);
	expect(errors).toMatch(/^DATA_DIR : /m);
});

for (const [name, value] of [
	['PORT', 'abc'],
	['DATABASE_URL', 'mysql://x'],
	['ORIGIN', 'terrimed.example'],
	['TERRIMED_TYPO', '1'],
	['LIMIT_TYPO', '1'],
	['LIMIT_FRAME_BYTES', 'many'],
] as const) {
	test(`unusable configuration stops the start: ${name}=${value}`, async () => {
		const dataDirectory = await mkdtemp(join(tmpdir(), 'terrimed-config-'));
		const child = spawn(process.execPath, ['server/index.ts'], {
			env: childEnvironment({ DATA_DIR: dataDirectory, PORT: '0', [name]: value }),
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let errors = '';
		child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
		const [code] = (await once(child, 'exit')) as [number];
		expect(code).toBe(1);
		expect(errors.trim().split('\n')).toHaveLength(1);
		expect(errors).toContain(`${name} : `);
	});
}

test('behind a proxy that gives addresses, whoever comes without one is answered too: a check of its health', async () => {
	const own = await startServer({ ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: '2' });
	expect((await fetch(`${own.origin}/sante`)).status).toBe(200);
	expect((await fetch(`${own.origin}/connexion`)).status).toBe(200);
	await own.stop();
});

test('SIGTERM ends the server by itself, with code 0', async () => {
	const own = await startServer();
	expect(await own.stop('SIGTERM')).toBe(0);
});
