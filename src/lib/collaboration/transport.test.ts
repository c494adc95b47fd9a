import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOSE } from './close-codes.ts';
import { initialTransport, nextTransport, type TransportEvent, type TransportState } from './transport.ts';

const START = initialTransport('websocket', 0);

function after(events: readonly TransportEvent[], from: TransportState = START): TransportState {
	return events.reduce(nextTransport, from);
}

const died = (at: number, synced = false, code = 1006): TransportEvent => ({
	type: 'ended',
	at,
	code,
	synced,
});
const repeated = (times: number, every: number, synced = false) =>
	Array.from({ length: times }, (_, index) => died(index * every, synced));

describe('when HTTP is taken', () => {
	const cases: [name: string, events: TransportEvent[], using: 'websocket' | 'http'][] = [
		['nothing happens', [], 'websocket'],
		['it does not open in time', [{ type: 'not-opened', at: 4_000 }], 'http'],
		['it dies twice', repeated(2, 500), 'websocket'],
		['it dies three times without having been in sync', repeated(3, 500), 'http'],
		['three deaths are far apart', repeated(3, 20_000), 'websocket'],
		['it was in sync the second time', [died(0), died(500, true), died(1_000)], 'websocket'],
		['it is cut four times in sync', repeated(4, 10_000, true), 'websocket'],
		['it is cut five times in two minutes, in sync', repeated(5, 20_000, true), 'http'],
		['it is cut now and then, in sync', repeated(9, 60_000, true), 'websocket'],
	];
	test.each(cases)('LINE-1 %s', (_, events, using) => {
		expect(after(events).using).toBe(using);
	});

	test.each([1000, 1001, 1009, 1011, 1012, ...Object.values(CLOSE)])(
		'LINE-1 never because the server itself closed with %i: the line works',
		(code) => {
			expect(after(Array.from({ length: 20 }, (_, at) => died(at, false, code))).using).toBe('websocket');
		},
	);
});

describe('when the websocket is taken again', () => {
	const onHttp = after([{ type: 'not-opened', at: 0 }]);

	test('LINE-2 it is tried after 30 s, then ever less often, and every five minutes in the end', () => {
		const times: number[] = [];
		let [state, last] = [onHttp, 0];
		for (let tries = 0; tries < 6; tries += 1) {
			const at = state.probeAt ?? NaN;
			times.push(at - last);
			state = nextTransport(state, { type: 'probed', at, opened: false });
			last = at;
		}
		expect(times).toEqual([30_000, 60_000, 120_000, 300_000, 300_000, 300_000]);
		expect(state.using).toBe('http');
	});

	test('LINE-2 a try that opens brings it back', () => {
		const back = nextTransport(onHttp, { type: 'probed', at: 30_000, opened: true });
		expect(back).toMatchObject({ using: 'websocket', probeAt: null, ends: [] });
	});

	test('LINE-2 at once when the device finds a network again', () => {
		expect(nextTransport(onHttp, { type: 'online', at: 7_000 }).probeAt).toBe(7_000);
		expect(nextTransport(START, { type: 'online', at: 7_000 })).toEqual(START);
	});

	test('LINE-2 where HTTP does not pass either, nothing speaks against the websocket', () => {
		expect(after([died(500)], onHttp).using).toBe('websocket');
		expect(after([died(500, true)], onHttp).using).toBe('http');
		expect(after([died(500, false, CLOSE.internal)], onHttp).using).toBe('http');
		expect(after([{ type: 'not-opened', at: 500 }], onHttp).using).toBe('websocket');
	});

	test('LINE-2 a network that lets it open and then cuts it is not tried again at once', () => {
		let state = onHttp;
		const pauses = [];
		for (let falls = 0; falls < 4; falls += 1) {
			const at = state.probeAt ?? NaN;
			state = nextTransport(state, { type: 'probed', at, opened: true });
			state = after([died(at + 10), died(at + 20), died(at + 30)], state);
			expect(state.using).toBe('http');
			pauses.push((state.probeAt ?? NaN) - at - 30);
		}
		expect(pauses).toEqual([60_000, 120_000, 300_000, 300_000]);
	});

	test('LINE-2 one that has held for more than five minutes is forgiven', () => {
		const back = nextTransport(onHttp, { type: 'probed', at: 30_000, opened: true });
		const fallen = after([{ type: 'not-opened', at: 400_000 }], back);
		expect(fallen.probeAt).toBe(430_000);
	});

	test('LINE-2 a page that begins with HTTP tries the websocket like one that has come to it', () => {
		expect(initialTransport('http', 0)).toEqual(onHttp);
	});
});

test('LINE-1 LINE-2 whatever happens, whoever is on HTTP will try the websocket, and nobody else', () => {
	const at = fc.nat(1_000_000);
	const event: fc.Arbitrary<TransportEvent> = fc.oneof(
		fc.record({ type: fc.constant('not-opened' as const), at }),
		fc.record({
			type: fc.constant('ended' as const),
			at,
			code: fc.constantFrom(1006, 1005, 1012, 4404, 4510),
			synced: fc.boolean(),
		}),
		fc.record({ type: fc.constant('probed' as const), at, opened: fc.boolean() }),
		fc.record({ type: fc.constant('online' as const), at }),
	);
	fc.assert(
		fc.property(fc.array(event, { maxLength: 60 }), (events) => {
			const state = after(events);
			expect(state.using === 'http').toBe(state.probeAt !== null);
			expect(state.ends.length).toBeLessThan(60);
		}),
	);
});
