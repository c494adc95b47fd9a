import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { doneInWords } from '#lib/evaluation/dossier/dossier.journal.words.ts';
import { TOLD_SUBJECTS } from './dossier.queries.ts';

/** Actions written to the journal by a file of ours about a subject that the journal of an evaluation file tells. */
function actionsOf(source: string): string[] {
	const isTold = [...source.matchAll(/subjectType: '([a-z-]+)'/g)].some(
		([, subject = '']) => subject in TOLD_SUBJECTS,
	);
	if (!isTold) return [];
	const lines = [...source.matchAll(/action: ([^\n]*)/g)].map(([, rest = '']) => rest);
	return lines.flatMap((rest) => [...rest.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, action = '']) => action));
}

test('each action that the journal of an evaluation file tells has its words', async () => {
	const written = new Set<string>();
	for await (const path of glob('src/lib/server/**/*.ts'))
		if (!path.endsWith('.test.ts'))
			for (const action of actionsOf(await readFile(path, 'utf8'))) written.add(action);
	expect(written.size).toBeGreaterThan(20);
	expect([...written].filter((action) => doneInWords(action) === action)).toEqual([]);
});
