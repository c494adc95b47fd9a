// What each measured server says of itself when asked: the same few lines in every one of them, ours and the peers'.

/**
 * Answers `{ ask: 'usage' }` with the CPU time of the whole process, its threads included (microseconds), and with its memory after
 * a full garbage collection (bytes), and `{ ask: 'stop' }` by ending.
 *
 * @param {{ stop?: () => Promise<void>, other?: (question: { ask: string, count?: number }) => Promise<object> }} [own]
 */
export function answerQuestions(own = {}) {
	process.on('disconnect', () => process.exit(1));
	process.on('message', (/** @type {{ ask: string, count?: number, collect?: boolean }} */ question) => {
		void answer(question, own).then((told) => process.send?.(told));
	});
}

/** @param {{ ask: string, count?: number, collect?: boolean }} question @param {Parameters<typeof answerQuestions>[0]} own */
async function answer(question, own) {
	if (question.ask === 'stop') {
		await own?.stop?.();
		process.exit(0);
	}
	if (question.ask !== 'usage') return own?.other?.(question) ?? {};
	const { user, system } = process.cpuUsage();
	if (question.collect) for (let i = 0; i < 3; i++) globalThis.gc?.();
	const { rss, heapUsed, external } = process.memoryUsage();
	return { cpu: user + system, rss, heap: heapUsed + external };
}
