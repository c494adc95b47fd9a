import type { FoundDocument, SearchResults } from './search.rules.ts';

/** « 3 documents et 1 structure portent « retraite ». »; of a question that no passage answers whole, what is shown instead. */
export function countedSentence(
	{ documents, organisations, reach }: SearchResults,
	searched: string,
): string {
	const counted = [
		...(documents.length > 0 ? [plural(documents.length, 'document')] : []),
		...(organisations.length > 0 ? [plural(organisations.length, 'structure')] : []),
	];
	const said = `«\u00a0${searched}\u00a0»`;
	if (counted.length === 0) return `Rien ne porte ${said}.`;
	const isOne = documents.length + organisations.length === 1;
	if (reach === 'some') {
		return `Aucun passage ne porte tous les mots de ${said}. ${counted.join(' et ')} en ${isOne ? 'porte' : 'portent'} une partie.`;
	}
	return `${counted.join(' et ')} ${isOne ? 'porte' : 'portent'} ${said}.`;
}

/** What is not shown of a document: « Et 4 autres passages dans ce document. » */
export function othersSentence({ kind, others }: Pick<FoundDocument, 'kind' | 'others'>): string {
	const many = others > 1 ? 's' : '';
	return kind === 'plan'
		? `Et ${others} autre${many} action${many} dans le plan.`
		: `Et ${others} autre${many} passage${many} dans ce document.`;
}

function plural(count: number, noun: string): string {
	return `${count} ${noun}${count > 1 ? 's' : ''}`;
}
