import { expect, test } from 'vitest';
import { refuseLargeForm } from './body-bound.ts';

function post(path: string, length: string | null): Response | null {
	const url = new URL(path, 'https://terrimed.example');
	const headers = length === null ? undefined : { 'content-length': length };
	return refuseLargeForm(new Request(url, { method: 'POST', body: 'a=b', headers }), url);
}

test.each([
	['/connexion', '40', null],
	['/64/documents', '524288', null],
	['/64/documents', '524289', 413],
	['/connexion', null, 413],
	['/64/documents/importer', '9000000', null],
	['/api/departements/64/documents/import', '9000000', null],
	['/64/indicateurs/I5.2?/enter', '5000000', null],
	['/64/indicateurs/I5.2?/contest', '5000000', 413],
	['/64/indicateurs/saisie', '5000000', 413],
])('a form to %s of %s bytes', (path, length, status) => {
	expect(post(path, length)?.status ?? null).toBe(status);
});

test('what has no body is not judged', () => {
	const url = new URL('https://terrimed.example/64');
	expect(refuseLargeForm(new Request(url), url)).toBeNull();
});
