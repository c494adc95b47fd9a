import type { InternAlert } from './alert.rules.ts';
import { alertCounts } from './alert.rules.ts';
import { countGaps, readinessSentence, type Gap } from './welcome.rules.ts';

/** Something to see to, without a name: what a home page and a letter may say. */
export interface InternsNotice {
	words: string;
	isLate: boolean;
	/** After `/<département>/internes`. */
	path: string;
}

/** What those who keep the records have to see to. */
export function keepersNotices(
	welcomes: readonly (readonly Gap[])[],
	alerts: readonly InternAlert[],
): InternsNotice[] {
	const path = '/semestre';
	const roofless = countGaps(welcomes).find(({ kind }) => kind === 'no-housing');
	const unready = welcomes.filter((gaps) => gaps.length > 0);
	const isLate = unready.some((gaps) => gaps.some((gap) => gap.isLate));
	const roof = roofless === undefined ? '' : `, dont ${roofless.count} sans logement`;
	return [
		...(unready.length === 0 ? [] : [{ words: `${readinessSentence(welcomes)}${roof}`, isLate, path }]),
		...alertCounts(alerts).map(({ kind, words }) => ({ words, isLate: kind === 'lost', path })),
	];
}

/** What an elected official has to see to: the steps given to them, and who comes to their communes. */
export function electedNotices(counts: { waiting: number; late: number; coming: number }): InternsNotice[] {
	const { waiting, late, coming } = counts;
	const path = '';
	const steps = waiting === 1 ? '1 geste vous attend' : `${waiting} gestes vous attendent`;
	const behind = late === 0 ? '' : `, dont ${late} en retard`;
	const people = coming === 1 ? '1 personne arrive' : `${coming} personnes arrivent`;
	return [
		...(waiting === 0
			? []
			: [{ words: `${steps} pour l’accueil des internes${behind}`, isLate: late > 0, path }]),
		...(coming === 0 ? [] : [{ words: `${people} bientôt dans vos communes`, isLate: false, path }]),
	];
}
