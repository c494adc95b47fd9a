import { describe, expect, test } from 'vitest';
import { changeOf } from '../changes/change.catalogue.ts';
import { changeFilterQuery, isChosen, parseChangeFilter } from './review.filter.rules.ts';
import { closeReviewInput, followInput } from './review.input.ts';
import { changeInWords, moreInWords, reviewSpan, subjectHref, subjectNow } from './review.rules.ts';
import {
	buildDocument,
	buildIndicator,
	buildPlan,
	buildSeat,
	buildState,
} from '../../../../tests/support/space-state.ts';

const life = {
	openedAt: new Date('2026-01-05T09:00:00Z'),
	now: new Date('2026-11-19T14:00:00Z'),
	closed: [new Date('2026-03-31T21:59:59.999Z'), new Date('2026-06-30T10:00:00Z')],
};
const days = (asked: { since?: string; until?: string }, closed = life.closed) => {
	const span = reviewSpan({ since: asked.since ?? null, until: asked.until ?? null }, { ...life, closed });
	return [span.since.day, span.until.day, span.from, span.isBroughtBack];
};

describe('the two dates of a review', () => {
	test('by default: the last one closed, and now', () => {
		expect(days({})).toEqual(['2026-06-30', '2026-11-19', 'review', false]);
		expect(days({}, [])).toEqual(['2026-01-05', '2026-11-19', 'opening', false]);
	});

	test('the start is the very instant of the last review, the end the last of a day that is over', () => {
		const span = reviewSpan({ since: null, until: '2026-10-31' }, life);
		expect(span.since.at).toEqual(new Date('2026-06-30T10:00:00Z'));
		expect(span.until.at).toEqual(new Date('2026-10-31T22:59:59.999Z'));
		expect(reviewSpan({ since: null, until: '2026-11-19' }, life).until.at).toEqual(life.now);
	});

	test('a date of the past starts from the review before it', () => {
		expect(days({ until: '2026-05-01' })).toEqual(['2026-03-31', '2026-05-01', 'review', false]);
		expect(days({ until: '2026-02-01' })).toEqual(['2026-01-05', '2026-02-01', 'opening', false]);
	});

	test('chosen dates come in their order, and within the life of the space', () => {
		expect(days({ since: '2026-09-01', until: '2026-02-01' })).toEqual([
			...['2026-02-01', '2026-09-01', 'choice', false],
		]);
		expect(days({ since: '2020-01-01', until: '2030-01-01' })).toEqual([
			...['2026-01-05', '2026-11-19', 'choice', true],
		]);
	});

	test('what is no date is ignored by the page, and refused by its forms', () => {
		expect(days({ since: '2026-02-30', until: 'hier' })).toEqual(days({}));
		expect(closeReviewInput.safeParse({ since: '2026-02-30', until: '', note: '' }).success).toBe(false);
		expect(followInput.safeParse({ since: '', until: '', changeId: '' }).success).toBe(false);
		expect(closeReviewInput.parse({ note: ' vu\0 ' })).toEqual({ since: '', until: '', note: 'vu' });
	});
});

test('a change in one line', () => {
	const subject = { kind: 'action', id: 'a', number: '5.3', name: 'Recenser' } as const;
	const said = (before: string | null, after: string | null): string =>
		changeInWords(
			changeOf(
				{ subject, proposition: 5 },
				{ rule: 'due-put-back', field: 'dueOn', label: 'Échéance', before, after },
			),
		);
	expect(said('juin', 'octobre')).toBe('Échéance\u00a0: de «\u00a0juin\u00a0» à «\u00a0octobre\u00a0»');
	expect(said(null, 'octobre')).toBe('Échéance\u00a0: octobre');
	expect(said('juin', null)).toBe('Échéance\u00a0: plus rien, auparavant juin');
	expect(said(null, null)).toBe('Échéance repoussée');
});

test('what the page does not show at once', () => {
	const more = (hidden: number, count: number) => moreInWords({ importance: 'minor', hidden, count });
	expect(more(40, 40)).toBe('Voir les 40 changements courants');
	expect(more(3, 40)).toBe('Voir les 3 autres changements courants');
	expect([more(1, 1), more(1, 2)]).toEqual(['Voir le changement courant', 'Voir l’autre changement courant']);
});

test('what a subject is now, and where it is read', () => {
	const day = '2026-11-19';
	const state = buildState(day, {
		plan: buildPlan(day, [{ id: 'a', dueOn: '2026-10-01' }]),
		indicators: [buildIndicator(day)],
		...{ documents: [buildDocument()], composition: [buildSeat()] },
	});
	const asked = [
		['action', 'a', 'En retard'],
		['indicator', 'I5.2', 'Sans valeur'],
		['document', 'd1', 'En cours de rédaction'],
		['member', 'm1', 'Mandat en cours'],
	] as const;
	for (const [kind, id, now] of asked) {
		expect(subjectNow(state, { kind, id })).toBe(now);
		expect(subjectNow(state, { kind, id: 'parti' })).toBeNull();
	}
	const span = { since: { at: life.openedAt, day: '2026-01-05' }, until: { at: life.now, day } };
	expect(asked.map(([kind, id]) => subjectHref('64', { kind, id }, span))).toEqual([
		'/64/plan/a',
		'/64/indicateurs/I5.2',
		'/64/documents/d1/historique?de=2026-01-05T09:00:00.000Z&a=2026-11-19T14:00:00.000Z',
		'/64/membres',
	]);
});

test('the address carries dates and filters, and nothing that it does not know', () => {
	const filter = { importance: 'minor', kind: 'member', proposition: 5 } as const;
	const query = changeFilterQuery(filter, { since: '2026-06-30', until: '' });
	expect(query).toBe('?depuis=2026-06-30&rang=courant&objet=composition&proposition=5');
	expect(parseChangeFilter(new URLSearchParams(query))).toEqual(filter);
	const none = { importance: null, kind: null, proposition: null };
	expect(parseChangeFilter(new URLSearchParams('rang=x&objet=y&proposition=11'))).toEqual(none);
	expect(changeFilterQuery(none, { since: '', until: '' })).toBe('?');
	const change = {
		...{ importance: 'minor' as const, proposition: 5 },
		subject: { kind: 'action' as const, id: 'a', number: '5.1', name: '' },
	};
	expect(isChosen(change, none)).toBe(true);
	expect(isChosen(change, filter)).toBe(false);
	expect(isChosen(change, { ...filter, kind: 'action' })).toBe(true);
	expect(isChosen(change, { ...filter, kind: 'action', proposition: 4 })).toBe(false);
	expect(isChosen(change, { ...none, importance: 'major' })).toBe(false);
});
