import { describe, expect, test } from 'vitest';
import { cleanDisplayName, isEmail, normalizeEmail, passwordFault } from './account.rules.ts';

describe('a password', () => {
	const email = 'claire.dufau@mairie.test';

	test.each([
		'demonstration',
		'correct cheval pile agrafe',
		'le col du Soulor ferme en hiver',
		'éàçùîôéàçùîô',
		'🌧🌦🌤🌞🌜🌛🌚🌝🌙⛅☔❄',
		'x'.repeat(4) + 'abcdefgh',
		'a b c d e f g',
	])('may be %j', (password) => expect(passwordFault(password, email)).toBeNull());

	test.each([
		['', 'trop court'],
		['onze lettre', 'trop court'],
		['🌧🌦🌤🌞🌜🌛', 'trop court'],
		['aaaaaaaaaaaaaaaa', 'répète'],
		['121212121212', 'répète'],
		['abcdabcdabcdabcd', 'répète'],
		['claire.dufau@mairie.test', 'votre adresse'],
		['  Claire.Dufau@Mairie.test ', 'votre adresse'],
		['abcdefghij'.repeat(30), 'trop long'],
	])('may not be %j', (password, reason) => expect(passwordFault(password, email)).toContain(reason));
});

test.each([
	['  Maire64@Exemple.TEST ', 'maire64@exemple.test'],
	['ÉLU@MAIRIE.FR', 'élu@mairie.fr'],
])('an e-mail %j is kept as %j', (typed, kept) => expect(normalizeEmail(typed)).toBe(kept));

test.each([
	['maire64@exemple.test', true],
	['a.b+c@sous.domaine.fr', true],
	['', false],
	['sans-arobase.fr', false],
	['a@b', false],
	['a@b.', false],
	['a@b@c.fr', false],
	['a b@c.fr', false],
	['a@c.fr\nBcc: autre@c.fr', false],
	['a@c.fr\u0000', false],
	['<a@c.fr>', false],
	['a@c.fr,b@c.fr', false],
	[`${'a'.repeat(250)}@c.fr`, false],
])('%j is an e-mail: %s', (text, expected) => expect(isEmail(text)).toBe(expected));

test.each([
	['  Claire   Dufau ', 'Claire Dufau'],
	['Claire\u0000Dufau', 'Claire Dufau'],
	['Claire\u202eufuD', 'Claire ufuD'],
	['\u200b\u200b', ''],
	['Maïté\nIrigoyen', 'Maïté Irigoyen'],
])('the name %j is shown as %j', (typed, shown) => expect(cleanDisplayName(typed)).toBe(shown));
