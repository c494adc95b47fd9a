import { expect, test } from 'vitest';
import { momentLabels, timelineOf } from './timeline.view.ts';

test('two people whose sittings begin and end with the same commits are two lines', () => {
	const at = new Date('2026-11-22T13:00:00Z');
	const sittingOf = (id: string | null) => ({
		...{ from: at, until: at, parts: [], proposedBy: [], updates: 1 },
		by: id === null ? null : { id, name: id, organisation: '', initials: 'AB', color: 1 },
	});
	const sittings = ['anne', 'bob', null, null].map(sittingOf);
	const entries = timelineOf({ versions: [], sittings }, () => '');
	expect(new Set(entries.map(({ key }) => key)).size).toBe(4);
	// What they left is one text, and one choice.
	expect(momentLabels(entries).sittings).toMatchObject([{ value: at.toISOString() }]);
});
