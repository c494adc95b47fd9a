import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE } from './close-codes.ts';
import { Line } from './line.ts';
import { fakeSockets, type FakeSocket } from './testing/fake-sockets.ts';

// Before the libraries are read: some keep the clock that they find then.
vi.hoisted(() => vi.useFakeTimers());

const PRESENCE = new Uint8Array([1, 1, 0]);

let provider: WebsocketProvider;
let line: Line;
let sockets: ReturnType<typeof fakeSockets>;
let waitingSince: number | null;
let moves: boolean[];
/** What a websocket tried beside meets. */
let passes: boolean;
let tab: EventTarget & { visibilityState: string };

beforeEach(() => {
	tab = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	vi.stubGlobal('document', tab);
	vi.stubGlobal('window', new EventTarget());
	sockets = fakeSockets();
	waitingSince = null;
	moves = [];
	passes = false;
	provider = new WebsocketProvider('ws://127.0.0.1', 'document', new Y.Doc(), {
		connect: false,
		disableBc: true,
	});
	line = new Line({
		provider,
		sockets,
		startWith: 'websocket',
		probe: async () => passes,
		now: Date.now,
		waitingSince: () => waitingSince,
		changed: () => {},
	});
	provider.on('connection-close', () => moves.push(line.isMoving));
	provider.connect();
});

afterEach(() => {
	line.stop();
	provider.destroy();
	provider.doc.destroy();
	vi.clearAllTimers();
	vi.unstubAllGlobals();
});

const last = (): FakeSocket => sockets.made.at(-1)!;
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const kinds = () => sockets.made.map(({ kind }) => kind);

/** Time passes on a line on which the server speaks every 15 s, as it does. */
async function passAlive(milliseconds: number): Promise<void> {
	for (let left = milliseconds; left > 0; left -= 15_000) {
		await pass(Math.min(left, 15_000));
		last().say(PRESENCE);
	}
}

describe('which way', () => {
	test('LINE-1 a websocket that does not open in 4 s is left for HTTP, at once', async () => {
		await pass(3_999);
		expect(kinds()).toEqual(['websocket']);
		await pass(1);
		expect(kinds()).toEqual(['websocket', 'http']);
		expect(moves).toEqual([true]);
		expect(line.transport).toBe('http');
	});

	test('LINE-1 one that opens and lets nothing through is left after 10 s', async () => {
		await pass(100);
		last().open({ synced: false });
		await pass(9_999);
		expect(kinds()).toEqual(['websocket']);
		await pass(1);
		expect(kinds()).toEqual(['websocket', 'http']);
	});

	test('LINE-1 one through which something comes is given the time it takes', async () => {
		await pass(100);
		last().open({ synced: false });
		await pass(5_000);
		last().say(PRESENCE);
		await passAlive(20_000);
		expect(kinds()).toEqual(['websocket']);
	});

	test('LINE-1 one that dies three times is left for HTTP; when that dies too, the websocket is as good', async () => {
		for (let deaths = 0; deaths < 3; deaths += 1) {
			last().die();
			await pass(1_000);
		}
		expect(kinds()).toEqual(['websocket', 'websocket', 'websocket', 'http']);
		last().die();
		await pass(2_000);
		expect(last().kind).toBe('websocket');
	});

	test('LINE-1 a server that restarts is awaited, as long as it takes', async () => {
		for (let times = 0; times < 10; times += 1) {
			last().open().die(CLOSE.restart);
			await pass(3_000);
		}
		expect(new Set(kinds())).toEqual(new Set(['websocket']));
	});

	test('LINE-2 the websocket is tried beside, and taken when it passes: once, on purpose', async () => {
		await pass(4_000);
		last().open();
		await passAlive(30_000);
		expect(last().kind).toBe('http');
		passes = true;
		await passAlive(59_000);
		expect(last().kind).toBe('http');
		moves = [];
		await pass(1_000);
		expect(last().kind).toBe('websocket');
		expect(moves).toEqual([true]);
		last().open();
		await passAlive(600_000);
		expect(kinds()).toEqual(['websocket', 'http', 'websocket']);
	});

	test('LINE-2 at once when the device finds a network again', async () => {
		await pass(4_000);
		last().open();
		passes = true;
		window.dispatchEvent(new Event('online'));
		await pass(1);
		expect(last().kind).toBe('websocket');
	});

	test('LINE-2 a page told to be offline is not connected again by a try that passes', async () => {
		await pass(4_000);
		last().open();
		provider.disconnect();
		passes = true;
		await pass(40_000);
		expect(line.transport).toBe('websocket');
		expect(provider.ws).toBeNull();
	});
});

describe('a line that is dead without saying so', () => {
	beforeEach(() => {
		last().open();
	});

	test('LINE-3 (F28) is opened again after 25 s of silence', async () => {
		await pass(25_000);
		expect(sockets.made).toHaveLength(1);
		await pass(3_000);
		expect(sockets.made).toHaveLength(2);
		expect(moves).toEqual([true]);
	});

	test('LINE-3 (F28) after 10 s when an edit waits', async () => {
		waitingSince = Date.now();
		await pass(10_000);
		expect(sockets.made).toHaveLength(1);
		await pass(3_000);
		expect(sockets.made).toHaveLength(2);
	});

	test('LINE-3 one on which the server speaks is left alone, though an edit waits', async () => {
		waitingSince = Date.now();
		for (let seconds = 0; seconds < 60; seconds += 5) {
			await pass(5_000);
			last().say(PRESENCE);
		}
		expect(sockets.made).toHaveLength(1);
	});

	test('LINE-4 (F28) is opened again when the device has slept for more than 10 s, whatever the socket says', async () => {
		await pass(10_000);
		last().say(PRESENCE);
		vi.setSystemTime(Date.now() + 90_000);
		await pass(3_000);
		expect(sockets.made).toHaveLength(2);
	});

	test.each(['visibilitychange', 'resume'])('LINE-4 (F28) at once at %s', (event) => {
		vi.setSystemTime(Date.now() + 600_000);
		tab.dispatchEvent(new Event(event));
		expect(sockets.made).toHaveLength(2);
	});

	test('LINE-4 (F28) at once when a page comes back from the cache of « Précédent »', () => {
		vi.setSystemTime(Date.now() + 60_000);
		window.dispatchEvent(new Event('pageshow'));
		expect(sockets.made).toHaveLength(2);
	});

	test('LINE-4 a tab out of sight, whose timers are slow but which hears the server, is left alone', async () => {
		tab.visibilityState = 'hidden';
		for (let minutes = 0; minutes < 5; minutes += 1) {
			vi.setSystemTime(Date.now() + 58_000);
			last().say(PRESENCE);
			await pass(2_000);
		}
		expect(sockets.made).toHaveLength(1);
		vi.setSystemTime(Date.now() + 58_000);
		await pass(3_000);
		expect(sockets.made).toHaveLength(2);
	});

	test.each([-3_600_000, -60_000, 3_600_000])(
		'LINE-5 (F28) a clock that jumps by %i ms hides no silence',
		async (by) => {
			last().say(PRESENCE);
			vi.setSystemTime(Date.now() + by);
			await pass(3_000);
			expect(sockets.made).toHaveLength(2);
			last().open();
			await pass(28_000);
			expect(sockets.made).toHaveLength(3);
		},
	);

	test('LINE-3 nothing is done once the page has left the document', async () => {
		line.stop();
		provider.disconnect();
		await pass(120_000);
		expect(sockets.made).toHaveLength(1);
	});
});
