/** How much a change weighs for whoever evaluates: each change has the weight of its rule, and of nothing else. */
export const IMPORTANCES = ['major', 'notable', 'minor'] as const;
export type Importance = (typeof IMPORTANCES)[number];

export const IMPORTANCE_LABEL: Record<Importance, string> = {
	major: 'Majeur',
	notable: 'Notable',
	minor: 'Courant',
};
export const IMPORTANCES_LABEL: Record<Importance, string> = {
	major: 'Majeurs',
	notable: 'Notables',
	minor: 'Courants',
};

export const SUBJECT_KINDS = ['action', 'indicator', 'document', 'member'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const SUBJECT_KINDS_LABEL: Record<SubjectKind, string> = {
	action: 'Actions',
	indicator: 'Indicateurs',
	document: 'Documents',
	member: 'Composition',
};

/** Every kind of change that is told, by weight: the one table, which the page shows as it is. */
const RULES = {
	major: {
		'action-late': 'Action passée en retard',
		'action-done': 'Action terminée',
		'action-reopened': 'Action rouverte alors qu’elle était terminée',
		'action-removed': 'Action retirée du plan',
		'due-put-back': 'Échéance repoussée',
		'due-cleared': 'Échéance effacée',
		'indicator-off-path': 'Indicateur passé en retard sur son chemin',
		'indicator-reached': 'Cible atteinte',
		'target-eased': 'Cible moins exigeante, repoussée ou retirée',
		'baseline-changed': 'Valeur de départ changée',
		'value-corrected': 'Valeur validée puis corrigée',
		'version-adopted': 'Version adoptée',
	},
	notable: {
		'action-added': 'Action ajoutée au plan',
		'standing-changed': 'Autre changement de statut d’une action',
		'due-set': 'Échéance fixée ou avancée',
		'lead-changed': 'Chef de file changé',
		'objective-changed': 'Objectif réécrit',
		'proposition-changed': 'Action passée à une autre proposition',
		'budget-changed': 'Budget modifié',
		'milestone-reached': 'Jalon franchi, repoussé ou retiré',
		'obstacle-changed': 'Obstacle apparu, levé ou retiré',
		'waits-changed': 'Attente d’une autre action',
		'indicator-unlinked': 'Indicateur délié d’une action',
		'indicator-added': 'Indicateur propre au comité ajouté',
		'judgement-changed': 'Autre changement de statut d’un indicateur',
		'target-raised': 'Cible ajoutée ou plus exigeante',
		'definition-changed': 'Définition d’un indicateur changée',
		'owner-changed': 'Responsable d’un indicateur changé',
		'value-entered': 'Valeur saisie',
		'objection-raised': 'Valeur contestée',
		'objection-answered': 'Réponse à une contestation',
		'document-created': 'Document ouvert',
		'document-archived': 'Document archivé',
		'document-state': 'Document passé à un autre état',
		'engaging-text': 'Texte du diagnostic, du projet ou du contrat modifié',
		'member-joined': 'Arrivée au comité',
		'member-left': 'Départ du comité',
	},
	minor: {
		'status-entered': 'Statut saisi, sans effet sur celui qui s’affiche',
		'progress-changed': 'Avancement',
		'start-changed': 'Date de début',
		'people-changed': 'Responsable ou partenaires d’une action',
		'places-changed': 'Communes ou intercommunalités',
		'staffing-changed': 'Moyens humains',
		'wording-changed': 'Titre ou texte d’une action',
		'milestone-planned': 'Jalon ajouté, avancé ou reformulé',
		'obstacle-answered': 'Réponse à un obstacle',
		'indicator-linked': 'Indicateur lié à une action',
		'value-adjusted': 'Valeur provisoire corrigée',
		'value-validated': 'Valeur validée',
		'value-explained': 'Source ou commentaire d’une valeur',
		'other-text': 'Texte d’un compte rendu ou d’une note modifié',
		'document-renamed': 'Titre d’un document',
		'seat-changed': 'Siège, rôle ou dates d’un mandat',
	},
} as const satisfies Record<Importance, Record<string, string>>;

export type ChangeRule =
	keyof (typeof RULES)['major'] | keyof (typeof RULES)['notable'] | keyof (typeof RULES)['minor'];

/** The table as it is shown: what counts as major, notable, minor. */
export const RULES_BY_IMPORTANCE: readonly {
	importance: Importance;
	rules: readonly { rule: ChangeRule; label: string }[];
}[] = IMPORTANCES.map((importance) => ({
	importance,
	rules: Object.entries(RULES[importance]).map(([rule, label]) => ({ rule: rule as ChangeRule, label })),
}));

const PLACES: ReadonlyMap<string, { importance: Importance; label: string; order: number }> = new Map(
	RULES_BY_IMPORTANCE.flatMap(({ importance, rules }) =>
		rules.map(({ rule, label }) => ({ rule, importance, label })),
	).map(({ rule, ...place }, order) => [rule, { ...place, order }]),
);

function importanceOf(rule: ChangeRule): Importance {
	return PLACES.get(rule)?.importance ?? 'minor';
}

export function ruleLabel(rule: ChangeRule): string {
	return PLACES.get(rule)?.label ?? '';
}

/** The gravest first, then as the table has them. */
export function compareRules(left: ChangeRule, right: ChangeRule): number {
	return (PLACES.get(left)?.order ?? 0) - (PLACES.get(right)?.order ?? 0);
}

/** What changed: an action, an indicator, a document or a seat. */
export interface ChangeSubject {
	kind: SubjectKind;
	/** Of the action, the document or the mandate; the code of an indicator. */
	id: string;
	/** « 5.3 », « I5.2 »; empty for the others. */
	number: string;
	name: string;
}

/** One thing that is not the same at two dates. */
export interface Change {
	/** Names the same change of the same two dates again. */
	id: string;
	rule: ChangeRule;
	importance: Importance;
	subject: ChangeSubject;
	/** 1 to 10; null for what belongs to none. */
	proposition: number | null;
	/** A field of the subject, and after a `/` the id of what changed in it. */
	field: string;
	/** What the field is called on the screen. */
	label: string;
	/** In words, as the pages say them; null for nothing. */
	before: string | null;
	after: string | null;
}

/** A change of a subject that is known already. */
export type ChangeDraft = Pick<Change, 'rule' | 'field' | 'label' | 'before' | 'after'>;

export function changeOf(
	about: { subject: ChangeSubject; proposition: number | null },
	draft: ChangeDraft,
): Change {
	const { subject, proposition } = about;
	return {
		id: `${subject.kind}:${subject.id}:${draft.field}`,
		importance: importanceOf(draft.rule),
		...{ subject, proposition },
		...draft,
	};
}
