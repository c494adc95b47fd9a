import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	encodePresence,
	encodeStep1,
	encodeStep2,
	encodeUpdate,
} from '../../../server/collaboration/messages.ts';
import { HttpOutbox } from './http-outbox.ts';
import { decodeFrames, encodeAnswer, type PostAnswer } from './http-wire.ts';

const OWN = 7;
const update = (byte: number) => encodeUpdate(new Uint8Array([byte]));
const step2 = encodeStep2(new Uint8Array([9]));
const presence = (clientId: number, clock = 1) => encodePresence([{ clientId, clock, json: '{}' }]);
const GOOD: PostAnswer = { durable: true, close: null, frames: [] };
const REFUSED: PostAnswer = { ...GOOD, durable: false };

type Asked = {
	address: URL;
	frames: Uint8Array[];
	keepalive: boolean;
	answer(answer: PostAnswer | Response | Error): void;
};

let posts: Asked[];
let outbox: HttpOutbox;
let saved: number[];
let received: Uint8Array[];
let ended: number[];

beforeEach(() => {
	vi.useFakeTimers();
	[posts, saved, received, ended] = [[], [], [], []];
	outbox = new HttpOutbox({
		address: new URL('http://127.0.0.1/collaboration/x/messages?schema=1&connexion=0'),
		fetch: (address, init) =>
			new Promise((resolve, reject) => {
				init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
				posts.push({
					address: new URL(String(address)),
					frames: decodeFrames(init?.body as Uint8Array),
					keepalive: init?.keepalive === true,
					answer(answer) {
						if (answer instanceof Error) reject(answer);
						else resolve(answer instanceof Response ? answer : new Response(encodeAnswer(answer)));
					},
				});
			}),
		clientId: OWN,
		received: (frame) => received.push(frame),
		saved: (count) => saved.push(count),
		ended: (code) => ended.push(code),
	});
});
afterEach(() => vi.useRealTimers());

const turn = () => vi.advanceTimersByTimeAsync(0);
const numbers = () => posts.map(({ address }) => address.searchParams.get('suite'));
const last = (): Asked => posts.at(-1)!;

async function post(frames: Uint8Array[], answer: Parameters<Asked['answer']>[0]): Promise<void> {
	for (const frame of frames) outbox.push(frame);
	await turn();
	last().answer(answer);
	await turn();
}

describe('what leaves', () => {
	test('HTTP-2 one POST at a time; the next one fills meanwhile, in order', async () => {
		outbox.push(update(1));
		outbox.push(update(2));
		await turn();
		for (const byte of [3, 4, 5]) outbox.push(update(byte));
		await turn();
		expect(posts.map(({ frames }) => frames)).toEqual([[update(1), update(2)]]);
		last().answer(GOOD);
		await turn();
		expect(last().frames).toEqual([update(3), update(4), update(5)]);
		expect(numbers()).toEqual(['1', '2']);
	});

	test('HTTP-6 what is too much for one POST goes in several; a large frame goes alone', async () => {
		const large = encodeUpdate(new Uint8Array(300_000));
		for (const frame of [update(1), large, update(2)]) outbox.push(frame);
		await turn();
		for (let index = 0; index < 2; index += 1) {
			last().answer(GOOD);
			await turn();
		}
		expect(posts.map(({ frames }) => frames.length)).toEqual([1, 1, 1]);
	});

	test('HTTP-7 the question for the document does not: the opening has asked it', async () => {
		await post([encodeStep1(new Uint8Array([0])), update(1)], GOOD);
		expect(posts[0]?.frames).toEqual([update(1)]);
	});

	test('PRES-1 of others’ presence nothing; of one’s own the last', async () => {
		const [earlier, later] = [presence(OWN, 1), presence(OWN, 2)];
		await post([presence(3), earlier, later, presence(4), update(1), presence(OWN, 3)], GOOD);
		expect(posts[0]?.frames).toEqual([later, update(1), presence(OWN, 3)]);
	});

	test('HTTP-3 a page that leaves says so, with what still waits', async () => {
		await post([update(1)], GOOD);
		outbox.push(update(2));
		outbox.leave();
		await turn();
		expect(last()).toMatchObject({ frames: [update(2)], keepalive: true });
		expect(last().address.searchParams.get('fin')).toBe('1');
		outbox.push(update(3));
		await turn();
		expect(posts).toHaveLength(2);
	});
});

describe('what is durable', () => {
	test('HTTP-5 is counted by the answers: updates and steps 2 alone', async () => {
		await post([update(1), presence(OWN), step2], GOOD);
		await post([update(3)], GOOD);
		expect(saved).toEqual([2, 3]);
	});

	test('HTTP-5 is not counted over a refused update, until a later step 2 is durable', async () => {
		await post([update(1)], GOOD);
		await post([update(2)], REFUSED);
		await post([update(3)], GOOD);
		expect(saved).toEqual([1]);
		await post([step2], REFUSED);
		expect(saved).toEqual([1]);
		await post([step2], GOOD);
		expect(saved).toEqual([1, 5]);
	});

	test('HTTP-5 when none comes, the line is given up, so that both ends start again', async () => {
		await post([update(0)], REFUSED);
		for (let index = 0; index < 4 && ended.length === 0; index += 1) await post([update(index)], GOOD);
		expect(ended).toEqual([1006]);
		expect(saved).toEqual([]);
	});

	test('HTTP-5 GUARD-8 but not while the document is full: starting again would change nothing', async () => {
		outbox.isHeldBack = true;
		for (let index = 0; index < 20; index += 1) await post([update(index)], REFUSED);
		expect(ended).toEqual([]);
	});

	test('HTTP-2 what the server says in an answer is heard, and so is the end', async () => {
		await post([update(1)], { durable: false, close: { code: 4404, reason: '' }, frames: [step2] });
		expect(received).toEqual([step2]);
		expect(ended).toEqual([4404]);
		expect(saved).toEqual([]);
	});
});

describe('a POST that does not pass', () => {
	const page = () => new Response('<!doctype html><title>Portail</title>');
	test.each<[string, () => Response | Error]>([
		['the network is away', () => new Error('network')],
		['the server is overloaded', () => new Response('', { status: 503 })],
		['something on the way answers with a page of its own', page],
	])('HTTP-4 is repeated under its number when %s', async (_, fault) => {
		await post([update(1)], fault());
		await vi.advanceTimersByTimeAsync(300);
		expect(numbers()).toEqual(['1', '1']);
		expect(last().frames).toEqual([update(1)]);
		last().answer(GOOD);
		await turn();
		expect(saved).toEqual([1]);
		await post([update(2)], GOOD);
		expect(numbers()).toEqual(['1', '1', '2']);
	});

	test('HTTP-4 is repeated when no answer comes in 15 s', async () => {
		outbox.push(update(1));
		await vi.advanceTimersByTimeAsync(15_400);
		expect(numbers()).toEqual(['1', '1']);
	});

	test('LINE-1 is given up after four attempts, and nothing more is sent', async () => {
		outbox.push(update(1));
		for (let attempt = 0; attempt < 4; attempt += 1) {
			await vi.advanceTimersByTimeAsync(4_000);
			last().answer(new Error('network'));
		}
		await vi.advanceTimersByTimeAsync(4_000);
		expect(ended).toEqual([1006]);
		expect(posts).toHaveLength(4);
		expect(saved).toEqual([]);
	});
});
