import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../log-digest.ts';
import type { AppendEntry, DocumentLog } from '../ports/document-log.ts';

export type LogUnderTest = {
	log: DocumentLog;
	createDocument(): Promise<string>;
	createAccount(): Promise<string>;
	/** A second log on the same storage, as another process would have. */
	another(): DocumentLog;
	close(): Promise<void>;
};

const UNKNOWN = '01900000-0000-7000-8000-00000000dead';

/** What every log must do, whatever it stores in. */
export function describeLogContract(name: string, start: () => Promise<LogUnderTest>): void {
	describe(`the log in ${name}`, () => {
		let under: LogUnderTest;
		beforeAll(async () => {
			under = await start();
		});
		afterAll(() => under.close());

		const entry = (documentId: string, from: Partial<AppendEntry> = {}): AppendEntry => ({
			documentId,
			bytes: new Uint8Array([1, 2, 3]),
			accountId: null,
			clientId: null,
			newClients: [],
			...from,
		});

		it('LOAD-3 has no unknown document, and a new one is empty', async () => {
			expect(await under.log.open(UNKNOWN)).toBeNull();
			expect(await under.log.read(UNKNOWN, 0)).toEqual([]);
			const documentId = await under.createDocument();
			expect(await under.log.open(documentId)).toEqual({
				seq: 0,
				snapshotSeq: 0,
				snapshot: null,
				updates: [],
				clients: new Map(),
			});
		});

		it('DUR-3 gives back bytes, authors and numbers in order, over documents in one batch', async () => {
			const [a, b] = [await under.createDocument(), await under.createDocument()];
			const author = await under.createAccount();
			const all = Uint8Array.from({ length: 256 }, (_, i) => i);
			const outcomes = await under.log.append([
				entry(a, { bytes: all, accountId: author, clientId: 4_294_967_295, newClients: [4_294_967_295] }),
				entry(b, { bytes: new Uint8Array([7]) }),
				entry(a, { bytes: new Uint8Array([8]), accountId: author, clientId: 4_294_967_295 }),
			]);
			expect(outcomes).toEqual([
				{ ok: true, seq: 1 },
				{ ok: true, seq: 1 },
				{ ok: true, seq: 2 },
			]);
			expect(await under.log.append([entry(a, { bytes: new Uint8Array([9]) })])).toEqual([
				{ ok: true, seq: 3 },
			]);
			const opened = await under.log.open(a);
			expect(opened?.seq).toBe(3);
			expect(opened?.updates.map((bytes) => [...bytes])).toEqual([[...all], [8], [9]]);
			expect(opened?.clients).toEqual(new Map([[4_294_967_295, author]]));
			expect(await under.log.read(a, 1)).toEqual([
				{ seq: 2, bytes: new Uint8Array([8]), accountId: author },
				{ seq: 3, bytes: new Uint8Array([9]), accountId: null },
			]);
		});

		it('DUR-3 leaves no gap and no double when two processes append at once', async () => {
			const documents = [await under.createDocument(), await under.createDocument()] as const;
			const logs = [under.log, under.another()];
			await Promise.all(
				logs.map(async (log, process) => {
					for (let i = 0; i < 25; i++) {
						const order = (i + process) % 2 === 0 ? documents : [...documents].reverse();
						await log.append(order.flatMap((id) => [entry(id), entry(id)]));
					}
				}),
			);
			for (const id of documents) {
				const seqs = (await under.log.read(id, 0)).map(({ seq }) => seq);
				expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
			}
		});

		it('AUTH-2 refuses what is for a document that is gone, without failing the others', async () => {
			const documentId = await under.createDocument();
			const outcomes = await under.log.append([
				entry(UNKNOWN),
				entry(documentId),
				entry(UNKNOWN, { newClients: [5] }),
				entry(documentId, { newClients: [5] }),
			]);
			expect(outcomes).toEqual([
				{ ok: false, reason: 'document-gone' },
				{ ok: true, seq: 1 },
				{ ok: false, reason: 'document-gone' },
				{ ok: true, seq: 2 },
			]);
		});

		it('GUARD-3 binds a client id to the first account, and refuses the rest of that document from there', async () => {
			const [a, b] = [await under.createDocument(), await under.createDocument()];
			const [anne, eve] = [await under.createAccount(), await under.createAccount()];
			await under.log.append([entry(a, { accountId: anne, clientId: 5, newClients: [5] })]);
			const outcomes = await under
				.another()
				.append([
					entry(a, { accountId: eve, clientId: 6, newClients: [6] }),
					entry(a, { accountId: eve, clientId: 5, newClients: [7, 5] }),
					entry(a, { accountId: eve, clientId: 6 }),
					entry(b, { accountId: eve, clientId: 5, newClients: [5] }),
				]);
			expect(outcomes).toEqual([
				{ ok: true, seq: 2 },
				{ ok: false, reason: 'client-taken' },
				{ ok: false, reason: 'client-taken' },
				{ ok: true, seq: 1 },
			]);
			const clients = (await under.log.open(a))?.clients;
			expect([clients?.get(5), clients?.get(6)]).toEqual([anne, eve]);
			expect(await under.log.append([entry(a, { accountId: anne, newClients: [5] })])).toEqual([
				{ ok: true, seq: 3 },
			]);
		});

		/** A snapshot of the log as it is, with the proof that belongs to it, whatever its own bytes. */
		const snapshotOf = async (documentId: string, seq: number, bytes: number[]) => {
			const opened = await under.log.open(documentId);
			const from = { seq: opened?.snapshotSeq ?? 0, bytes: opened?.snapshot ?? null };
			const rows = (await under.log.read(documentId, from.seq)).filter((row) => row.seq <= seq);
			const proof = {
				snapshot: from.bytes && digestOf([from.bytes]),
				updates: digestOf(rows.map((row) => row.bytes)),
			};
			return { documentId, seq, bytes: new Uint8Array(bytes), fromSeq: from.seq, proof };
		};

		const documentWith = async (rows: number) => {
			const documentId = await under.createDocument();
			for (let i = 1; i <= rows; i++)
				await under.log.append([entry(documentId, { bytes: new Uint8Array([i]) })]);
			return documentId;
		};

		it('DUR-7 opens from the last snapshot and keeps the log', async () => {
			const documentId = await documentWith(5);
			expect(await under.log.writeSnapshot(await snapshotOf(documentId, 2, [12]))).toBe('written');
			expect(await under.log.writeSnapshot(await snapshotOf(documentId, 4, [14]))).toBe('written');
			const opened = await under.log.open(documentId);
			expect(opened).toMatchObject({ seq: 5, snapshotSeq: 4, snapshot: new Uint8Array([14]) });
			expect(opened?.updates).toEqual([new Uint8Array([5])]);
			expect(await under.log.read(documentId, 0)).toHaveLength(5);
		});

		it('DUR-7 writes no snapshot of other rows than those of the log, nor from another snapshot', async () => {
			const documentId = await documentWith(4);
			const first = await snapshotOf(documentId, 2, [12]);
			const wrong = digestOf([new Uint8Array([1]), new Uint8Array([3])]);
			const mismatches = [
				{ ...first, proof: { ...first.proof, updates: wrong } },
				{ ...first, proof: { ...first.proof, snapshot: wrong } },
				{ ...first, seq: 3 },
				{ ...first, seq: 9 },
				{ ...first, fromSeq: 1 },
				{ ...first, documentId: UNKNOWN },
			];
			for (const snapshot of mismatches) expect(await under.log.writeSnapshot(snapshot)).toBe('mismatch');
			expect(await under.log.open(documentId)).toMatchObject({ snapshotSeq: 0, snapshot: null });
			await under.log.writeSnapshot(first);
			const second = await snapshotOf(documentId, 4, [14]);
			const other = { ...second, proof: { ...second.proof, snapshot: wrong } };
			expect(await under.log.writeSnapshot(other)).toBe('mismatch');
			expect(await under.log.open(documentId)).toMatchObject({ snapshotSeq: 2 });
		});

		it('DUR-7 keeps the first of the snapshots that two processes make at once', async () => {
			const documentId = await documentWith(6);
			const [early, late] = [await snapshotOf(documentId, 4, [4]), await snapshotOf(documentId, 6, [6])];
			const logs = [under.log, under.another()];
			const outcomes = await Promise.all(
				logs.flatMap((log) => [log.writeSnapshot(early), log.writeSnapshot(late)]),
			);
			expect(new Set(outcomes)).toEqual(new Set(['written', 'superseded']));
			const opened = await under.log.open(documentId);
			expect(opened?.snapshot).toEqual(new Uint8Array([opened?.snapshotSeq ?? 0]));
			expect(opened?.updates).toHaveLength(6 - (opened?.snapshotSeq ?? 0));
			// Whoever comes late with less is told so, and nothing is written.
			expect(await under.log.writeSnapshot(early)).toBe('superseded');
		});

		it('DUR-9 tells the last number of several documents, without those that do not exist', async () => {
			const [a, b] = [await under.createDocument(), await under.createDocument()];
			await under.log.append([entry(a), entry(a)]);
			expect(await under.another().heads([b, UNKNOWN, a])).toEqual(
				new Map([
					[a, 2],
					[b, 0],
				]),
			);
			expect(await under.log.heads([])).toEqual(new Map());
		});

		it('DUR-2 takes a full batch of large updates', async () => {
			const documentId = await under.createDocument();
			const bytes = Uint8Array.from({ length: 8_000 }, (_, i) => (i * 31) % 256);
			const outcomes = await under.log.append(
				Array.from({ length: 500 }, () => entry(documentId, { bytes })),
			);
			expect(outcomes.at(-1)).toEqual({ ok: true, seq: 500 });
			expect((await under.log.read(documentId, 499))[0]?.bytes).toEqual(bytes);
		});
	});
}
