import { clientIdOf, forEach, wait, type Job, type JobOptions } from './jobs.ts';
import { Person } from './person.ts';

export type CursorsRun = { milliseconds: number; /** Moves per second of each person. */ pace: number };
/** A delivery: the new place of somebody, arrived at one other client. */
export type CursorsResult = { moves: number; deliveries: number };

/** Carets that move, each by itself, in one document. */
export async function openCursors(options: JobOptions): Promise<Job<CursorsRun, CursorsResult>> {
	let deliveries = 0;
	const presence = (states: number): void => void (deliveries += states);
	const people = options.seats.map(
		(seat, i) => new Person({ server: options.server, seat, clientId: clientIdOf(i), events: { presence } }),
	);
	await forEach(people, (person) => person.enter());
	return {
		async run({ milliseconds, pace }) {
			deliveries = 0;
			const total = Math.round((milliseconds / 1000) * pace) * people.length;
			const started = performance.now();
			for (let i = 0; i < total; i++) {
				const due = started + (i * 1000) / (pace * people.length) - performance.now();
				if (due > 0) await wait(due);
				people[i % people.length]?.show();
			}
			await wait(300);
			return { moves: total, deliveries };
		},
		close: () => people.forEach((person) => person.leave()),
	};
}
