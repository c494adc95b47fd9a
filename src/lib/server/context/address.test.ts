import { expect, test } from 'vitest';
import { isMalformed } from './address.ts';

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
