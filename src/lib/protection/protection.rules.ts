/** What may be done of a person's rights over a record. */
export const REQUEST_KINDS = ['copy', 'oppose', 'lift', 'erase'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_KIND_LABEL: Readonly<Record<RequestKind, string>> = {
	copy: 'Copie remise',
	oppose: 'Opposition enregistrée',
	lift: 'Opposition levée',
	erase: 'Effacement',
};

/** Why it was done: a closed list, since free text would be one more thing to erase. */
const REQUEST_REASONS = ['asked', 'error', 'not-concerned', 'kept-long-enough'] as const;
export type RequestReason = (typeof REQUEST_REASONS)[number];

export const REQUEST_REASON_LABEL: Readonly<Record<RequestReason, string>> = {
	asked: 'À la demande de la personne',
	error: 'Fiche créée par erreur',
	'not-concerned': 'La personne n’est plus concernée par le registre',
	'kept-long-enough': 'Durée de conservation écoulée',
};

/** Reasons that a person may choose; the last one is the nightly purge's. */
export const CHOSEN_REASONS = REQUEST_REASONS.filter((reason) => reason !== 'kept-long-enough');

/** What has to be typed before a record is erased. */
export const ERASE_WORDS = 'EFFACER';

/** What rows that an erasure removed were, in the order of its report. */
const ERASED_PARTS = [
	'record',
	'places',
	'changes',
	'follow-ups',
	'checklist',
	'import-rows',
	'import-files',
	'views',
	'links',
	'mentions',
	'mails',
] as const;
export type ErasedPart = (typeof ERASED_PARTS)[number];

const ERASED_PART_LABEL: Readonly<Record<ErasedPart, string>> = {
	record: 'Fiche',
	places: 'Autres lieux d’exercice',
	changes: 'Historique des champs',
	'follow-ups': 'Journal de suivi',
	checklist: 'Étapes de l’accueil',
	'import-rows': 'Lignes de fichiers importés',
	'import-files': 'Fichiers importés en attente',
	views: 'Vues enregistrées qui portent le nom',
	links: 'Liens depuis d’autres fiches',
	mentions: 'Textes d’autres fiches qui citaient la personne',
	mails: 'Courriers gardés sur le serveur',
};

/** The parts of a report that say something, in order. */
export function saidParts(counts: Readonly<Record<string, number>>): { label: string; count: number }[] {
	return ERASED_PARTS.flatMap((part) => {
		const count = counts[part] ?? 0;
		return count === 0 ? [] : [{ label: ERASED_PART_LABEL[part], count }];
	});
}
