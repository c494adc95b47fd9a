import { expect, test } from 'vitest';
import { changeInWords, type ActionChange } from './action-history.words.ts';

const nameOf = (id: string): string => (id === 'a' ? 'URPS' : 'Claire Dufau');

function change(field: string | null, before: string | null, after: string | null): ActionChange {
	const happenedAt = new Date('2026-11-21T10:00:00Z');
	return { personName: 'Claire Dufau', happenedAt, verb: 'action-field-changed', field, before, after };
}

test.each([
	['status', 'proposed', 'on-track', 'Statut passé de « Proposée » à « Dans les temps »'],
	[null, 'proposed', 'done', 'Statut passé de « Proposée » à « Terminée »'],
	['dueOn', null, '2027-03-31', 'Échéance : « 31 mars 2027 »'],
	['dueOn', '2027-03-31', '2027-06-30', 'Échéance : de « 31 mars 2027 » à « 30 juin 2027 »'],
	['dueOn', '2027-03-31', null, 'Échéance : plus rien, auparavant « 31 mars 2027 »'],
	['leadOrganisationId', null, 'a', 'Chef de file : « URPS »'],
	['responsibleAccountId', null, 'b', 'Responsable : « Claire Dufau »'],
	['progress', '10', '45', 'Avancement : de « 10 % » à « 45 % »'],
	['budgetCents', null, '120050', 'Budget : « 1 200,50 € »'],
	['staffingHundredths', '50', '100', 'ETP : de « 0,5 ETP » à « 1 ETP »'],
	['milestones', null, null, 'Jalons modifiés'],
	['objective', null, null, 'Objectif modifié'],
	['description', null, null, 'Description modifiée'],
	['something', null, null, 'Action modifiée'],
])('%s from %s to %s', (field, before, after, expected) => {
	expect(changeInWords(change(field, before, after), nameOf).replaceAll('\u00a0', ' ')).toBe(expected);
});

test('an action that comes and goes', () => {
	expect(changeInWords({ ...change(null, null, null), verb: 'action-added' }, nameOf)).toBe(
		'Action ajoutée au plan',
	);
});
