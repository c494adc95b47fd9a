import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LocalFolder } from './local-folder.ts';
import { createSystemClock } from './adapters/system-clock.ts';
import { WorkerFolder } from './adapters/worker-folder.ts';
import { describeDocument } from './fold.ts';
import { LIMITS } from './limits.ts';
import { digestOf } from './log-digest.ts';
import type { Folder } from './ports/folder.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { updatesOf } from './testing/harness.ts';

const LIMITS_OF_FOLDS = { FOLD_MS: LIMITS.FOLD_MS.value, FOLD_IDLE_MS: LIMITS.FOLD_IDLE_MS.value };

/** A text written and cut in many updates. */
function history(): { doc: Y.Doc; updates: Uint8Array[] } {
	const doc = new Y.Doc({ gc: false });
	const updates = updatesOf(doc, () => {
		const text = doc.getText('content');
		for (let i = 0; i < 400; i++) text.insert((i * 7) % (text.length + 1), `${i} `);
		for (let i = 0; i < 100; i++) text.delete((i * 13) % (text.length - 5), 4);
	});
	return { doc, updates };
}

function describeFolderContract(name: string, create: () => Folder): void {
	describe(`folding ${name}`, () => {
		let folder: Folder;
		beforeAll(() => void (folder = create()));
		afterAll(() => folder.close());

		it('DUR-7 makes one update that is the same document, without what was deleted', async () => {
			const { doc, updates } = history();
			const { bytes, proof } = await folder.fold({ snapshot: null, updates });
			const again = new Y.Doc();
			Y.applyUpdate(again, bytes);
			expect(describeDocument(again)).toBe(describeDocument(doc));
			expect(bytes.length).toBeLessThan(Y.encodeStateAsUpdate(doc).length);
			expect(proof).toEqual({ snapshot: null, updates: digestOf(updates) });
		});

		it('DUR-7 goes on from a snapshot, and says which', async () => {
			const { doc, updates } = history();
			const { bytes: snapshot } = await folder.fold({ snapshot: null, updates: updates.slice(0, 300) });
			const { bytes, proof } = await folder.fold({ snapshot, updates: updates.slice(300) });
			const again = new Y.Doc();
			Y.applyUpdate(again, bytes);
			expect(describeDocument(again)).toBe(describeDocument(doc));
			expect(proof).toEqual({ snapshot: digestOf([snapshot]), updates: digestOf(updates.slice(300)) });
		});

		it('DUR-7 refuses a log with a hole, and goes on with the next', async () => {
			const { updates } = history();
			const holed = folder.fold({ snapshot: null, updates: updates.toSpliced(5, 1) });
			await expect(holed).rejects.toMatchObject({ name: 'FoldMismatch' });
			const unreadable = folder.fold({ snapshot: new Uint8Array([1, 2, 3]), updates });
			await expect(unreadable).rejects.not.toMatchObject({ name: 'FoldMismatch' });
			const [one, other] = await Promise.all([
				folder.fold({ snapshot: null, updates }),
				folder.fold({ snapshot: null, updates: updates.slice(0, 10) }),
			]);
			expect(one.proof.updates).toBe(digestOf(updates));
			expect(other.proof.updates).toBe(digestOf(updates.slice(0, 10)));
		});

		it('DUR-5 folds nothing more once closed', async () => {
			const closing = create();
			const { updates } = history();
			const begun = Promise.allSettled([closing.fold({ snapshot: null, updates })]);
			await closing.close();
			await begun;
			await expect(closing.fold({ snapshot: null, updates })).rejects.toThrow();
		});
	});
}

describeFolderContract('on the same thread', () => new LocalFolder(createSystemClock()));
describeFolderContract(
	'in a thread of its own',
	() => new WorkerFolder({ clock: createSystemClock(), limits: LIMITS_OF_FOLDS }),
);

describe('the thread that folds', () => {
	const script = pathToFileURL(resolve('server/collaboration/testing/stubborn-worker.ts'));
	const asked = (first: number) => ({ snapshot: null, updates: [new Uint8Array([first])] });

	it('DUR-10 is started on demand and ended when idle', async () => {
		const clock = new FakeClock();
		const folder = new WorkerFolder({ clock, limits: LIMITS_OF_FOLDS });
		expect(folder.isRunning).toBe(false);
		const { updates } = history();
		await folder.fold({ snapshot: null, updates });
		await folder.fold({ snapshot: null, updates });
		expect([folder.isRunning, folder.started]).toEqual([true, 1]);
		await clock.advance(LIMITS_OF_FOLDS.FOLD_IDLE_MS);
		expect(folder.isRunning).toBe(false);
		await folder.fold({ snapshot: null, updates });
		expect(folder.started).toBe(2);
		await folder.close();
		expect(clock.pendingTimers).toBe(0);
	});

	it.each([
		['ends', 1],
		['throws', 2],
	])('DUR-10 is replaced when it %s', async (_what, first) => {
		const folder = new WorkerFolder({ clock: new FakeClock(), limits: LIMITS_OF_FOLDS, script });
		await expect(folder.fold(asked(first))).rejects.toMatchObject({ name: 'FoldUnavailable' });
		expect((await folder.fold(asked(0))).bytes).toEqual(new Uint8Array([9]));
		expect(folder.started).toBe(2);
		await folder.close();
	});

	it('DUR-10 is replaced when it takes longer than its bound, and those who wait are served', async () => {
		const clock = new FakeClock();
		const folder = new WorkerFolder({ clock, limits: LIMITS_OF_FOLDS, script });
		const stuck = folder.fold(asked(3));
		const says = expect(stuck).rejects.toMatchObject({ name: 'FoldUnavailable' });
		const next = folder.fold(asked(0));
		await clock.advance(LIMITS_OF_FOLDS.FOLD_MS);
		await says;
		expect((await next).bytes).toEqual(new Uint8Array([9]));
		await folder.close();
	});

	it('DUR-10 does not keep a server from closing', async () => {
		const folder = new WorkerFolder({ clock: new FakeClock(), limits: LIMITS_OF_FOLDS, script });
		const stuck = folder.fold(asked(3));
		const says = expect(stuck).rejects.toMatchObject({ name: 'FoldUnavailable' });
		await Promise.resolve();
		await folder.close();
		await says;
	});
});
