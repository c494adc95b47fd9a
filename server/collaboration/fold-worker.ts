import { parentPort } from 'node:worker_threads';
import { fold, FoldMismatch } from './fold.ts';
import type { FoldRequest, FoldProof } from './ports/folder.ts';

/** What the thread is asked: parts back to back in one buffer, which changes hands without being copied. */
export type FoldJob = { buffer: ArrayBuffer; lengths: number[]; hasSnapshot: boolean };

export type FoldAnswer =
	{ ok: true; bytes: Uint8Array<ArrayBuffer>; proof: FoldProof } | { ok: false; mismatch: boolean };

/** The thread that folds: nothing in it but documents, which it drops after each job. */
parentPort?.on('message', (job: FoldJob) => {
	const answer = answerTo(job);
	parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer] : []);
});

function answerTo(job: FoldJob): FoldAnswer {
	try {
		const { bytes, proof } = fold(unpack(job));
		return { ok: true, bytes: new Uint8Array(bytes), proof };
	} catch (error) {
		return { ok: false, mismatch: error instanceof FoldMismatch };
	}
}

function unpack({ buffer, lengths, hasSnapshot }: FoldJob): FoldRequest {
	let offset = 0;
	const parts = lengths.map((length) => {
		const part = new Uint8Array(buffer, offset, length);
		offset += length;
		return part;
	});
	const [first, ...rest] = parts;
	return hasSnapshot && first ? { snapshot: first, updates: rest } : { snapshot: null, updates: parts };
}
