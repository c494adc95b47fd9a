import { expect, test } from 'vitest';
import { ofCommune } from './commune.words.ts';

test.each([
	['Pau', 'de Pau'],
	['Aussurucq', 'd’Aussurucq'],
	['Hendaye', 'd’Hendaye'],
	['Le Mans', 'du Mans'],
	['Les Eaux-Claires', 'des Eaux-Claires'],
	['La Bastide-Clairence', 'de La Bastide-Clairence'],
	['Lescar', 'de Lescar'],
])('%s: « %s »', (name, words) => {
	expect(ofCommune(name)).toBe(words);
});
