import type { ActionStatus } from '#lib/plan/action.rules.ts';
import { sinceWords, type WordPart } from './home.rules.ts';

/** What others did in a space since its reader last opened it. */
export interface SpaceNews {
	since: Date;
	changes: number;
	people: number;
}

/** « 3 actions », « 1 action ». */
export const counted = (count: number, one: string, several: string): string =>
	`${count}\u00a0${count > 1 ? several : one}`;

/** « **41 actions** : 11 terminées, **2 en retard** »: where a plan stands, in a card. */
export function standingWords(byStatus: Readonly<Record<ActionStatus, number>>): WordPart[] {
	const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
	if (total === 0) return [{ text: 'Aucune action encore', strong: false }];
	const { done, late } = byStatus;
	return [
		{ text: counted(total, 'action', 'actions'), strong: true },
		{
			text: `\u00a0: ${done === 0 ? 'aucune terminée' : counted(done, 'terminée', 'terminées')}, `,
			strong: false,
		},
		{ text: late === 0 ? 'aucune en retard' : `${late}\u00a0en\u00a0retard`, strong: late > 0 },
	];
}

/** « 14 changements de 3 personnes depuis lundi »; of a space that was never opened, that it was not. */
export function newsWords(news: SpaceNews | null, now: Date): string {
	if (news === null) return 'Pas encore ouvert';
	const since = sinceWords(news.since, now).replace('Depuis', 'depuis');
	if (news.changes === 0) return `Rien de nouveau ${since}`;
	const changes = counted(news.changes, 'changement', 'changements');
	return `${changes} de ${counted(news.people, 'personne', 'personnes')} ${since}`;
}

/** « 3 comités sur 12 départements : 9 actions en retard, 14 changements depuis vos visites. » */
export function regionWords(region: {
	committees: number;
	departments: number;
	late: number;
	/** Null when none of its spaces was ever opened. */
	changes: number | null;
}): string {
	const { committees, departments, late, changes } = region;
	const where = `${counted(committees, 'comité', 'comités')} sur ${counted(departments, 'département', 'départements')}`;
	const delay =
		late === 0 ? 'aucune action en retard' : counted(late, 'action en retard', 'actions en retard');
	if (changes === null) return `${where}\u00a0: ${delay}.`;
	const news = changes === 0 ? 'rien de nouveau' : counted(changes, 'changement', 'changements');
	return `${where}\u00a0: ${delay}, ${news} depuis vos visites.`;
}
