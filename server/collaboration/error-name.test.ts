import { expect, test } from 'vitest';
import { nameOf } from './error-name.ts';

test('an error is named by its kind and the code of what caused it, without a word of what it says', () => {
	const refused = Object.assign(new Error('deadlock between Léa and Inès'), { code: '40P01' });
	expect(nameOf(new Error('Failed query: insert Léa', { cause: refused }))).toBe('Error 40P01');
	expect(nameOf(refused)).toBe('Error 40P01');
	expect(nameOf(new TypeError('Léa'))).toBe('TypeError');
	expect(nameOf('Léa')).toBe('string');
});
