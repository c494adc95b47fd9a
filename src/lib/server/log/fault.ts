import { newId } from '#lib/identifiers.ts';

/**
 * Writes an error nobody expected to the log, without a name or a text: an error of the database is reduced
 * to its kind. @returns the reference that the person is given
 */
export function reportFault(error: unknown, status: number): string {
	const id = newId();
	const kind = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown';
	process.stderr.write(`${JSON.stringify({ level: 'error', id, status, kind })}\n`);
	return id;
}

/** What a person reads when the server is at fault. */
export function faultSentence(reference: string): string {
	return `Le serveur a rencontré une erreur. Ce que vous avez écrit dans les documents est gardé. Référence : ${reference}.`;
}
