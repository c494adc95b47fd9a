import { newId } from '#lib/identifiers.ts';

/** How many places of the code are named, from where the error was thrown. */
const PLACES = 6;

/**
 * Writes an error nobody expected to the log: its kind and the places of the code it came through, never its message, which may quote
 * what somebody typed. @returns the reference that the person is given
 */
export function reportFault(error: unknown, status: number): string {
	const id = newId();
	const kind = error instanceof Error ? error.name : 'unknown';
	const line = { level: 'error', event: 'fault', id, status, kind, code: codeOf(error), at: placesOf(error) };
	process.stderr.write(`${JSON.stringify(line)}\n`);
	return id;
}

/** The code of the database (SQLSTATE) or of the system, of the error or of what caused it. */
function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error)) return undefined;
	const code = 'code' in error ? error.code : undefined;
	return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : codeOf(error.cause);
}

/** Function, file and line of each step. A message of several lines stands before them, and could look like one: it is cut off first. */
function placesOf(error: unknown): string[] {
	if (!(error instanceof Error) || error.stack === undefined) return [];
	const head = error.stack.indexOf(error.message);
	if (head < 0) return [];
	return error.stack
		.slice(head + error.message.length)
		.split('\n')
		.map((step) => step.trim())
		.filter((step) => step.startsWith('at '))
		.slice(0, PLACES)
		.map((step) => step.slice('at '.length));
}

/** What a person reads when the server is at fault. */
export function faultSentence(reference: string): string {
	return `Le serveur a rencontré une erreur. Ce que vous avez écrit dans les documents est gardé. Référence : ${reference}.`;
}
