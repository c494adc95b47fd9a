import type { z } from 'zod';
import { TerrimedError } from '#lib/errors.ts';
import { oneLine } from '#lib/text.ts';
import { readBytes } from '../context/body-bytes.ts';
import { readFormData } from '../context/form-data.ts';
import { tooLarge } from './file.faults.ts';
import { FILE_LIMITS } from './file.limits.ts';

/** The most that a file may weigh where nothing else is said. */
const FILE_BYTES = FILE_LIMITS.FILE_BYTES.value;

/** The most that a request with such a file may hold. */
export const UPLOAD_BYTES = FILE_BYTES + FILE_LIMITS.FORM_BYTES.value;

/** A file that somebody has brought. */
export interface BroughtFile {
	name: string;
	bytes: Uint8Array;
}

/**
 * Reads a form that carries a file. One that announces too much is refused without being read; one that does not say is read
 * until the bound, whatever it holds.
 * @throws TerrimedError `unsupported-media-type`, `too-large` or `invalid-input`
 */
export async function readUpload(request: Request, most: number = FILE_BYTES): Promise<FormData> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^multipart\/form-data\s*;/i.test(type)) {
		throw new TerrimedError(
			'unsupported-media-type',
			'Cette demande ne contient pas de fichier. Envoyez-la en multipart/form-data.',
		);
	}
	return parseForm(request, { type, most, bound: most + FILE_LIMITS.FORM_BYTES.value });
}

/**
 * Reads a form that may carry a file under a name: its fields without the file, and the file, null when none was chosen.
 * @throws TerrimedError as `readUpload` does
 */
export async function readFormWithFile(
	request: Request,
	field: string,
	most: number = FILE_BYTES,
): Promise<{ form: FormData; file: BroughtFile | null }> {
	const type = request.headers.get('content-type') ?? '';
	const isPlain = /^application\/x-www-form-urlencoded/i.test(type);
	const form = isPlain
		? await parseForm(request, { type, most, bound: FILE_LIMITS.FORM_BYTES.value })
		: await readUpload(request, most);
	const chosen = form.get(field);
	form.delete(field);
	const isChosen = chosen instanceof File && chosen.size > 0;
	return { form, file: isChosen ? await fileOf(chosen, most) : null };
}

async function parseForm(
	request: Request,
	{ type, bound, most }: { type: string; bound: number; most: number },
): Promise<FormData> {
	const bytes = await readBytes(request, bound);
	if (bytes === null) throw tooLargeFor(most);
	return readFormData(new Response(bytes, { headers: { 'content-type': type } }));
}

/**
 * The same, by a strict schema.
 * @throws TerrimedError `invalid-input` with one sentence per field
 */
export async function readUploadBody<Schema extends z.ZodType>(
	request: Request,
	schema: Schema,
	most: number = FILE_BYTES,
): Promise<z.output<Schema>> {
	const parsed = schema.safeParse(Object.fromEntries(await readUpload(request, most)));
	if (parsed.success) return parsed.data;
	const fields: Record<string, string> = {};
	for (const issue of parsed.error.issues) {
		const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')];
		for (const name of names) {
			fields[name] ??=
				issue.code === 'unrecognized_keys' ? "Ce champ n'existe pas." : 'Cette valeur ne convient pas.';
		}
	}
	throw new TerrimedError(
		'invalid-input',
		"La demande contient une valeur qui ne convient pas. Rien n'a été enregistré.",
		fields,
	);
}

/** The file of a form. @throws TerrimedError `invalid-input` when there is none */
export async function fileOf(value: unknown, most: number = FILE_BYTES): Promise<BroughtFile> {
	if (!(value instanceof File) || value.size === 0) {
		throw new TerrimedError('invalid-input', 'Choisissez un fichier.', { file: 'Choisissez un fichier.' });
	}
	if (value.size > most) throw tooLargeFor(most);
	return { name: oneLine(value.name), bytes: new Uint8Array(await value.arrayBuffer()) };
}

const tooLargeFor = (most: number): TerrimedError =>
	tooLarge(`Ce fichier dépasse ${Math.floor(most / 1_048_576)} Mo.`);
