import { dayInWords } from '../../indicators/indicator.words.ts';

/** Every way in which the chain may be broken, from the proposition down to the values. */
export const GAP_KINDS = [
	'proposition-without-action',
	'action-without-indicator',
	'action-of-unknown-indicator',
	'action-late-unexplained',
	'indicator-without-action',
	'indicator-without-owner',
	'indicator-without-source',
	'indicator-without-target',
	'target-without-path',
	'indicator-without-value',
	'value-stale',
	'indicator-late-unexplained',
	'objection-unanswered',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** One, and several: « 3 actions sans indicateur ». */
const COUNTED: Record<GapKind, readonly [string, string]> = {
	'proposition-without-action': ['proposition sans action', 'propositions sans action'],
	'action-without-indicator': ['action sans indicateur', 'actions sans indicateur'],
	'action-of-unknown-indicator': ['renvoi à un indicateur disparu', 'renvois à un indicateur disparu'],
	'action-late-unexplained': ['action en retard sans explication', 'actions en retard sans explication'],
	'indicator-without-action': ['indicateur sans action', 'indicateurs sans action'],
	'indicator-without-owner': ['indicateur sans responsable', 'indicateurs sans responsable'],
	'indicator-without-source': ['indicateur sans source', 'indicateurs sans source'],
	'indicator-without-target': ['indicateur sans cible', 'indicateurs sans cible'],
	'target-without-path': ['cible sans chemin', 'cibles sans chemin'],
	'indicator-without-value': ['indicateur sans valeur', 'indicateurs sans valeur'],
	'value-stale': ['indicateur non mis à jour', 'indicateurs non mis à jour'],
	'indicator-late-unexplained': [
		'indicateur en retard sans explication',
		'indicateurs en retard sans explication',
	],
	'objection-unanswered': ['contestation sans réponse', 'contestations sans réponse'],
};

/** « 3 actions sans indicateur ». */
export function countedGaps(kind: GapKind, count: number): string {
	const [one, several] = COUNTED[kind];
	return `${count} ${count > 1 ? several : one}`;
}

/** What a gap says of its subject, in one sentence. */
export function gapSentence(
	kind: GapKind,
	said: { day?: string | null; name?: string; sentence?: string },
): string {
	const day = said.day === null || said.day === undefined ? null : dayInWords(said.day);
	switch (kind) {
		case 'proposition-without-action':
			return 'Aucune action du plan ne la porte.';
		case 'action-without-indicator':
			return 'Aucun indicateur ne la mesure.';
		case 'action-of-unknown-indicator':
			return `Elle renvoie à un indicateur qui n’existe pas (${said.name ?? '?'}).`;
		case 'action-late-unexplained':
			return day === null
				? 'En retard, sans obstacle écrit.'
				: `Échéance du ${day}, en retard, sans obstacle écrit.`;
		case 'indicator-without-action':
			return 'Aucune action ne s’y rattache.';
		case 'indicator-without-owner':
			return 'Personne n’en tient les valeurs.';
		case 'indicator-without-source':
			return 'Sa définition ne dit pas qui donne le chiffre.';
		case 'indicator-without-target':
			return 'Aucune cible.';
		case 'target-without-path':
			return `Une cible${day === null ? '' : ` au ${day}`}, sans valeur de départ ni étape\u00a0: rien ne dit où l’on devrait en être.`;
		case 'indicator-without-value':
			return 'Aucune valeur.';
		case 'value-stale':
			return said.sentence ?? 'Non mis à jour.';
		case 'indicator-late-unexplained':
			return 'En retard sur son chemin, sans commentaire ni obstacle écrit.';
		case 'objection-unanswered':
			return `Valeur contestée${day === null ? '' : ` le ${day}`}, sans réponse.`;
	}
}
