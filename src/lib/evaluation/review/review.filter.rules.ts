import {
	IMPORTANCES,
	SUBJECT_KINDS,
	type Change,
	type Importance,
	type SubjectKind,
} from '../changes/change.catalogue.ts';

/** What the list of changes is narrowed to; null for all. */
export interface ChangeFilter {
	importance: Importance | null;
	kind: SubjectKind | null;
	/** 1 to 10. */
	proposition: number | null;
}

/** Words of the address, in French as all of it. */
const IMPORTANCE_WORD: Record<Importance, string> = { major: 'majeur', notable: 'notable', minor: 'courant' };
const KIND_WORD: Record<SubjectKind, string> = {
	action: 'actions',
	indicator: 'indicateurs',
	document: 'documents',
	member: 'composition',
};

/** Reads a filter from an address; what is unknown there is ignored. */
export function parseChangeFilter(parameters: URLSearchParams): ChangeFilter {
	const proposition = Number(parameters.get('proposition'));
	return {
		importance: IMPORTANCES.find((one) => IMPORTANCE_WORD[one] === parameters.get('rang')) ?? null,
		kind: SUBJECT_KINDS.find((one) => KIND_WORD[one] === parameters.get('objet')) ?? null,
		proposition: Number.isInteger(proposition) && proposition >= 1 && proposition <= 10 ? proposition : null,
	};
}

/** The filter and the dates as the query of an address, with its « ? ». */
export function changeFilterQuery(filter: ChangeFilter, asked: { since: string; until: string }): string {
	const { importance, kind, proposition } = filter;
	const told = [
		['depuis', asked.since],
		['au', asked.until],
		['rang', importance === null ? '' : IMPORTANCE_WORD[importance]],
		['objet', kind === null ? '' : KIND_WORD[kind]],
		['proposition', proposition === null ? '' : String(proposition)],
	].filter(([, value]) => value !== '');
	return `?${new URLSearchParams(told).toString()}`;
}

export function isChosen(
	change: Pick<Change, 'importance' | 'proposition' | 'subject'>,
	{ importance, kind, proposition }: ChangeFilter,
): boolean {
	if (importance !== null && change.importance !== importance) return false;
	if (kind !== null && change.subject.kind !== kind) return false;
	return proposition === null || change.proposition === proposition;
}
