import type { Clock, Timer } from '../ports/clock.ts';

type Alarm = { at: number; order: number; run: () => void };

/** A clock that stands still until it is moved, and turns that end when asked. */
export class FakeClock implements Clock {
	#now = Date.UTC(2026, 10, 22);
	#order = 0;
	#alarms = new Set<Alarm>();
	#deferred: (() => void)[] = [];

	now(): number {
		return this.#now;
	}

	setTimeout(run: () => void, milliseconds: number): Timer {
		const alarm = { at: this.#now + milliseconds, order: this.#order++, run };
		this.#alarms.add(alarm);
		return alarm;
	}

	clearTimeout(timer: Timer): void {
		this.#alarms.delete(timer as Alarm);
	}

	shortly(run: () => void): void {
		this.defer(run);
	}

	defer(run: () => void): void {
		this.#deferred.push(run);
	}

	get pendingTimers(): number {
		return this.#alarms.size;
	}

	/** Ends turns and lets promises settle until nothing more happens. */
	async settle(): Promise<void> {
		for (let quiet = 0; quiet < 3;) {
			const due = this.#deferred.splice(0);
			quiet = due.length > 0 ? 0 : quiet + 1;
			for (const run of due) run();
			for (let i = 0; i < 20; i++) await Promise.resolve();
		}
	}

	/** Sets the clock forward or back: what waits, waits as long as before. */
	jump(milliseconds: number): void {
		this.#now += milliseconds;
		for (const alarm of this.#alarms) alarm.at += milliseconds;
	}

	/** Moves time, running what falls due in order. */
	async advance(milliseconds: number): Promise<void> {
		const end = this.#now + milliseconds;
		await this.settle();
		for (;;) {
			const next = [...this.#alarms].sort((a, b) => a.at - b.at || a.order - b.order)[0];
			if (!next || next.at > end) break;
			this.#alarms.delete(next);
			this.#now = Math.max(this.#now, next.at);
			next.run();
			await this.settle();
		}
		this.#now = end;
		await this.settle();
	}
}
