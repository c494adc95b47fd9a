/** What may be wrong with an evaluation file, or with a piece of it. */
export type DossierFault =
	| 'unreadable'
	| 'altered'
	| 'missing'
	| 'added'
	| 'renamed'
	| 'foreign'
	| 'unrecorded'
	| 'repacked'
	| 'unchained'
	| 'broken-chain';

/** The piece that differs, and how. */
export interface DossierFinding {
	/** Its path; « dossier » for the file itself, « journal » for the space's log. */
	piece: string;
	fault: DossierFault;
	detail?: string;
}

const SENTENCES: Record<DossierFault, string> = {
	unreadable: 'ne se lit pas comme un dossier d’évaluation de Terrimed.',
	altered: 'n’est plus ce qui a été écrit.',
	missing: 'manque.',
	added: 'n’en fait pas partie\u00a0: cette pièce a été ajoutée.',
	renamed: 'a changé de nom',
	foreign: 'vient d’un autre dossier.',
	unrecorded: 'n’est pas inscrit dans le registre du serveur.',
	repacked: 'a été refait\u00a0: ses pièces sont celles du serveur, mais pas le fichier qui les porte.',
	unchained: 'ne contient pas la ligne que le dossier annonce comme la dernière.',
	'broken-chain': 'n’est plus intact',
};

/** « donnees/actions.csv : n’est plus ce qui a été écrit. » */
export function findingSentence({ piece, fault, detail }: DossierFinding): string {
	return `${piece}\u00a0: ${SENTENCES[fault]}${detail === undefined ? '' : `\u00a0: ${detail}.`}`;
}
