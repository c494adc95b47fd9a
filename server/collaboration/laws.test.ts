import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { DocumentBytes, mergeAll } from './document-bytes.ts';
import { describeDocument, fold } from './fold.ts';
import { Intervals } from './intervals.ts';
import { readLimits, LIMITS } from './limits.ts';
import { SavedCount } from './saved-count.ts';
import { buildServer, DOCUMENT, updatesOf } from './testing/harness.ts';
import { edit, histories } from './testing/histories.ts';
import type { TestClient } from './testing/test-client.ts';

const steps = histories(3, ['reconnect', 'reload', 'hold', 'release'] as const);

describe('laws', () => {
	it('DUR-1 and DUR-7 for any history of edits, cuts and held commits: everybody, the log and its fold are the same document', async () => {
		await fc.assert(
			fc.asyncProperty(steps, async (history) => {
				const { enter, connect, clock, log, stored, limits } = buildServer({ SNAPSHOT_AFTER: 5 });
				const people: TestClient[] = [await enter('p0'), await enter('p1'), await enter('p2')];
				for (const step of history) {
					const person = people[step.who]!;
					if (step.what === 'hold') log.holdAppends();
					else if (step.what === 'release') log.releaseAppends();
					else if (step.what === 'reconnect' || step.what === 'reload') {
						// A reload keeps the edits on the device and gets a new client id; a reconnection keeps both.
						const doc = step.what === 'reload' ? new Y.Doc() : person.doc;
						if (doc !== person.doc) Y.applyUpdate(doc, Y.encodeStateAsUpdate(person.doc));
						person.drop();
						edit(doc, { ...step, what: 'insert' });
						people[step.who] = connect(`p${step.who}`, { doc });
					} else edit(person.doc, step);
					if (step.at % 3 === 0) await clock.settle();
				}
				log.releaseAppends();
				await clock.settle();
				const truth = describeDocument(await stored());
				for (const person of people) {
					expect(person.closed).toBeNull();
					expect(describeDocument(person.doc)).toBe(truth);
				}
				const late = await enter('late');
				expect(describeDocument(late.doc)).toBe(truth);
				const rows = (await log.read(DOCUMENT, 0)).map(({ bytes }) => bytes);
				const folded = new Y.Doc();
				Y.applyUpdate(folded, fold({ snapshot: null, updates: rows }).bytes);
				expect(describeDocument(folded)).toBe(truth);
				expect(limits.RESYNCS).toBeGreaterThan(0);
				for (const client of [...people, late]) client.drop();
				await clock.settle();
				const reopened = await enter('again');
				expect(describeDocument(reopened.doc)).toBe(truth);
			}),
			{ numRuns: Number(process.env['LAW_RUNS'] ?? 150) },
		);
	}, 300_000);

	it('LOAD-5 the bytes of a room answer any state vector with what is missing', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 200 }), fc.nat(), (edits, cut) => {
				const doc = new Y.Doc();
				const updates = updatesOf(doc, () => {
					for (const at of edits)
						edit(doc, { what: at % 4 === 0 ? 'delete' : at % 7 === 0 ? 'element' : 'insert', at });
				});
				const bytes = new DocumentBytes();
				const early = new Y.Doc();
				for (const [i, update] of updates.entries()) {
					bytes.add(update);
					if (i <= cut % updates.length) Y.applyUpdate(early, update);
				}
				const answer = bytes.answerTo(Y.encodeStateVector(early));
				const length = answer[2]! < 128 ? 1 : answer[3]! < 128 ? 2 : 3;
				Y.applyUpdate(early, answer.subarray(2 + length));
				expect(describeDocument(early)).toBe(describeDocument(doc));
				const whole = new Y.Doc();
				Y.applyUpdate(whole, mergeAll(updates));
				expect(describeDocument(whole)).toBe(describeDocument(doc));
			}),
			{ numRuns: 100 },
		);
	});

	it('GUARD-7 intervals hold exactly what was put in', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(60), fc.nat(12))),
				fc.tuple(fc.nat(60), fc.nat(30)),
				(ranges, [from, length]) => {
					const intervals = new Intervals();
					const model = new Set<number>();
					for (const [start, size] of ranges) {
						intervals.add(start, start + size);
						for (let i = start; i < start + size; i++) model.add(i);
					}
					const missing = intervals.missing(from, from + length);
					const found: number[] = [];
					for (let i = 0; i < missing.length; i += 2)
						for (let n = missing[i]!; n < missing[i + 1]!; n++) found.push(n);
					const expected = Array.from({ length }, (_, i) => from + i).filter((n) => !model.has(n));
					expect(found).toEqual(expected);
					const runs = [...model].filter((n) => !model.has(n - 1)).length;
					expect(intervals.count).toBe(runs);
				},
			),
		);
	});

	it('SAVED-1 and SAVED-2 never count further than the longest durable beginning', () => {
		const fates = fc.array(
			fc.record({ fate: fc.constantFrom('waits', 'hole', 'done'), step2: fc.boolean() }),
			{ maxLength: 40 },
		);
		fc.assert(
			fc.property(fates, fc.array(fc.nat(40)), (messages, settled) => {
				const count = new SavedCount();
				const open = new Set<number>();
				const holes = new Set<number>();
				const finish = (number: number, step2: boolean) => {
					count.durable(number, step2);
					open.delete(number);
					if (step2) for (const hole of [...holes]) if (hole < number) holes.delete(hole);
				};
				for (const { fate, step2 } of messages) {
					const number = count.next();
					if (fate === 'hole') {
						count.hole(number);
						holes.add(number);
					} else if (fate === 'waits') {
						count.wait(number);
						open.add(number);
					} else finish(number, step2);
				}
				for (const number of settled)
					if (open.has(number)) finish(number, messages[number - 1]?.step2 ?? false);
				const bad = [...open, ...holes];
				const expected = bad.length > 0 ? Math.min(...bad) - 1 : messages.length;
				expect(count.value).toBeLessThanOrEqual(expected);
				if (holes.size === 0) expect(count.value).toBe(expected);
			}),
		);
	});
});

describe('bounds of the environment', () => {
	it('LIM-1 each bound has a unit and a reason, and can be changed by its variable', () => {
		for (const [name, { value, unit, reason }] of Object.entries(LIMITS)) {
			expect(value).toBeGreaterThan(0);
			expect(unit.length * reason.length).toBeGreaterThan(0);
			expect(readLimits({ [`LIMIT_${name}`]: '12345' })).toEqual({ ...readLimits({}), [name]: 12_345 });
		}
	});

	it.each(['0', '-1', '1.5', 'many', '1e3', ' 5', '9'.repeat(20)])(
		'LIM-1 refuses %j with a sentence that names the variable',
		(text) => {
			expect(() => readLimits({ LIMIT_FRAME_BYTES: text })).toThrow('LIMIT_FRAME_BYTES');
		},
	);

	it('LIM-1 refuses a bound that does not exist, and leaves other variables alone', () => {
		expect(() => readLimits({ LIMIT_FRAMES: '5' })).toThrow('LIMIT_FRAMES');
		expect(readLimits({ PORT: 'x', LIMIT_FRAME_BYTES: '' })).toEqual(readLimits({}));
	});
});
