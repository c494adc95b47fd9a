import { expect, test } from 'vitest';
import { mailPieces } from './mail-text.rules.ts';

test('links are cut out, all the rest is text', () => {
	expect(
		mailPieces('Ouvrez :\nhttp://localhost:3000/invitation/a-b_c\n<b>Merci</b> javascript:alert(1)'),
	).toEqual([
		{ text: 'Ouvrez :\n', href: null },
		{ text: 'http://localhost:3000/invitation/a-b_c', href: 'http://localhost:3000/invitation/a-b_c' },
		{ text: '\n<b>Merci</b> javascript:alert(1)', href: null },
	]);
	expect(mailPieces('')).toEqual([]);
});
