import type { IndicatorSummary } from './indicator.view.ts';

/** What the list may be narrowed to. */
export const INDICATOR_VIEWS = ['a-saisir', 'en-difficulte', 'suivis'] as const;
export type IndicatorView = (typeof INDICATOR_VIEWS)[number];

type Shown = Pick<IndicatorSummary, 'judgement' | 'next' | 'values' | 'definition'>;

/** Whether an indicator is of a view: a value is due, it is off its path, or the committee follows it at all. */
export function isInView(one: Shown, view: IndicatorView | null): boolean {
	if (view === null) return true;
	if (view === 'a-saisir') return one.next.isOverdue;
	if (view === 'suivis') return isFollowed(one);
	return ['at-risk', 'off-path', 'stale'].includes(one.judgement.status);
}

const isFollowed = ({ values, definition }: Shown): boolean =>
	values.length > 0 || definition.targets.length > 0;

/** Where the committee stands, in a sentence: « 12 indicateurs suivis : 5 dans les temps, 2 en retard ; 3 valeurs sont échues. » */
export function standingSentence(all: readonly Shown[]): string {
	const followed = all.filter(isFollowed);
	if (followed.length === 0) return 'Aucun indicateur n’a encore de valeur ni de cible.';
	const count = (...statuses: string[]): number =>
		followed.filter(({ judgement }) => statuses.includes(judgement.status)).length;
	const parts = [
		[count('reached'), 'atteint', 's'],
		[count('on-path'), 'dans les temps', ''],
		[count('at-risk'), 'à surveiller', ''],
		[count('off-path'), 'en retard', ''],
		[count('stale'), 'non mis à jour', ''],
	] as const;
	const told = parts
		.filter(([number]) => number > 0)
		.map(([number, word, plural]) => `${number} ${word}${number > 1 ? plural : ''}`);
	const many = followed.length > 1 ? 's' : '';
	const start = `${followed.length} indicateur${many} suivi${many} sur ${all.length}`;
	return `${start}${told.length > 0 ? `\u00a0: ${told.join(', ')}` : ''}.`;
}
