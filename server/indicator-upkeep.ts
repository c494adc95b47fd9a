import type { Context } from '#lib/server/context/context.ts';
import { queueComputations } from '#lib/server/indicators/computed.commands.ts';
import type { Clock, Timer } from './collaboration/ports/clock.ts';

/** How long changes are gathered before figures are computed again, in milliseconds: a plan is edited for minutes on end. */
const GATHER_MS = 30_000;

/** How often a process sees whether a day has begun, in milliseconds: some figures change with the date alone. */
const DAY_LOOK_MS = 900_000;

/** Has figures computed again when the plan or a registry changed, and once a day, until it is closed. */
export function startIndicatorUpkeep(options: {
	platform: Context;
	clock: Clock;
	reportError: (error: unknown) => void;
}): { close(): Promise<void> } {
	const { platform, clock, reportError } = options;
	const changed = new Set<string>();
	let gathering: Timer | null = null;
	let daily: Timer | null = null;
	let isClosed = false;
	let running: Promise<unknown> = Promise.resolve();

	const ask = (codes: readonly string[] | null): Promise<unknown> => {
		running = running.then(() => (isClosed ? 0 : queueComputations(platform, codes))).catch(reportError);
		return running;
	};
	const gather = (departmentCode: string): void => {
		if (isClosed) return;
		changed.add(departmentCode);
		gathering ??= clock.setTimeout(() => {
			gathering = null;
			const codes = [...changed];
			changed.clear();
			void ask(codes);
		}, GATHER_MS);
	};
	const look = (): void => {
		if (isClosed) return;
		daily = clock.setTimeout(() => void ask(null).finally(look), DAY_LOOK_MS);
	};
	// A day may have begun while nothing ran.
	void ask(null);
	look();
	const unsubscribe = platform.events.subscribe((event) => {
		if (
			event.type === 'figures-changed' ||
			event.type === 'senior-doctor-changed' ||
			event.type === 'intern-changed' ||
			event.type === 'batch-written'
		) {
			gather(event.departmentCode);
		}
	});
	return {
		async close() {
			isClosed = true;
			unsubscribe();
			if (gathering !== null) clock.clearTimeout(gathering);
			if (daily !== null) clock.clearTimeout(daily);
			await running;
		},
	};
}
