import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { MESSAGE } from '#lib/collaboration/protocol.ts';
import { newId } from '#lib/identifiers.ts';
import { sessionCookie } from '../support/people.ts';
import { frameOf, RawLine } from '../support/raw-line.ts';
import { childEnvironment } from '../support/environment.ts';
import { freePort } from '../support/free-port.ts';
import { newDataDirectory, startServer, waitUntilServing, type TestServer } from '../support/server.ts';
import { askForUpgrade } from '../support/upgrade.ts';

/** Enough to make a document due for folding when it is left. */
const UPDATES = 4;
const FOLD_SOON = { LIMIT_SNAPSHOT_AFTER: String(UPDATES - 1) };

let server: TestServer;

test.beforeAll(async () => {
	server = await startServer(FOLD_SOON);
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

/** Runs `use` while the development server runs. */
async function withVite(
	environment: Record<string, string>,
	use: (origin: string, running: { vite: ChildProcess; output(): string }) => Promise<void>,
): Promise<void> {
	const port = await freePort();
	const vite = spawn('node_modules/.bin/vite', ['dev', '--port', String(port), '--strictPort'], {
		env: childEnvironment({ NODE_ENV: 'development', ...environment }),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	vite.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	vite.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	try {
		await expect.poll(() => output, { timeout: 60_000 }).toContain('Local');
		await use(`http://localhost:${port}`, { vite, output: () => output });
	} finally {
		vite.kill('SIGTERM');
		await once(vite, 'exit');
	}
}

/** Writes in a document, leaves it, and waits for its snapshot. The composition knows one folder only, which starts a thread. */
async function expectFold(origin: string): Promise<void> {
	const cookie = await sessionCookie(origin, 'mayor');
	const listed = await fetch(`${origin}/api/departements/64/documents`, { headers: { cookie } });
	const documents = (await listed.json()) as { id: string; kind: string }[];
	const documentId = documents.find(({ kind }) => kind === 'diagnosis')?.id ?? '';
	const doc = new Y.Doc();
	for (let turn = 0; turn < UPDATES; turn += 1) {
		// One page each time: an update of its own in the log.
		const line = new RawLine({ origin, cookie, documentId });
		await line.say(frameOf(doc, (own) => void own.getMap('essai').set('tour', turn)));
		await line.hears(MESSAGE.saved);
		line.leave();
	}
	const measured = async (): Promise<string> => (await fetch(`${origin}/metriques`)).text();
	await expect.poll(measured, { timeout: 60_000 }).toMatch(/^terrimed_snapshots\{outcome="written"\} [1-9]/m);
	expect(await measured()).toMatch(/^terrimed_snapshots\{outcome="(failed|mismatch)"\} 0$/m);
}

test('DUR-10 built: a document is folded by the thread', () => expectFold(server.origin));

test('DUR-10 in development: a page and a socket report the same runtime, even when the socket comes first; a document is folded by the thread', async () => {
	const dataDirectory = await newDataDirectory(true);
	await withVite({ DATA_DIR: dataDirectory, ...FOLD_SOON }, async (origin, { vite, output }) => {
		const first = await askForUpgrade(origin, `/collaboration/${newId()}`);
		await waitUntilServing(origin, vite, output);
		const { page, socket } = await runtimesOf(origin);
		expect(page).toBe(socket);
		expect(first.headers['x-terrimed-runtime']).toBe(page);
		await expectFold(origin);
	});
});

test('a foreign page gets 403, a program without Origin its websocket', async () => {
	const path = `/collaboration/${newId()}`;
	expect((await askForUpgrade(server.origin, path, { origin: 'https://elsewhere.example' })).status).toBe(
		403,
	);
	expect((await askForUpgrade(server.origin, path, { origin: server.origin })).status).toBe(101);
	expect((await askForUpgrade(server.origin, path)).status).toBe(101);
});

test('a websocket that is asked for elsewhere is answered by the page', async () => {
	expect((await askForUpgrade(server.origin, '/sante')).status).toBe(200);
	expect((await askForUpgrade(server.origin, '/connexion', { upgrade: 'h2c' })).status).toBe(200);
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
	['XFF_DEPTH', 'deux'],
	['DATA_DIR', '/proc/terrimed'],
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
	// And whoever comes by fewer proxies than are trusted, or by several that each say their scheme.
	const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https, http' };
	expect((await fetch(`${own.origin}/sante`, { headers })).status).toBe(200);
	expect((await fetch(`${own.origin}/connexion`, { headers })).status).toBe(200);
	await own.stop();
});

// The last here, since it stops the server of the others.
test('SIGTERM ends the server by itself, with code 0', async () => {
	expect(await server.stop('SIGTERM')).toBe(0);
});
