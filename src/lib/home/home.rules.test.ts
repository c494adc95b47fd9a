import { describe, expect, test } from 'vitest';
import type { ActionStatus } from '#lib/plan/action.rules.ts';
import { doneAmong, momentWords, openVisit, planSentence, sinceWords } from './home.rules.ts';

const counts = (values: Partial<Record<ActionStatus, number>>): Record<ActionStatus, number> => ({
	proposed: 0,
	'on-track': 0,
	'at-risk': 0,
	late: 0,
	done: 0,
	...values,
});

const told = (count: number, values: Partial<Record<ActionStatus, number>>): string =>
	planSentence(count, counts(values))
		.map((part) => part.text)
		.join('')
		.replaceAll('\u00a0', ' ');

describe('the sentence about the plan', () => {
	test.each([
		[0, {}, 'Le plan ne compte pas encore d’action.'],
		[1, { done: 1 }, 'Le plan compte 1 action : 1 est terminée, aucune n’est en retard.'],
		[14, { done: 3, late: 2 }, 'Le plan compte 14 actions : 3 sont terminées, 2 sont en retard.'],
		[5, { late: 1 }, 'Le plan compte 5 actions : aucune n’est terminée, 1 est en retard.'],
	])('%i actions', (count, values, sentence) => expect(told(count, values)).toBe(sentence));
});

test.each<[ActionStatus[], string]>([
	[[], 'aucune action'],
	[['late', 'proposed'], 'aucune sur 2'],
	[['done', 'late'], '1 sur 2 terminée'],
	[['done', 'done', 'late'], '2 sur 3 terminées'],
])('%j', (statuses, words) => expect(doneAmong(statuses)).toBe(words));

describe('visits', () => {
	const monday = new Date('2026-11-16T08:00:00Z');
	const mondayLater = new Date('2026-11-16T11:00:00Z');
	const mondayEvening = new Date('2026-11-16T17:00:00Z');
	const tuesday = new Date('2026-11-17T08:00:00Z');
	test('the first has none before it', () => {
		expect(openVisit(null, monday)).toEqual({ currentAt: monday, previousAt: null });
	});
	test('opening again soon is the same visit', () => {
		const visits = { currentAt: monday, previousAt: null };
		expect(openVisit(visits, mondayLater)).toBe(visits);
	});
	test('another day, or hours later, is another', () => {
		const visits = { currentAt: monday, previousAt: null };
		expect(openVisit(visits, tuesday)).toEqual({ currentAt: tuesday, previousAt: monday });
		expect(openVisit(visits, mondayEvening)).toEqual({ currentAt: mondayEvening, previousAt: monday });
	});
	test('opening twice gives what opening once gives', () => {
		const visits = openVisit({ currentAt: monday, previousAt: null }, tuesday);
		expect(openVisit(visits, tuesday)).toEqual(visits);
	});
});

describe('moments', () => {
	const now = new Date('2026-11-22T10:00:00Z');
	test.each([
		['2026-11-22T08:05:00Z', 'aujourd’hui, 9 h 05', 'Depuis 9 h 05'],
		['2026-11-21T23:30:00Z', 'aujourd’hui, 0 h 30', 'Depuis 0 h 30'],
		['2026-11-21T17:42:00Z', 'hier, 18 h 42', 'Depuis hier'],
		['2026-11-17T10:00:00Z', 'mardi 17 novembre', 'Depuis mardi'],
		['2026-11-01T10:00:00Z', 'dimanche 1er novembre', 'Depuis le dimanche 1er novembre'],
	])('%s', (date, moment, since) => {
		expect(momentWords(new Date(date), now).replaceAll('\u00a0', ' ')).toBe(moment);
		expect(sinceWords(new Date(date), now).replaceAll('\u00a0', ' ')).toBe(since);
	});
});
