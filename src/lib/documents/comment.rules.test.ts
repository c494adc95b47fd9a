import { describe, expect, test } from 'vitest';
import {
	commentParts,
	fitsThreadFilter,
	isUnread,
	keptMentions,
	matchingMentionables,
	typedMention,
	type Mentionable,
	type ThreadView,
} from './comment.rules.ts';

const CLAIRE: Mentionable = { kind: 'person', id: 'c', name: 'Claire Dufau', detail: 'CPAM' };
const CLAIRE_ANNE: Mentionable = { kind: 'person', id: 'ca', name: 'Claire', detail: 'URPS' };
const CPAM: Mentionable = {
	kind: 'organisation',
	id: 'o',
	name: 'CPAM',
	detail: 'Caisse primaire d’assurance maladie',
};
const ALL = [CLAIRE, CLAIRE_ANNE, CPAM];

describe('naming somebody', () => {
	test.each([
		['@', 1, { start: 0, query: '' }],
		['Bonjour @Cla', 12, { start: 8, query: 'Cla' }],
		['Bonjour @Claire Du', 18, { start: 8, query: 'Claire Du' }],
		['Bonjour @Claire, merci', 22, null],
		['cpam@exemple.fr', 15, null],
		['@Claire\nDonc', 12, null],
		['Bonjour @Cla et', 12, { start: 8, query: 'Cla' }],
	])('« %s » at %i', (body, caret, found) => expect(typedMention(body, caret)).toEqual(found));

	test.each([
		['', ['Claire Dufau', 'Claire', 'CPAM']],
		['cla', ['Claire Dufau', 'Claire']],
		['duf', ['Claire Dufau']],
		['CLÂ DU', ['Claire Dufau']],
		['cpam', ['Claire Dufau', 'CPAM']],
		['assurance', ['CPAM']],
		['zzz', []],
	])('« %s » may mean', (query, names) =>
		expect(matchingMentionables(ALL, query, 8).map(({ name }) => name)).toEqual(names),
	);

	test.each(['Jean-Luc', "l'Abbé", 'luc d’Abb', 'coeuret'])(
		'« %s » is found however it is written',
		(query) => {
			const jean: Mentionable = {
				...CLAIRE,
				name: 'Jean-Luc Cœuret',
				detail: 'Foyer de l’Abbé, Pau d’Abbadie',
			};
			expect(matchingMentionables([jean], query, 8)).toEqual([jean]);
		},
	);

	test('keeps who is still named in what was written, once', () => {
		expect(keptMentions('Voir @Claire Dufau', [CLAIRE, CPAM, CLAIRE])).toEqual([{ kind: 'person', id: 'c' }]);
	});

	test('is shown as a name, the longest first', () => {
		expect(commentParts('@Claire Dufau et @CPAM, @Xabi', ['Claire', 'Claire Dufau', 'CPAM'])).toEqual([
			{ text: '@Claire Dufau', isMention: true },
			{ text: ' et ', isMention: false },
			{ text: '@CPAM', isMention: true },
			{ text: ', @Xabi', isMention: false },
		]);
		expect(commentParts('', [])).toEqual([]);
	});
});

test('filters: open, resolved, those that concern the reader and are open', () => {
	const thread = (resolvedAt: string | null, concernsReader: boolean): ThreadView => ({
		id: 't',
		anchor: '',
		quote: '',
		createdAt: '',
		resolvedAt,
		resolvedBy: null,
		concernsReader,
		comments: [],
	});
	const shown = (one: ThreadView) =>
		(['open', 'resolved', 'mine'] as const).filter((filter) => fitsThreadFilter(one, filter));
	expect(shown(thread(null, false))).toEqual(['open']);
	expect(shown(thread(null, true))).toEqual(['open', 'mine']);
	expect(shown(thread('2026-11-22', true))).toEqual(['resolved']);
	expect(isUnread(thread(null, true))).toBe(false);
});
