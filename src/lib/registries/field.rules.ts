import { shortDate } from '#lib/ui/date-text.ts';
import { formatNumber } from '#lib/ui/number-text.ts';

export type FieldKind =
	| 'text'
	| 'long-text'
	| 'choice'
	| 'yes-no'
	| 'number'
	| 'year'
	| 'date'
	| 'commune'
	| 'places'
	| 'doctor'
	| 'account';

/** A field of a record: its words and its kind. */
export interface RecordField {
	label: string;
	kind: FieldKind;
	/** Words of a closed list, by value. */
	choices?: Readonly<Record<string, string>>;
	/** Words that tell how to fill it in. */
	help?: string;
}

export type RecordFields = Readonly<Record<string, RecordField>>;

/** What nobody has said. */
export const UNKNOWN = '–';

/** Names of communes, EPCI, doctors and people by their code or id. */
export type Names = Readonly<Record<string, string>>;

/** A value as a person reads it; « – » for what is not known. */
export function fieldWords({ kind, choices }: RecordField, value: unknown, names: Names = {}): string {
	if (value === null || value === undefined || value === '') return UNKNOWN;
	if (kind === 'yes-no') return value === true ? 'Oui' : 'Non';
	if (typeof value === 'number') return kind === 'year' ? String(value) : formatNumber(value);
	if (typeof value !== 'string') return UNKNOWN;
	if (kind === 'date') return shortDate(value);
	if (kind === 'commune' || kind === 'doctor' || kind === 'account') return names[value] ?? value;
	return choices?.[value] ?? value;
}
