/** Longest words proposed for a text, in characters: as long as the longest passage that can be quoted. */
export const PROPOSED_LONGEST = 4_000;

/** Longest reason, and longest sentence with a refusal, in characters. */
export const REASON_LONGEST = 1_000;

/** Most suggestions of one document that wait for a decision: beyond, nobody reads them before adding theirs. */
export const OPEN_AT_MOST = 300;

/** Of those decided, the last so many are told. */
export const DECIDED_TOLD = 200;

/** How long a decision under way keeps others off: well beyond what it takes to write an edit. */
export const CLAIM_SECONDS = 30;

/** What is proposed for words of a text. */
export const TEXT_SUGGESTION_KINDS = ['insertion', 'deletion', 'replacement'] as const;
export type TextSuggestionKind = (typeof TEXT_SUGGESTION_KINDS)[number];

/** `value`: another value for a field of an action of the plan. */
export type SuggestionKind = TextSuggestionKind | 'value';

export const SUGGESTION_STATES = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type SuggestionState = (typeof SUGGESTION_STATES)[number];

export const SUGGESTION_KIND_LABEL: Record<SuggestionKind, string> = {
	insertion: 'Ajout',
	deletion: 'Suppression',
	replacement: 'Remplacement',
	value: 'Autre valeur',
};

export const SUGGESTION_STATE_LABEL: Record<SuggestionState, string> = {
	open: 'À décider',
	accepted: 'Acceptée',
	refused: 'Refusée',
	withdrawn: 'Retirée',
};

/** A suggestion, as its reader may know it. Instants are ISO. */
interface AnySuggestion {
	id: string;
	/** Why; empty when its author did not say. */
	reason: string;
	authorId: string;
	authorName: string;
	/** The organisation they sit for. */
	organisation: string;
	initials: string;
	/** Presence colour, 1 to 12. */
	color: number;
	isOwn: boolean;
	createdAt: string;
	state: SuggestionState;
	/** Name of who accepted, refused or withdrew it. */
	decidedBy: string | null;
	decidedAt: string | null;
	/** What was said with a refusal. */
	refusal: string;
}

/** Other words for a passage of a text. */
export interface TextSuggestion extends AnySuggestion {
	kind: TextSuggestionKind;
	/** Where it is in the text, encoded. */
	anchor: string;
	/** The passage as it was; of an insertion, what stood around. */
	quote: string;
	/** Of an insertion: where in the passage, in characters; 0 of the others. */
	at: number;
	/** Empty of a deletion. */
	proposed: string;
}

/** What a field of an action can hold. */
export type FieldValue = string | number | null;

/** Another value for a field of an action. */
export interface FieldSuggestion extends AnySuggestion {
	kind: 'value';
	actionId: string;
	field: string;
	/** The value when it was proposed. */
	from: FieldValue;
	to: FieldValue;
}

export type SuggestionView = TextSuggestion | FieldSuggestion;

export const isTextSuggestion = (one: SuggestionView): one is TextSuggestion => one.kind !== 'value';
export const isFieldSuggestion = (one: SuggestionView): one is FieldSuggestion => one.kind === 'value';

/**
 * A suggestion in the colour that its author has in this page: of two whose own colours are alike, presence gives one another.
 * @param people who is here; the others keep their own
 */
export function colouredAsPresent<Kind extends Pick<AnySuggestion, 'authorId' | 'color'>>(
	suggestion: Kind,
	people: readonly { accountId: string; color: number }[],
): Kind {
	const color = people.find(({ accountId }) => accountId === suggestion.authorId)?.color;
	return color === undefined || color === suggestion.color ? suggestion : { ...suggestion, color };
}

/** What a decision came to, for each suggestion that was asked about. */
export type SuggestionOutcome =
	| 'accepted'
	| 'refused'
	| 'withdrawn'
	/** The words or the value are no longer those it was made for; nothing was written. */
	| 'changed'
	/** Somebody else has decided, or is deciding. */
	| 'decided';

export interface DecidedSuggestion {
	id: string;
	outcome: SuggestionOutcome;
}

/** Which kind a change of words is; null when it changes nothing. */
export function kindOfChange(words: string, proposed: string): TextSuggestionKind | null {
	if (words === proposed) return null;
	if (words === '') return 'insertion';
	return proposed === '' ? 'deletion' : 'replacement';
}

const NBSP = '\u00a0';

/** « 3 propositions acceptées, 1 laissée de côté : le passage a changé depuis. » */
export function outcomesInWords(decided: readonly DecidedSuggestion[]): string {
	const count = (outcome: SuggestionOutcome): number =>
		decided.filter((one) => one.outcome === outcome).length;
	const told = (number: number, one: string, many: string): string[] =>
		number === 0 ? [] : [number > 1 ? `${number} ${many}` : `${number} ${one}`];
	const parts = [
		...told(count('accepted'), 'proposition acceptée', 'propositions acceptées'),
		...told(count('refused'), 'proposition refusée', 'propositions refusées'),
		...told(count('withdrawn'), 'proposition retirée', 'propositions retirées'),
		...told(
			count('changed'),
			'laissée de côté, le passage a changé depuis',
			'laissées de côté, leur passage a changé depuis',
		),
		...told(count('decided'), 'déjà décidée par quelqu’un d’autre', 'déjà décidées par quelqu’un d’autre'),
	];
	return parts.length === 0 ? 'Rien n’a changé.' : `${parts.join(`${NBSP}; `)}.`;
}
