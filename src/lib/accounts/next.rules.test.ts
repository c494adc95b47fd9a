import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext, signInPath } from './next.rules.ts';

const SITE = 'https://terrimed.example';

test.each([
	['/', '/'],
	['/64', '/64'],
	['/64/plan/5-3?vue=frise#action', '/64/plan/5-3?vue=frise#action'],
	['/2A/diagnostic', '/2A/diagnostic'],
	['/64/membres?college=élus', '/64/membres?college=%C3%A9lus'],
	['/64/documents?titre=a%2Fb', '/64/documents?titre=a%2Fb'],
	['/64?retour=//ailleurs.example', '/64?retour=//ailleurs.example'],
	['/invitation/abc', '/invitation/abc'],
	['/connexions', '/connexions'],
])('%j is a place to come back to', (next, path) => expect(safeNext(next)).toBe(path));

/** What has been used against such parameters: schemes, slashes of every kind, controls, encodings, user info. */
const HOSTILE = [
	'//ailleurs.example',
	'///ailleurs.example',
	'////ailleurs.example',
	'/\\ailleurs.example',
	'/\\/ailleurs.example',
	'\\/ailleurs.example',
	'\\\\ailleurs.example',
	'\\ailleurs.example',
	'/\t/ailleurs.example',
	'/\n/ailleurs.example',
	'/\r/ailleurs.example',
	'/\r\n/ailleurs.example',
	'/\u0000/ailleurs.example',
	'/\u000b/ailleurs.example',
	'/\u001f/ailleurs.example',
	'/\u007f/ailleurs.example',
	'/\u0085/ailleurs.example',
	'\t//ailleurs.example',
	' //ailleurs.example',
	'\u00a0//ailleurs.example',
	'\u2028//ailleurs.example',
	'\ufeff//ailleurs.example',
	'http://ailleurs.example',
	'https://ailleurs.example',
	'HTTPS://ailleurs.example',
	'https:ailleurs.example',
	'https:/ailleurs.example',
	'https:\\\\ailleurs.example',
	'ftp://ailleurs.example',
	'javascript:alert(1)',
	'JaVaScRiPt:alert(1)',
	'java\tscript:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'vbscript:msgbox(1)',
	'blob:https://ailleurs.example/1',
	'file:///etc/passwd',
	'mailto:quelqu.un@ailleurs.example',
	'ailleurs.example',
	'@ailleurs.example',
	'.ailleurs.example',
	'?next=//ailleurs.example',
	'#//ailleurs.example',
	'./ailleurs.example',
	'../ailleurs.example',
	'%2f%2failleurs.example',
	'%5cailleurs.example',
	'/.//ailleurs.example',
	'/..//ailleurs.example',
	'/64/..//ailleurs.example',
	'/%2e//ailleurs.example',
	'/%2e%2e//ailleurs.example',
	'/64/%2e%2e//ailleurs.example',
	'/64\\..\\..\\ailleurs.example',
	'/64\\@ailleurs.example',
	'/64\r\nSet-Cookie: session=vole',
	'/64\nLocation: https://ailleurs.example',
	'/deconnexion',
	'/deconnexion?x=1',
	'/connexion',
	'/connexion?next=/connexion',
	'/connexion/autre',
	'/64/../deconnexion',
	`/${'a'.repeat(3_000)}`,
	'',
] as const;

test.each(HOSTILE)('%j leads home', (next) => expect(safeNext(next)).toBe('/'));
test.each([null, undefined])('nothing leads home', (next) => expect(safeNext(next)).toBe('/'));

test.each([
	'/%2f%2failleurs.example',
	'/%5c%5cailleurs.example',
	'/%09/ailleurs.example',
	'/;//ailleurs.example',
])('%j is an odd path, of this site', (next) => expect(new URL(safeNext(next), SITE).origin).toBe(SITE));

test('whatever is given, the way back stays on the site and fits a header', () => {
	const pieces = fc.constantFrom(
		'/',
		'\\',
		'.',
		'..',
		'%2f',
		'\t',
		'\n',
		'@',
		':',
		'http',
		'x.example',
		'?',
		'#',
		'é',
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.array(pieces).map((list) => list.join('')),
			),
			(text) => {
				const path = safeNext(text);
				expect(path.startsWith('/')).toBe(true);
				expect(new URL(path, SITE).origin).toBe(SITE);
				expect(path).toMatch(/^[\x21-\x7e]*$/);
				expect(safeNext(path)).toBe(path);
			},
		),
	);
});

test.each([
	['/64/plan?vue=frise', '/connexion?next=%2F64%2Fplan%3Fvue%3Dfrise'],
	['/', '/connexion'],
	['//ailleurs.example', '/connexion'],
])('signing in from %j goes to %j', (path, expected) => expect(signInPath(path)).toBe(expected));
