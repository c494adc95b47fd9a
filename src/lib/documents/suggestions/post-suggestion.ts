/** What came of a request; its sentence when nothing did. */
export type Done = { ok: true } | { ok: false; sentence: string };

const FAILED = 'Votre demande n’a pas pu être enregistrée. Rien n’a changé\u00a0: réessayez.';

/** Asks for a suggestion to be made or decided. */
export async function postSuggestion(
	href: string,
	input: object,
): Promise<{ ok: true; answer: unknown } | { ok: false; sentence: string }> {
	const response = await fetch(href, {
		method: 'POST',
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: JSON.stringify(input),
	}).catch(() => null);
	const answer: unknown = await response?.json().catch(() => null);
	return response?.ok === true ? { ok: true, answer } : { ok: false, sentence: sentenceOf(answer) };
}

function sentenceOf(answer: unknown): string {
	const isSaid = typeof answer === 'object' && answer !== null && 'message' in answer;
	return isSaid && typeof answer.message === 'string' ? answer.message : FAILED;
}
