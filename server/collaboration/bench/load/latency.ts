import { clientIdOf, forEach, wait, type Job, type JobOptions } from './jobs.ts';
import { Person } from './person.ts';

export type LatencyRun = { edits: number; /** Between one edit and the next, milliseconds. */ pause: number };
/** Milliseconds from the sending of an edit to its arrival at each other client; sorted. */
export type LatencyResult = { seen: number[] };

/** So many write, in turn; the others read. */
const WRITERS = 10;

/** One edit at a time, in one document: how long until each other client has it. */
export async function openLatency(options: JobOptions): Promise<Job<LatencyRun, LatencyResult>> {
	let sentAt = 0;
	let waiting = 0;
	let everybody = (): void => {};
	let times: number[] = [];
	const byClient = new Map<number, Person>();
	const seen = (author: number, clock: number): void => {
		times.push(performance.now() - sentAt);
		byClient.get(author)?.wasSeen(clock);
		waiting -= 1;
		if (waiting === 0) everybody();
	};
	const people = options.seats.map((seat, i) => {
		const person = new Person({ server: options.server, seat, clientId: clientIdOf(i), events: { seen } });
		byClient.set(clientIdOf(i), person);
		return person;
	});
	await forEach(people, (person) => person.enter());
	return {
		async run({ edits, pause }) {
			times = [];
			for (let i = 0; i < edits; i++) {
				const writer = people[i % Math.min(WRITERS, people.length)];
				if (!writer) break;
				const arrived = new Promise<void>((resolve) => (everybody = resolve));
				waiting = people.length - 1;
				sentAt = performance.now();
				writer.type();
				await arrived;
				if (pause > 0) await wait(pause);
			}
			return { seen: times.sort((a, b) => a - b) };
		},
		close: () => people.forEach((person) => person.leave()),
	};
}
