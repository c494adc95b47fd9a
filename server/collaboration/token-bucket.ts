/** A rate with a burst: refuses what comes faster than `perSecond` once the burst is used up. */
export class TokenBucket {
	readonly #perSecond: number;
	readonly #burst: number;
	#tokens: number;
	#at: number;

	constructor(rate: { perSecond: number; burst: number; now: number }) {
		this.#perSecond = rate.perSecond;
		this.#burst = rate.burst;
		this.#tokens = rate.burst;
		this.#at = rate.now;
	}

	/** Takes tokens; false, and takes none, when there are too few. A clock that goes back gives nothing. */
	take(count: number, now: number): boolean {
		this.#tokens = Math.min(
			this.#burst,
			this.#tokens + (Math.max(0, now - this.#at) * this.#perSecond) / 1000,
		);
		this.#at = now;
		if (this.#tokens < count) return false;
		this.#tokens -= count;
		return true;
	}
}
