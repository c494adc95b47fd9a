/** What a callout is for: said by a word and a sign, never by its colour alone. */
export const CALLOUT_KINDS = ['information', 'warning', 'key-point'] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];

export const CALLOUT_LABEL: Record<CalloutKind, string> = {
	information: 'Information',
	warning: 'Attention',
	'key-point': 'À retenir',
};

/** The kind that a document says; whatever is none of them informs. */
export function soundCallout(value: unknown): CalloutKind {
	return CALLOUT_KINDS.find((kind) => kind === value) ?? 'information';
}

/** The kind whose word this is, as other programs write it: without regard to capitals. */
export function calloutOfLabel(label: string): CalloutKind | null {
	const word = label.trim().toLowerCase();
	return CALLOUT_KINDS.find((kind) => CALLOUT_LABEL[kind].toLowerCase() === word) ?? null;
}
