import type { Authorization, Authorizer } from './ports/authorizer.ts';
import type { Clock } from './ports/clock.ts';

/**
 * Asks once per person and document while many sockets come at the same time, and keeps the answer for a few seconds.
 * Whatever was asked before rights changed is asked again.
 */
export class Authorizations {
	readonly #authorizer: Authorizer;
	readonly #clock: Clock;
	readonly #keepMilliseconds: number;
	readonly #answers = new Map<string, { until: number; answer: Promise<Authorization> }>();
	#epoch = 0;

	constructor(parts: { authorizer: Authorizer; clock: Clock; keepMilliseconds: number }) {
		this.#authorizer = parts.authorizer;
		this.#clock = parts.clock;
		this.#keepMilliseconds = parts.keepMilliseconds;
	}

	/** Decides for a new socket. */
	async authorize(request: { documentId: string; cookieHeader: string | null }): Promise<Authorization> {
		const key = `${request.documentId} ${request.cookieHeader ?? ''}`;
		return this.#ask(key, () => this.#authorizer.authorize(request));
	}

	/** Decides again for a socket already in: never from an answer that was given before this call. */
	reauthorize(request: { documentId: string; accountId: string; sessionId: string }): Promise<Authorization> {
		return this.#authorizer.reauthorize(request);
	}

	/** Forgets every answer, and makes those under way be asked again. */
	forget(): void {
		this.#epoch += 1;
		this.#answers.clear();
	}

	/** Drops answers past their time, so that strangers cannot fill the memory. */
	sweep(): void {
		const now = this.#clock.now();
		for (const [key, { until }] of this.#answers) if (until <= now) this.#answers.delete(key);
	}

	async #ask(key: string, question: () => Promise<Authorization>): Promise<Authorization> {
		for (;;) {
			const epoch = this.#epoch;
			const answer = await this.#once(key, question);
			if (epoch === this.#epoch) return answer;
		}
	}

	#once(key: string, question: () => Promise<Authorization>): Promise<Authorization> {
		const now = this.#clock.now();
		const known = this.#answers.get(key);
		if (known && known.until > now && known.until - now <= this.#keepMilliseconds) return known.answer;
		const answer = question();
		const entry = { until: now + this.#keepMilliseconds, answer };
		this.#answers.set(key, entry);
		// A refusal is not kept: the person may sign in the next second.
		const drop = () => this.#answers.get(key) === entry && this.#answers.delete(key);
		answer.then(({ ok }) => ok || drop(), drop);
		return answer;
	}
}
