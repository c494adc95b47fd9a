import { describe, expect, it } from 'vitest';
import { Gatherer } from './adapters/gatherer.ts';

/** Answers by hand, in the order of the questions. */
function byHand() {
	const asked: { keys: readonly number[]; answer(values: readonly string[]): void; fail(): void }[] = [];
	let next = () => {};
	const gatherer = new Gatherer<number, string>(
		(keys) =>
			new Promise((resolve, reject) => {
				asked.push({ keys, answer: resolve, fail: () => reject(new Error('down')) });
				next();
			}),
	);
	const questions = async (count: number) => {
		while (asked.length < count) await new Promise<void>((resolve) => (next = resolve));
	};
	return { gatherer, asked, questions };
}

describe('gathered questions', () => {
	it('AUTH-5 asks once for all that come in one turn, and answers each with its own', async () => {
		const { gatherer, asked, questions } = byHand();
		const answers = Promise.all([gatherer.ask(1), gatherer.ask(2), gatherer.ask(1)]);
		await questions(1);
		expect(asked[0]?.keys).toEqual([1, 2, 1]);
		asked[0]?.answer(['one', 'two', 'one']);
		expect(await answers).toEqual(['one', 'two', 'one']);
	});

	it('AUTH-5 asks once for a crowd that comes one in each turn', async () => {
		const { gatherer, asked, questions } = byHand();
		for (let key = 1; key <= 5; key++) {
			void gatherer.ask(key);
			if (key < 5) await new Promise((resolve) => setImmediate(resolve));
		}
		await questions(1);
		expect(asked[0]?.keys).toEqual([1, 2, 3, 4, 5]);
	});

	it('AUTH-5 makes nobody wait for a crowd without end', async () => {
		const { gatherer, asked } = byHand();
		for (let key = 1; key <= 100 && asked.length === 0; key++) {
			void gatherer.ask(key);
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(asked[0]?.keys.length).toBeLessThanOrEqual(50);
	});

	it('AUTH-5 never gives an answer to a question that was put before', async () => {
		const { gatherer, asked, questions } = byHand();
		const before = gatherer.ask(1);
		await questions(1);
		const after = gatherer.ask(1);
		asked[0]?.answer(['old']);
		expect(await before).toBe('old');
		await questions(2);
		asked[1]?.answer(['new']);
		expect(await after).toBe('new');
	});

	it('fails those alone whose question failed', async () => {
		const { gatherer, asked, questions } = byHand();
		const failed = gatherer.ask(1);
		await questions(1);
		const later = gatherer.ask(2);
		asked[0]?.fail();
		await expect(failed).rejects.toThrow('down');
		await questions(2);
		asked[1]?.answer(['two']);
		expect(await later).toBe('two');
	});
});
