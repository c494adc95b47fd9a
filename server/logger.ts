import type { Logger } from './collaboration/ports.ts';

/** One JSON line per event on the error output: ids, codes and counts, never a name, a text or a token. */
export function createLogger(write: (line: string) => void): Logger {
	const log =
		(level: string) =>
		(event: string, facts: Record<string, unknown> = {}): void =>
			write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...facts })}\n`);
	return { info: log('info'), warn: log('warn'), error: log('error') };
}
