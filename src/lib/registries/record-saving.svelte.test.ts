import { afterEach, expect, test, vi } from 'vitest';
import { RecordSaving } from './record-saving.svelte.ts';

/** As on a line that is cut between the answer and the code of the question. */
vi.mock('./ConflictDialog.svelte', () => {
	throw new Error('unreachable');
});
afterEach(() => vi.unstubAllGlobals());

test('a question over a newer version that cannot be asked closes nothing and saves nothing: what was written stays, and why is said', async () => {
	const current = { id: 'a', version: 2, values: {} };
	vi.stubGlobal('fetch', () =>
		Promise.resolve(
			Response.json({ current, savedBy: 'Maïté Irigoyen', savedAt: '2026-11-22T10:00:00Z' }, { status: 409 }),
		),
	);
	const told: string[] = [];
	const saving = new RecordSaving('/api/departements/64/medecins', {
		saved: () => Promise.resolve(void told.push('saved')),
		tell: (message) => told.push(message),
	});
	const refusal = await saving.save({
		...{ target: { id: 'a', version: 1 }, before: { phone: '1' }, changes: { phone: '2' }, names: {} },
		done: () => told.push('closed'),
	});
	expect(refusal).toMatchObject({
		message: expect.stringContaining('Votre saisie est toujours là') as string,
	});
	expect(saving.deciding).toBeNull();
	expect(told).toEqual([]);
});
