import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { ofDepartment } from './department-name.rules.ts';

test.each([
	['64', 'Pyrénées-Atlantiques', 'des Pyrénées-Atlantiques'],
	['40', 'Landes', 'des Landes'],
	['12', 'Aveyron', "de l'Aveyron"],
	['32', 'Gers', 'du Gers'],
	['33', 'Gironde', 'de la Gironde'],
	['35', 'Ille-et-Vilaine', "d'Ille-et-Vilaine"],
	['75', 'Paris', 'de Paris'],
	['974', 'La Réunion', 'de La Réunion'],
	['69M', 'Métropole de Lyon', 'de la Métropole de Lyon'],
])('%s %s', (code, name, expected) => expect(ofDepartment({ code, name })).toBe(expected));

test('INSEE’s own articles, for every département', () => {
	const path = createRequire(import.meta.url).resolve(
		'@etalab/decoupage-administratif/data/departements.json',
	);
	const rows = JSON.parse(readFileSync(path, 'utf8')) as {
		code: string;
		nom: string;
		typeLiaison?: number;
		zone: string;
	}[];
	const articles = ['de ', "d'", 'du ', 'de la ', 'des ', "de l'"];
	// Collectivities have none in the list.
	for (const { code, nom, typeLiaison } of rows.filter((row) => row.zone !== 'com')) {
		expect(ofDepartment({ code, name: nom })).toBe(`${articles[typeLiaison ?? 0]}${nom}`);
	}
});
