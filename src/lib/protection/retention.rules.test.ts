import { expect, test } from 'vitest';
import { boundsOn, noticeDay, purgeWords, yearsBefore } from './retention.rules.ts';

test('what is past its time on a day', () => {
	expect(boundsOn('2026-11-22')).toEqual({
		departureYear: 2025,
		doctorSilentSince: '2023-11-22',
		internEndsOn: '2025-11-22',
		followUpOn: '2023-11-22',
		historyOn: '2023-11-22',
		readingOn: '2025-11-22',
		requestOn: '2021-11-22',
	});
	// Declared for 2025: kept the whole of 2026.
	expect(boundsOn('2026-12-31').departureYear).toBe(2025);
	expect(boundsOn('2027-01-01').departureYear).toBe(2026);
});

test('the 29th of February has no day of its own in other years', () => {
	expect(yearsBefore('2028-02-29', 1)).toBe('2027-02-28');
	expect(yearsBefore('2028-03-01', 4)).toBe('2024-03-01');
});

test('the notice looks two months ahead; the report says what went', () => {
	expect(noticeDay('2026-11-22')).toBe('2027-01-21');
	expect(purgeWords({ doctors: 2, changes: 1, interns: 0 })).toBe(
		'fiches de médecins\u00a0: 2, lignes d’historique\u00a0: 1',
	);
	expect(purgeWords({})).toBe('');
});
