/** Facts are ids, codes and counts: never a name, a text or a token. */
export interface Logger {
	info(event: string, facts?: Record<string, unknown>): void;
	warn(event: string, facts?: Record<string, unknown>): void;
	error(event: string, facts?: Record<string, unknown>): void;
}
