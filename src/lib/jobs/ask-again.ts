/**
 * Asks again and again how far some work is. Never before the last answer is there: each question takes back the one before it, and on a slow
 * line none would ever be answered. @returns what ends it
 */
export function askAgain({ ask, when, everyMs }: Asking): () => void {
	let timer: ReturnType<typeof setTimeout>;
	let hasEnded = false;
	const once = async (): Promise<void> => {
		await when();
		if (!hasEnded) await ask();
	};
	const next = (): void => {
		if (!hasEnded) timer = setTimeout(() => void once().finally(next), everyMs);
	};
	next();
	return () => {
		hasEnded = true;
		clearTimeout(timer);
	};
}

interface Asking {
	ask: () => Promise<void>;
	/** Resolves when asking disturbs nobody. */
	when: () => Promise<void>;
	/** Between an answer and the next question. */
	everyMs: number;
}
