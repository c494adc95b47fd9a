import type { ImportCounts } from './import.rules.ts';
import type { Likeness } from './likeness.rules.ts';

/** A value of a file as a person reads it; « aucun » for what is not known. `choices` are the words of a closed list. */
export function sayImported(value: unknown, choices?: Readonly<Record<string, string>>): string {
	if (value === null || value === undefined || value === '') return 'aucun';
	if (typeof value === 'boolean') return value ? 'oui' : 'non';
	const text = String(value);
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text.split('-').reverse().join('/');
	return choices?.[text] ?? text;
}

const LIKENESS: Record<Likeness, string> = {
	'same-rpps': 'même RPPS',
	'name-birth-commune': 'nom, naissance et commune',
	'name-birth': 'nom et naissance',
	'name-commune': 'nom et commune',
	'same-rpps-start': 'même RPPS et même début',
	'name-start-university': 'nom, début et université',
	'name-start': 'nom et début du stage',
};

export function sayLikeness(likeness: Likeness | null): string {
	return likeness === null ? '' : LIKENESS[likeness];
}

const NUMBER = new Intl.NumberFormat('fr-FR');

/** « 1 fiche », « 1 240 fiches »: the fonts have no narrow space. */
export function many(count: number, one: string, more = `${one}s`): string {
	return `${NUMBER.format(count).replace(/\u202f/g, '\u00a0')} ${count > 1 ? more : one}`;
}

/** The sentence at the head of the step « Contrôle ». */
export function checkSentence(counts: ImportCounts): { strong: string; rest: string } {
	const toMend = counts['to-correct'] ?? 0;
	const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
	const rest = 'Rien n’est écrit dans le registre avant la dernière étape.';
	if (toMend === 0)
		return { strong: `${many(all, 'ligne')} prêtes.`.replace('1 ligne prêtes', '1 ligne prête'), rest };
	const strong =
		toMend === 1
			? `1 ligne sur ${NUMBER.format(all)} demande un choix.`
			: `${many(toMend, 'ligne')} sur ${NUMBER.format(all).replace(/\u202f/g, '\u00a0')} demandent un choix.`;
	return { strong, rest: `Les autres sont prêtes. ${rest}` };
}

/** The sentence of a batch that is written. */
export function batchSentence(number: number, counts: ImportCounts): string {
	const written = counts.written ?? 0;
	const left = (counts['to-correct'] ?? 0) + (counts.aside ?? 0) + (counts.kept ?? 0);
	const said = [`Lot ${number}\u00a0: ${many(written, 'fiche écrite', 'fiches écrites')}`];
	if ((counts.same ?? 0) > 0) said.push(many(counts.same ?? 0, 'ligne déjà à jour', 'lignes déjà à jour'));
	if (left > 0) said.push(many(left, 'ligne laissée de côté', 'lignes laissées de côté'));
	return `${said.join(', ')}.`;
}
