import { expect, test } from 'vitest';
import { findCatalogueIndicator } from './indicator.catalogue.ts';
import { reminderSentence, remindersOf, remindersToSend } from './reminder.rules.ts';

const me = 'me';
const kept = (
	code: string,
	period: string,
	changes: { ownerId?: string; computation?: 'host-doctors' } = {},
) => ({
	code,
	definition: { ...findCatalogueIndicator(code)!.definition, ownerId: me, ...changes },
	next: { period, dueOn: '', isOverdue: false },
});

/** The third quarter of 2026 is due on 30 October. */
test.each([
	['2026-10-22', 0, null],
	['2026-10-23', 1, false],
	['2026-10-30', 1, false],
	['2026-10-31', 1, true],
	['2027-06-01', 1, true],
])('on %s, %i is expected, overdue: %s', (today, count, isOverdue) => {
	const reminders = remindersOf([kept('I5.2', '2026-T3')], me, today);
	expect(reminders).toHaveLength(count);
	expect(reminders[0]?.isOverdue ?? null).toBe(isOverdue);
});

test('what others keep, what is computed and what has not ended is expected of nobody', () => {
	const indicators = [
		kept('I5.2', '2026-T3', { ownerId: 'other' }),
		kept('I5.7', '2026-T3', { computation: 'host-doctors' }),
		kept('I5.5', '2026-T4'),
	];
	expect(remindersOf(indicators, me, '2026-11-22')).toEqual([]);
});

test('each is written of twice, whichever days the letters leave on', () => {
	const days = [
		'2026-10-20',
		'2026-10-23',
		'2026-10-24',
		'2026-10-30',
		'2026-10-31',
		'2026-11-01',
		'2026-12-01',
	];
	const written = days.slice(1).filter((until, index) => {
		const reminders = remindersOf([kept('I5.2', '2026-T3')], me, until);
		return remindersToSend(reminders, { since: days[index]!, until }).length > 0;
	});
	expect(written).toEqual(['2026-10-23', '2026-10-31']);
	const late = remindersOf([kept('I5.2', '2026-T3')], me, '2026-12-01');
	expect(remindersToSend(late, { since: '2026-10-01', until: '2026-12-01' })).toHaveLength(1);
});

test('the oldest comes first, and the sentence says how many are overdue', () => {
	const reminders = remindersOf([kept('I5.5', '2026-T3'), kept('I5.2', '2026-T2')], me, '2026-10-25');
	expect(reminders.map(({ code }) => code)).toEqual(['I5.2', 'I5.5']);
	expect(reminderSentence(reminders)).toBe('2 valeurs sont attendues de vous, dont 1 échue.');
	expect(reminderSentence(reminders.slice(0, 1))).toBe('1 valeur est attendue de vous, échue.');
	expect(reminderSentence(reminders.slice(1))).toBe('1 valeur est attendue de vous.');
	expect(reminderSentence([])).toBe('');
});
