import { expect, test } from 'vitest';
import { isMalformed, makeAskable } from './address.ts';

function asked(address: string, params: Record<string, string> = {}) {
	const event = { params: { ...params }, url: new URL(address, 'https://terrimed.example') };
	makeAskable(event);
	return { params: event.params, address: event.url.pathname + event.url.search };
}

test.each([
	['/64/recherche?q=a%00b', '/64/recherche?q=ab'],
	['/64/medecins?q=%00&a%00=1&a=2', '/64/medecins?q=&a=1&a=2'],
	['/64/recherche?q=a%20b&?/name', '/64/recherche?q=a%20b&?/name'],
	['/64/documents', '/64/documents'],
])('%s is read as %s', (given, read) => expect(asked(given).address).toBe(read));

test('a part of a path that no database keeps leads to nothing, and to nothing else', () => {
	const given = { departement: '64', commune: '64\x00', id: '\0' };
	expect(asked('/64/internes/maire/64%00', given).params).toEqual({
		departement: '64',
		commune: '64\ufffd',
		id: '\ufffd',
	});
});

test.each([
	['/api/departements/%', true],
	['/%ff/', true],
	['/64/%zz', true],
	['/%E2%82', true],
	['/64/plan', false],
	['/100%25', false],
	['/%252', false],
	['/caf%C3%A9/%2F', false],
	['/?q=%', false],
])('the address %s cannot be read: %s', (path, expected) => {
	expect(isMalformed(new URL(path, 'http://localhost'))).toBe(expected);
});
