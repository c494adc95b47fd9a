import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('work of one name runs one after another, even when one fails; another name does not wait', async () => {
	const inTurn = createTurns();
	const seen: string[] = [];
	let release = (): void => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	const first = inTurn('a', async () => {
		seen.push('first');
		await held;
		seen.push('first is over');
		throw new Error('refused');
	});
	const second = inTurn('a', async () => void seen.push('second'));
	await inTurn('b', async () => void seen.push('other'));
	release();
	await expect(first).rejects.toThrow('refused');
	await second;
	expect(seen).toEqual(['first', 'other', 'first is over', 'second']);
});
