import { expect, test } from 'vitest';
import { ofDepartment } from './department-name.rules.ts';

test.each([
	['32', 'Gers', 'du Gers'],
	['23', 'Creuse', 'de la Creuse'],
	['64', 'Pyrénées-Atlantiques', 'des Pyrénées-Atlantiques'],
	['12', 'Aveyron', 'de l’Aveyron'],
	['35', 'Ille-et-Vilaine', 'd’Ille-et-Vilaine'],
	['75', 'Paris', 'de Paris'],
	['974', 'La Réunion', 'de La Réunion'],
	['69M', 'Métropole de Lyon', 'de la Métropole de Lyon'],
])('the article of %s', (code, name, expected) => {
	expect(ofDepartment({ code, name })).toBe(expected);
});
