import { expect, test } from 'vitest';
import { mentionFinder, type NamedPerson } from './mention.rules.ts';

const person: NamedPerson = {
	...{ lastName: 'Bréferrac-Sallé', firstName: 'Odile', rpps: '99000000015' },
	email: 'odile.b+medecin@exemple.test',
};

test.each([
	['Reprendrait la patientèle du Dr Bréferrac-Sallé.', 'Reprendrait la patientèle du [personne effacée].'],
	['ODILE BREFERRAC SALLE est d’accord', '[personne effacée] est d’accord'],
	[
		'Vu avec Breferrac-Salle Odile, puis avec Dr. Breferrac-Sallé',
		'Vu avec [personne effacée], puis avec [personne effacée]',
	],
	[
		'Avec le Dr Bréferrac-Sallé Odile et Mme Odile Bréferrac-Sallé',
		'Avec le [personne effacée] et [personne effacée]',
	],
	['RPPS 99000000015, odile.b+medecin@exemple.test', 'RPPS [personne effacée], [personne effacée]'],
])('names the person: %s', (text, without) => {
	expect(mentionFinder(person).isIn(text)).toBe(true);
	expect(mentionFinder(person).removeFrom(text)).toBe(without);
});

test.each(['Odile est venue.', 'Commune de Bréferrac.', 'Drôle de Bréferrac-Sallézac', '', '990000000159'])(
	'does not: %s',
	(text) => {
		expect(mentionFinder(person).isIn(text)).toBe(false);
		expect(mentionFinder(person).removeFrom(text)).toBe(text);
	},
);

test('who has no name is named nowhere', () => {
	const nobody = { lastName: '', firstName: '', rpps: null, email: null };
	expect(mentionFinder(nobody).isIn('Le Dr  est là')).toBe(false);
});
