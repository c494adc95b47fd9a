import { sendMentionMails, type MentionMailParts } from '#lib/server/documents/mention-mail.commands.ts';
import type { Clock, Timer } from './collaboration/ports/clock.ts';

/** How often a process looks for mentions that have waited long enough, in milliseconds. */
const LOOK_MS = 60_000;

/** Has mentions told by mail, now and then, until it is closed; a round that fails is the next one's. */
export function startMentionMails(options: MentionMailParts & { clock: Clock }): { close(): Promise<void> } {
	const { clock, reportError } = options;
	let timer: Timer | null = null;
	let isClosed = false;
	let running: Promise<unknown> = Promise.resolve();
	const later = (): void => {
		if (isClosed) return;
		timer = clock.setTimeout(() => {
			running = sendMentionMails(options).catch(reportError).finally(later);
		}, LOOK_MS);
	};
	later();
	return {
		async close() {
			isClosed = true;
			if (timer !== null) clock.clearTimeout(timer);
			await running;
		},
	};
}
