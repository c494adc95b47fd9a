import { beforeEach, describe, expect, test } from 'vitest';
import { decodePacket, encodePacket } from '../bus-codec.ts';
import { encodePresence, readFrame, readPresence } from '../messages.ts';
import type { BusMessage } from '../ports/bus.ts';
import type { Logger } from '../ports/logger.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { BEAT_MS, DEAF_MS, LineBus } from './line-bus.ts';
import type { Line, LineEars } from './line.ts';

const DOCUMENT = '0199a000-0000-7000-8000-000000000001';

/** A line in the test's hands. */
class HeldLine implements Line {
	readonly name = 'held';
	ears: LineEars[] = [];
	sent: (readonly BusMessage[])[] = [];
	/** Whether it brings back what is sent. */
	echoes = true;
	/** Whether it can be opened. */
	accepts = true;
	/** Set: sending waits for it. */
	gate: Promise<void> = Promise.resolve();
	followed: string[] = [];

	open(from: string, ears: LineEars) {
		if (!this.accepts) return Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
		this.ears.push(ears);
		return Promise.resolve({
			send: async (messages: readonly BusMessage[]) => {
				if (messages.length > 0) this.sent.push(messages);
				if (this.echoes) ears.heard(encodePacket({ from, messages }));
				await this.gate;
			},
			settled: () => Promise.resolve(),
			follow: (documentId: string) => void this.followed.push(documentId),
			unfollow: () => {},
			close: () => Promise.resolve(),
		});
	}
}

describe('a bus on a line that comes and goes', () => {
	let clock: FakeClock;
	let line: HeldLine;
	let logged: string[];
	let resumptions: number;

	function open(options: { carriesBytes?: boolean; presenceEveryMs?: number } = {}): LineBus {
		const log = (event: string, facts?: Record<string, unknown>): void =>
			void logged.push(`${event} ${JSON.stringify(facts)}`);
		const logger: Logger = { info: log, warn: log, error: log };
		const bus = new LineBus({
			line,
			clock,
			logger,
			from: 'me',
			carriesBytes: false,
			presenceEveryMs: 100,
			...options,
		});
		bus.listen({ message() {}, resumed: () => (resumptions += 1) });
		return bus;
	}

	beforeEach(() => {
		clock = new FakeClock();
		line = new HeldLine();
		logged = [];
		resumptions = 0;
	});

	const commit = (seq: number, documentId = DOCUMENT): BusMessage => ({
		kind: 'committed',
		documentId,
		seq,
		accountId: null,
		bytes: Uint8Array.of(seq),
	});
	const cursor = (clientId: number, at: number): BusMessage => ({
		kind: 'presence',
		documentId: DOCUMENT,
		bytes: encodePresence([{ clientId, clock: at, json: `{"at":${at}}` }]),
	});

	test('BUS-4 what comes in one turn leaves together, of each document only the last number', async () => {
		const bus = open();
		await clock.settle();
		const ended: BusMessage = { kind: 'session-ended', sessionId: 's' };
		bus.publish([commit(1), commit(2)]);
		bus.publish([ended, commit(5, 'other'), commit(3)]);
		await clock.settle();
		expect(line.sent).toEqual([
			[ended, { ...commit(5, 'other'), bytes: null }, { ...commit(3), bytes: null }],
		]);
	});

	test('BUS-4 while one packet is on its way, the next gathers', async () => {
		const bus = open({ carriesBytes: true });
		await clock.settle();
		let open_ = (): void => {};
		line.gate = new Promise((resolve) => (open_ = resolve));
		bus.publish([commit(1)]);
		await clock.settle();
		for (const seq of [2, 3, 4]) {
			bus.publish([commit(seq)]);
			await clock.settle();
		}
		expect(line.sent).toHaveLength(1);
		open_();
		await clock.settle();
		expect(line.sent[1]).toEqual([commit(2), commit(3), commit(4)]);
	});

	test('BUS-5 cursors leave at once, then at most every 100 ms with the last place of each', async () => {
		const bus = open();
		await clock.settle();
		for (let at = 1; at <= 50; at += 1) {
			bus.publish([cursor(at % 2, at)]);
			await clock.advance(10);
		}
		await clock.advance(200);
		expect(line.sent.length).toBeLessThanOrEqual(7);
		const last = line.sent.at(-1)?.[0];
		if (last?.kind !== 'presence') throw new Error('not presence');
		const frame = readFrame(last.bytes);
		if (frame.kind !== 'presence') throw new Error('not presence');
		const places = readPresence(frame.bytes, 10).map(({ clientId, clock: at }) => [clientId, at]);
		expect(places.sort()).toEqual([
			[0, 50],
			[1, 49],
		]);
	});

	test('BUS-5 presence that cannot be read is lost, alone', async () => {
		const bus = open();
		await clock.settle();
		bus.publish([{ kind: 'presence', documentId: DOCUMENT, bytes: Uint8Array.of(7, 7) }, commit(1)]);
		await clock.settle();
		expect(line.sent).toEqual([[{ ...commit(1), bytes: null }]]);
		expect(bus.counts.lost).toBe(1);
	});

	test('BUS-6 an outage is logged once, without a name, and ends with one word', async () => {
		line.accepts = false;
		const bus = open();
		await clock.advance(20_000);
		expect(bus.isUp).toBe(false);
		bus.publish([commit(1)]);
		line.accepts = true;
		await clock.advance(3_000);
		expect(bus.isUp).toBe(true);
		expect(resumptions).toBe(1);
		expect(logged[0]).toBe('bus.lost {"bus":"held","error":"ECONNREFUSED"}');
		expect(logged[1]).toMatch(/^bus\.resumed /);
		expect(logged).toHaveLength(2);
		expect(line.sent).toEqual([]);
		expect(bus.counts).toMatchObject({ lost: 1, outages: 1 });
	});

	test('BUS-6 a line that brings nothing back is opened again, though nothing says that it is closed', async () => {
		const bus = open();
		bus.follow(DOCUMENT);
		await clock.advance(4 * DEAF_MS);
		expect(line.ears).toHaveLength(1);
		line.echoes = false;
		await clock.advance(DEAF_MS + BEAT_MS);
		expect(line.ears.length).toBeGreaterThan(1);
		line.echoes = true;
		await clock.advance(DEAF_MS + BEAT_MS);
		expect(bus.isUp).toBe(true);
		expect(resumptions).toBeGreaterThan(1);
		expect(line.followed.length).toBe(line.ears.length);
	});

	test('BUS-6 a packet that never arrives does not hold the next line back', async () => {
		const bus = open();
		await clock.settle();
		line.gate = new Promise(() => {});
		bus.publish([commit(1)]);
		await clock.settle();
		line.ears[0]?.lost(new Error('gone'));
		line.gate = Promise.resolve();
		await clock.advance(3_000);
		bus.publish([commit(2)]);
		await clock.settle();
		expect(line.sent.at(-1)).toEqual([{ ...commit(2), bytes: null }]);
	});

	test('BUS-6 a listener that throws is reported and hears the next message', async () => {
		const bus = open();
		await clock.settle();
		const heard: string[] = [];
		bus.listen({
			message(message) {
				heard.push(message.kind);
				throw new TypeError('broken');
			},
			resumed() {},
		});
		const packet = encodePacket({ from: 'other', messages: [commit(1), commit(2)] });
		line.ears[0]?.heard(packet);
		expect(heard).toEqual(['committed', 'committed']);
		expect(logged).toContain('bus.listener-failed {"error":"TypeError"}');
		expect(decodePacket(packet)?.messages).toHaveLength(2);
	});

	test('BUS-7 closing while the line is down waits for nobody and leaves no timer', async () => {
		line.accepts = false;
		const bus = open();
		await clock.advance(1_000);
		await bus.close();
		expect(clock.pendingTimers).toBe(0);
		line.accepts = true;
		await clock.advance(10_000);
		expect(line.ears).toHaveLength(0);
	});
});
