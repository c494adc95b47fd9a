import { type z } from 'zod';
import { TerrimedError } from '#lib/errors.ts';
import { readBytes } from '../context/body-bytes.ts';

/** Bytes of a JSON body: a title and a few fields; texts travel by the co-editing server. */
export const BODY_BYTES = 64 * 1024;

/** `application/json` alone is never sent by another site without asking first. */
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Reads a JSON body with a strict schema.
 * @throws TerrimedError `unsupported-media-type`, `too-large`, or `invalid-input` with one sentence per field
 */
export async function readJsonBody<Schema extends z.ZodType>(
	request: Request,
	schema: Schema,
): Promise<z.output<Schema>> {
	if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
		throw new TerrimedError(
			'unsupported-media-type',
			"Cette demande n'est pas du JSON. Envoyez-la avec le type application/json.",
		);
	}
	const parsed = schema.safeParse(parseJson(await bytesOf(request)), { error: sentenceOf });
	if (parsed.success) return parsed.data;
	throw new TerrimedError(
		'invalid-input',
		"La demande contient une valeur qui ne convient pas. Rien n'a été enregistré.",
		fieldSentences(parsed.error),
	);
}

async function bytesOf(request: Request): Promise<Uint8Array> {
	const bytes = await readBytes(request, BODY_BYTES);
	if (bytes !== null) return bytes;
	throw new TerrimedError('too-large', "La demande dépasse 64 ko. Rien n'a été enregistré.");
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch {
		throw new TerrimedError(
			'invalid-input',
			"La demande n'est pas du JSON bien formé. Rien n'a été enregistré.",
		);
	}
}

/** For what a schema says nothing of in French. */
const sentenceOf: z.core.$ZodErrorMap = (issue) => {
	if (issue.code === 'unrecognized_keys') return "Ce champ n'existe pas.";
	if (issue.code === 'invalid_type' && issue.input === undefined) return 'Indiquez ce champ.';
	return 'Cette valeur ne convient pas.';
};

/** One sentence per field; an unknown field is named. The key '' is for the body as a whole. */
function fieldSentences(error: z.ZodError): Record<string, string> {
	const sentences = new Map<string, string>();
	for (const issue of error.issues) {
		const path = issue.path.map(String);
		const names =
			issue.code === 'unrecognized_keys'
				? issue.keys.map((key) => [...path, key].join('.'))
				: [path.join('.')];
		for (const name of names) if (!sentences.has(name)) sentences.set(name, issue.message);
	}
	return Object.fromEntries(sentences);
}
