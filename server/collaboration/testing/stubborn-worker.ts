import { parentPort } from 'node:worker_threads';
import type { FoldJob } from '../fold-worker.ts';

/** A thread that does what it must not: it ends, throws or never answers, as the first byte of its job says. */
parentPort?.on('message', ({ buffer }: FoldJob) => {
	const [what] = new Uint8Array(buffer);
	if (what === 1) process.exit(3);
	if (what === 2) throw new Error('out of order');
	if (what === 3) return;
	parentPort?.postMessage({ ok: true, bytes: new Uint8Array([9]), proof: { snapshot: null, updates: '' } });
});
