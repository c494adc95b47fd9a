import type { MayorCommune } from './mayor.view.ts';
import { semesterDay, arrivalSemester } from './semester.rules.ts';

const NUMBERS = ['', 'Une', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six', 'Sept', 'Huit', 'Neuf', 'Dix'];

/** « Deux », or « 12 » for what is long to read in words. */
function numberWord(count: number): string {
	return NUMBERS[count] ?? String(count);
}

/** « Deux personnes sont là, une arrive le 1er mai. » */
export function presenceSentence(communes: readonly Pick<MayorCommune, 'cards'>[]): string {
	const cards = communes.flatMap((commune) => commune.cards);
	const here = cards.filter(({ isHere }) => isHere).length;
	const coming = cards.filter(({ isHere }) => !isHere);
	if (cards.length === 0) return 'Personne n’est là ni attendu pour le moment.';
	const present =
		here === 0
			? 'Personne n’est là'
			: here === 1
				? 'Une personne est là'
				: `${numberWord(here)} personnes sont là`;
	if (coming.length === 0) return `${present}.`;
	const days = new Set(coming.map(({ startsOn }) => semesterDay(arrivalSemester(startsOn))));
	const when = days.size === 1 ? ` le ${[...days].join('')}` : '';
	const arriving =
		coming.length === 1 ? 'une arrive' : `${numberWord(coming.length).toLocaleLowerCase('fr')} arrivent`;
	return `${present}, ${arriving}${when}.`;
}

/** « Deux gestes vous attendent. »; empty for none. */
export function gesturesSentence(count: number): string {
	if (count === 0) return '';
	return count === 1 ? 'Un geste vous attend.' : `${numberWord(count)} gestes vous attendent.`;
}

/** Steps that wait for whoever reads. */
export function countGestures(communes: readonly Pick<MayorCommune, 'cards'>[]): number {
	return communes
		.flatMap(({ cards }) => cards)
		.flatMap(({ steps }) => steps)
		.filter(({ isTickable, doneOn }) => isTickable && doneOn === null).length;
}
