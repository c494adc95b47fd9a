import type { z } from 'zod';

/** What a form gave: its values, or one sentence per wrong field (the key '' is for the form as a whole). */
export type FormReading<Values> =
	{ ok: true; values: Values } | { ok: false; fields: Record<string, string> };

/** Reads a submitted form with a strict schema; a file, or a field nobody asked for, makes the form wrong. */
export function readForm<Schema extends z.ZodType>(
	schema: Schema,
	form: FormData,
): FormReading<z.output<Schema>> {
	const parsed = schema.safeParse(Object.fromEntries(form));
	if (parsed.success) return { ok: true, values: parsed.data };
	const fields: Record<string, string> = {};
	for (const issue of parsed.error.issues) {
		const name = String(issue.path[0] ?? '');
		fields[name] ??=
			name === '' ? 'Ce formulaire est incomplet ou ancien. Rechargez la page.' : issue.message;
	}
	return { ok: false, fields };
}
