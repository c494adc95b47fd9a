import { expect, test } from 'vitest';
import { freeTextWarnings, warningSentence } from './free-text.rules.ts';

const kinds = (text: string) => freeTextWarnings(text).map(({ kind, said }) => `${kind}: ${said}`);

test.each([
	['En arrêt maladie depuis mars.', 'maladie'],
	['Elle est traitée pour un CANCER du sein.', 'CANCER'],
	['Part pour raisons de santé', 'raisons de santé'],
	['Le médecin a fait une dépression', 'dépression'],
	['Dr Etchart, opéré du genou', 'opéré'],
	['Enceinte, revient en juin', 'Enceinte'],
	['mi-temps thérapeutique jusqu’en mai', 'mi-temps thérapeutique'],
	['Conjoint en situation de handicap', 'handicap'],
	['Burn-out l’an dernier', 'Burn-out'],
	['Se plaint de douleurs', 'douleurs'],
	['Il est sous traitement.', 'sous traitement'],
])('warns of health: %s', (text, said) => {
	expect(kinds(text)).toEqual([`health: ${said}`]);
});

test.each([
	'Médecin de la douleur à l’hôpital d’Orthez.',
	'Cherche un associé pour la maison de santé.',
	'Exerce au centre de lutte contre le cancer deux demi-journées par semaine.',
	'Consultations d’addictologie et de diabétologie.',
	'Diplôme d’alcoologie, formation en pathologie professionnelle.',
	'Centre de santé de Mauléon, professionnels de santé du canton.',
	'Diagnostic territorial relu, plan de santé à voir.',
	'Service de soins palliatifs, patients diabétiques nombreux.',
	'Chirurgien orthopédiste, psychiatre, cancérologue peut-être.',
	'Prendrait un interne si le logement est trouvé.',
	'Opération « un médecin pour demain », avec la maternité de Pau.',
	'Référent handicap de la maison de santé.',
	'Du lundi au jeudi, mi-temps en EHPAD.',
	'Téléphone 05 59 12 34 56, RPPS 99000000015.',
	'SIRET 123 456 789 00012, facture 2026-11-22 de 1 250 000 euros.',
])('does not warn of work: %s', (text) => {
	expect(kinds(text)).toEqual([]);
});

test.each([
	'1 58 05 64 445 123 45',
	'158056444512345',
	'2580564445123',
	'2.85.12.2A.004.001.12',
	'nir : 1-58-05-64-445-123',
])('warns of a social-security number: %s', (text) => {
	expect(kinds(text)).toEqual([expect.stringMatching(/^social-security: /)]);
});

test.each([
	'158996444512345',
	'06 12 34 56 78',
	'10003456789',
	'12345678900012',
	'FR76 3000 6000 0112 3456 7890 189',
])('does not take for one: %s', (text) => {
	expect(kinds(text)).toEqual([]);
});

test('says each thing once, and repeats no number', () => {
	const warnings = freeTextWarnings('Cancer, puis cancer ; 158056444512345.');
	expect(warnings).toHaveLength(2);
	expect(warnings.map(warningSentence).join()).not.toContain('158056');
});
