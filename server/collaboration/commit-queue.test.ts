import { describe, expect, it } from 'vitest';
import { CommitQueue } from './commit-queue.ts';
import { readLimits } from './limits.ts';
import type { AppendEntry, DocumentLog } from './ports/document-log.ts';
import { FakeClock } from './testing/fake-clock.ts';

/** A clock whose millisecond passes when it is told to. */
class SteppedClock extends FakeClock {
	waits: (() => void)[] = [];
	override shortly(run: () => void): void {
		this.waits.push(run);
	}
}

function build() {
	const clock = new SteppedClock();
	const batches: number[] = [];
	const log = {
		append: async (batch: readonly AppendEntry[]) => {
			batches.push(batch.length);
			return batch.map((_, i) => ({ ok: true as const, seq: i + 1 }));
		},
	} as unknown as DocumentLog;
	const quiet = { info() {}, warn() {}, error() {} };
	const queue = new CommitQueue({ log, clock, logger: quiet, limits: readLimits({}), afterBatch() {} });
	const type = (people: number) => {
		for (let i = 0; i < people; i += 1) {
			const entry = {
				documentId: 'd',
				bytes: new Uint8Array(1),
				accountId: null,
				clientId: i,
				newClients: [],
			};
			queue.push({ entry, committed() {}, failed() {} });
		}
	};
	return { clock, batches, queue, type };
}

describe('DUR-2 commits', () => {
	it('of one person start at once and never wait', async () => {
		const { clock, batches, type } = build();
		for (let i = 1; i <= 3; i += 1) {
			type(1);
			expect(batches).toHaveLength(i);
			await clock.settle();
		}
		expect(batches).toEqual([1, 1, 1]);
		expect(clock.waits).toEqual([]);
	});

	it('after one of several people start at the end of the turn, with all that came in it', async () => {
		const { clock, batches, type } = build();
		type(3);
		expect(batches).toEqual([1]);
		await clock.settle();
		expect(batches).toEqual([1, 2]);
		type(3);
		expect(batches).toEqual([1, 2]);
		await clock.settle();
		expect(batches).toEqual([1, 2, 3]);
		expect(clock.waits).toEqual([]);
	});

	it('after a crowd the next waits a moment to be as large, and ends the wait with whatever came', async () => {
		const { clock, batches, queue, type } = build();
		type(9);
		await clock.settle();
		expect(batches).toEqual([1, 8]);
		type(1);
		await clock.settle();
		expect(batches).toEqual([1, 8]);
		type(4);
		clock.waits.shift()?.();
		await clock.settle();
		expect(batches).toEqual([1, 8, 5]);
		const drained = queue.drained();
		clock.waits.shift()?.();
		await drained;
		type(1);
		await clock.settle();
		expect(batches).toEqual([1, 8, 5, 1]);
		expect(clock.waits).toEqual([]);
	});
});
