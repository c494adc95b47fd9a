import { parseNumberText } from '#lib/ui/number-text.ts';
import type { RecordField, RecordFields } from './field.rules.ts';

/** The fields of a record as a form holds them: text. */
export type RecordDraft = Record<string, string>;

/** Fields of a form that belong together. */
export interface FormGroup {
	title: string;
	fields: readonly string[];
}

export function draftOf(fields: RecordFields, values: Readonly<Record<string, unknown>>): RecordDraft {
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([, { kind }]) => kind !== 'places')
			.map(([name]) => [name, textOf(values[name])]),
	);
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return String(value);
}

/** What a field of the form is worth; text that is no number stays text, for the server to refuse by its sentence. */
export function valueOf({ kind }: RecordField, text: string): unknown {
	if (text.trim() === '') return null;
	if (kind === 'yes-no') return text === 'yes';
	if (kind === 'number' || kind === 'year') {
		const parsed = parseNumberText(text);
		return parsed.ok ? parsed.value : text;
	}
	return text.trim();
}

/** The fields that the form changed, by the values it began with. */
export function changesOf(
	fields: RecordFields,
	{ draft, start }: { draft: RecordDraft; start: RecordDraft },
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => draft[name] !== start[name])
			.map(([name, field]) => [name, valueOf(field, draft[name] ?? '')]),
	);
}
