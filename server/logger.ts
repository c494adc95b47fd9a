import { pino } from 'pino';
import type { Logger } from './collaboration/ports/logger.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON line per event on the error output: ids, codes and counts, never a name, a text or a token. */
export function createLogger(write: (line: string) => void, level: LogLevel = 'info'): Logger {
	const log = pino(
		{
			level,
			// Neither the machine's name nor the process number: whoever gathers the lines knows where they come from.
			base: null,
			messageKey: 'event',
			timestamp: () => `,"time":"${new Date().toISOString()}"`,
			formatters: { level: (label) => ({ level: label }) },
		},
		{ write },
	);
	return {
		info: (event, facts = {}) => log.info(facts, event),
		warn: (event, facts = {}) => log.warn(facts, event),
		error: (event, facts = {}) => log.error(facts, event),
	};
}
