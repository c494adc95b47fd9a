import type { OtherPlace } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { valueWords } from '#lib/senior-doctors/senior-doctor.words.ts';
import { shortDate } from '#lib/ui/date-text.ts';

/** What the catalogues of both registries say of a field, as far as its words go. */
export interface SayableField {
	label: string;
	kind: string;
	choices?: Readonly<Record<string, string>>;
}

export type Names = Readonly<Record<string, string>>;

/** What nobody has said. */
export const NOT_SAID = '–';

/** The value of a field of either registry as a person reads it; names are those of communes, records and accounts by code or id. */
export function sayHeld({ kind, choices }: SayableField, value: unknown, names: Names): string {
	if (value === null || value === undefined || value === '') return NOT_SAID;
	if (kind === 'places') return valueWords('otherPlaces', value as OtherPlace[], names);
	if (typeof value === 'boolean') return value ? 'Oui' : 'Non';
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return JSON.stringify(value);
	if (kind === 'date') return shortDate(value);
	return choices?.[value] ?? names[value] ?? value;
}
