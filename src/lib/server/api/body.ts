import { type z } from 'zod';
import { TerrimedError } from '#lib/errors.ts';

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
	const parsed = schema.safeParse(parseJson(await readBytes(request)), { error: sentenceOf });
	if (parsed.success) return parsed.data;
	throw new TerrimedError(
		'invalid-input',
		"La demande contient une valeur qui ne convient pas. Rien n'a été enregistré.",
		fieldSentences(parsed.error),
	);
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

/** Reads until the bound whatever length the request announces. */
async function readBytes(request: Request): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	if (reader === undefined) return new Uint8Array();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		const chunk = part.value as Uint8Array;
		length += chunk.byteLength;
		if (length > BODY_BYTES) {
			await reader.cancel();
			throw new TerrimedError('too-large', "La demande dépasse 64 ko. Rien n'a été enregistré.");
		}
		chunks.push(chunk);
	}
	const bytes = new Uint8Array(length);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, offset);
		offset += chunk.byteLength;
	}
	return bytes;
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
