import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	decodeAnswer,
	decodeFrames,
	encodeAnswer,
	encodeFrames,
	readHttpTarget,
	StreamReader,
	type StreamEvent,
} from './http-wire.ts';

const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });

describe('HTTP-1 HTTP-2 what travels', () => {
	test('HTTP-2 frames and answers come out as they went in', () => {
		const close = fc.option(fc.record({ code: fc.integer({ min: 1, max: 4_999 }), reason: fc.string() }));
		fc.assert(
			fc.property(frames, close, fc.boolean(), (given, end, durable) => {
				expect(decodeFrames(encodeFrames(given))).toEqual(given);
				const answer = { durable, close: end, frames: given };
				expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
			}),
		);
	});

	test('HTTP-2 whatever is cut short, or lies about a length, is refused', () => {
		const whole = encodeFrames([new Uint8Array(200), new Uint8Array(3)]);
		// Cut after the first frame, what is left is whole again.
		for (let length = 1; length < whole.length; length += 1) {
			if (length !== 202) expect(() => decodeFrames(whole.slice(0, length)), String(length)).toThrow();
		}
		const neighbour = new Uint8Array(64).subarray(0, 2);
		neighbour[0] = 40;
		expect(() => decodeFrames(neighbour)).toThrow();
		expect(() => decodeAnswer(new TextEncoder().encode('<!doctype html>'))).toThrow();
		expect(() => decodeAnswer(new Uint8Array())).toThrow();
	});

	test('HTTP-1 events come out whole, wherever the stream was cut', () => {
		const event = fc.record({
			name: fc.constantFrom('', 'open', 'close'),
			data: fc.base64String({ maxLength: 40 }),
		});
		fc.assert(
			fc.property(fc.array(event), fc.array(fc.nat(400)), (given, cuts) => {
				const text = given
					.map(({ name, data }) => `${name && `event: ${name}\n`}data: ${data}\n\n:\n\n`)
					.join('');
				const reader = new StreamReader();
				const found: StreamEvent[] = [];
				let at = 0;
				for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
					found.push(...reader.read(text.slice(at, cut)));
					at = Math.max(at, cut);
				}
				expect(found).toEqual(given);
			}),
		);
	});

	test.each([
		['/collaboration/x/flux', { documentId: 'x', name: 'flux' }],
		['/collaboration/x/y/messages', { documentId: 'x/y', name: 'messages' }],
		['/collaboration/x', null],
		['/collaboration/flux', null],
		['/collaboration//flux', { documentId: '', name: 'flux' }],
		['/64/flux', null],
		['/collaboration/x/fluxes', null],
	])('HTTP-1 the address %s', (path, target) => {
		expect(readHttpTarget(path)).toEqual(target);
	});
});
