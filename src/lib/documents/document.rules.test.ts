import { expect, test } from 'vitest';
import { fitsFilter } from './document.rules.ts';

test.each([
	['coeur', true],
	["l'accès", true],
	['acces soins', true],
	['diagnostic', false],
])('a list narrowed to « %s » by title', (title, fits) => {
	const document = { title: 'L’accès aux soins au cœur du Béarn', kind: 'note', state: 'writing' } as const;
	expect(fitsFilter(document, { title, kind: null, archived: false })).toBe(fits);
});
