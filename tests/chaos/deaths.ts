import { MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import type { DocumentLog } from '#server/collaboration/ports/document-log.ts';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import type { Socket } from '#server/collaboration/ports/socket.ts';

/** The instants at which a process can be told to die, all around a commit. */
export const INSTANTS = [
	'before-commit',
	'during-commit',
	'after-commit',
	'before-showing',
	'before-acknowledging',
	'during-snapshot',
] as const;
export type Instant = (typeof INSTANTS)[number];

/** Kills its own process at the armed instant: SIGKILL, so that nothing is flushed, closed or caught. */
export class Deaths {
	#armed: Instant | null = null;
	#after = 0;

	/** The process dies at the `passes`th next time it comes to that instant. */
	arm(instant: Instant, passes: number): void {
		this.#armed = instant;
		this.#after = passes;
	}

	at(instant: Instant): void {
		if (this.#armed === instant && --this.#after <= 0) process.kill(process.pid, 'SIGKILL');
	}

	log(log: DocumentLog): DocumentLog {
		const at = (instant: Instant): void => this.at(instant);
		return wrapLog(log, {
			append: async (batch) => {
				at('before-commit');
				const appending = log.append(batch);
				// The statements are on their way, the answer is not here.
				setImmediate(() => setImmediate(() => at('during-commit')));
				const outcomes = await appending;
				at('after-commit');
				return outcomes;
			},
			writeSnapshot: async (...snapshot) => {
				const writing = log.writeSnapshot(...snapshot);
				setImmediate(() => at('during-snapshot'));
				return writing;
			},
		});
	}

	/** Lets every socket pass by here: what shows an update to a peer, what tells its author. */
	server(server: CollaborationServer): Pick<CollaborationServer, 'accept'> {
		return { accept: (socket, request) => server.accept(this.#socket(socket), request) };
	}

	#socket(socket: Socket): Socket {
		return {
			listen: (listener) => socket.listen(listener),
			ping: () => socket.ping(),
			close: (code, reason) => socket.close(code, reason),
			terminate: () => socket.terminate(),
			get bufferedAmount() {
				return socket.bufferedAmount;
			},
			send: (messages) => {
				if (messages.some((message) => message[0] === MESSAGE.sync && message[1] === SYNC.update)) {
					this.at('before-showing');
				}
				const told = messages.findIndex((message) => message[0] === MESSAGE.saved);
				if (told > 0) socket.send(messages.slice(0, told));
				if (told >= 0) this.at('before-acknowledging');
				socket.send(told > 0 ? messages.slice(told) : messages);
			},
		};
	}
}

/** The same log, with some of its methods replaced. */
export function wrapLog(log: DocumentLog, replaced: Partial<DocumentLog>): DocumentLog {
	return new Proxy(log, {
		get(target, name) {
			const value: unknown = Reflect.get(replaced, name) ?? Reflect.get(target, name);
			return typeof value === 'function'
				? value.bind(Object.hasOwn(replaced, name) ? replaced : target)
				: value;
		},
	});
}
