import { CLOSE, type CloseCode } from '#lib/collaboration/close-codes.ts';
import type { Authorizations } from './authorizations.ts';
import { nameOf } from './error-name.ts';
import type { Connection } from './connection.ts';
import type { Authorization, AuthorizationRefusal } from './ports/authorizer.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { RecheckScope } from './ports/server.ts';

/** How long a right may be asked again before the socket is closed for want of an answer; within the 2 s promised. */
const RECHECK_MS = 1_500;

/** Reads the rights of people who are in already, and closes the sockets of those whose rights ended or changed. */
export class Rights {
	readonly #connections: Iterable<Connection>;
	readonly #authorizations: Authorizations;
	readonly #clock: Clock;
	readonly #logger: Logger;

	constructor(parts: {
		/** Everybody here. */
		connections: Iterable<Connection>;
		authorizations: Authorizations;
		clock: Clock;
		logger: Logger;
	}) {
		this.#connections = parts.connections;
		this.#authorizations = parts.authorizations;
		this.#clock = parts.clock;
		this.#logger = parts.logger;
	}

	/** Rights have changed: asks again for every socket the scope covers (AUTH-3). */
	async recheckScope({ accountId, sessionId, documentId }: RecheckScope): Promise<void> {
		this.#authorizations.forget();
		const concerned = [...this.#connections].filter(
			({ grant, request }) =>
				grant !== null &&
				(accountId === undefined || grant.accountId === accountId) &&
				(sessionId === undefined || grant.sessionId === sessionId) &&
				(documentId === undefined || request.documentId === documentId),
		);
		await this.recheck(concerned);
	}

	/** A session has ended: its sockets are closed as signed out. */
	endSession(sessionId: string): void {
		this.#authorizations.forget();
		for (const connection of [...this.#connections]) {
			if (connection.grant?.sessionId === sessionId) connection.close(CLOSE.signedOut);
		}
	}

	/** Asks once for all sockets of a session in a document; resolves when each has been dealt with. */
	async recheck(connections: readonly Connection[]): Promise<void> {
		const groups = new Map<string, Connection[]>();
		for (const connection of connections) {
			const { grant, request } = connection;
			if (!grant) continue;
			const key = `${grant.sessionId} ${grant.accountId} ${request.documentId}`;
			const group = groups.get(key);
			if (group) group.push(connection);
			else groups.set(key, [connection]);
		}
		await Promise.all([...groups.values()].map((group) => this.#recheckGroup(group)));
	}

	async #recheckGroup(group: readonly Connection[]): Promise<void> {
		const [first] = group;
		if (!first?.grant) return;
		const { accountId, sessionId } = first.grant;
		const { documentId } = first.request;
		const answer = await this.#withinTime(
			this.#authorizations.reauthorize({ documentId, accountId, sessionId }),
		);
		const now = this.#clock.now();
		// Whoever comes back at once is not answered what was true before.
		if (answer !== null && (!answer.ok || answer.access !== first.grant.access))
			this.#authorizations.forget();
		for (const connection of group) {
			if (connection.isClosed || !connection.grant) continue;
			if (answer === null) connection.close(CLOSE.notReady);
			else if (!answer.ok) connection.close(closeCodeOf(answer.reason));
			else if (answer.access !== connection.grant.access) connection.close(CLOSE.accessChanged);
			else {
				connection.grant = answer;
				connection.checkedAt = now;
			}
		}
	}

	/** The answer, or null when it fails or takes too long: a right that cannot be read is not used. */
	#withinTime(question: Promise<Authorization>): Promise<Authorization | null> {
		return new Promise((resolve) => {
			const timer = this.#clock.setTimeout(() => resolve(null), RECHECK_MS);
			question.then(
				(answer) => {
					this.#clock.clearTimeout(timer);
					resolve(answer);
				},
				(error: unknown) => {
					this.#clock.clearTimeout(timer);
					this.#logger.error('collaboration.recheck-failed', { error: nameOf(error) });
					resolve(null);
				},
			);
		});
	}
}

/** The code that says why somebody is not let in, or no longer. */
export function closeCodeOf(reason: AuthorizationRefusal['reason']): CloseCode {
	if (reason === 'signed-out') return CLOSE.signedOut;
	return reason === 'not-found' ? CLOSE.notFound : CLOSE.rightEnded;
}
