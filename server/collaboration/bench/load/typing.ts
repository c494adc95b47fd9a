import { clientIdOf, forEach, wait, type Job, type JobOptions } from './jobs.ts';
import { Person } from './person.ts';

export type TypingRun = {
	milliseconds: number;
	/** Edits per second of all together; null for as fast as it goes. */ pace: number | null;
};
/** What happened while it ran. A delivery: an edit that has arrived at one client other than its author's. */
export type TypingResult = { seconds: number; edits: number; deliveries: number };

/** How long what is under way at the end may take. */
const SETTLE_MS = 10_000;

/**
 * People who type. As fast as it goes: each sends their next letter when the last one has been acknowledged, as far as the protocol
 * acknowledges. At a pace: one after the other, in turn.
 */
export async function openTyping(options: JobOptions): Promise<Job<TypingRun, TypingResult>> {
	const counts = { edits: 0, deliveries: 0 };
	let running = false;
	let settled = (): void => {};
	let inFlight = 0;
	const byClient = new Map<number, Person>();
	const acknowledged = (person: Person): void => {
		inFlight -= 1;
		counts.edits += 1;
		if (running) typeOne(person);
		else if (inFlight === 0) settled();
	};
	const seen = (author: number, clock: number): void => {
		counts.deliveries += 1;
		byClient.get(author)?.wasSeen(clock);
	};
	const people = options.seats.map((seat, i) => {
		const clientId = clientIdOf(i);
		const person = new Person({ server: options.server, seat, clientId, events: { acknowledged, seen } });
		byClient.set(clientId, person);
		return person;
	});
	const typeOne = (person: Person): void => {
		inFlight += 1;
		person.type();
	};
	await forEach(people, (person) => person.enter());

	const allSettled = async (): Promise<void> => {
		const done = new Promise<void>((resolve) => (settled = resolve));
		if (inFlight > 0) await Promise.race([done, wait(SETTLE_MS)]);
		if (inFlight > 0) throw new Error(`${inFlight} edits were never acknowledged`);
	};
	return {
		async run({ milliseconds, pace }) {
			counts.edits = counts.deliveries = 0;
			const started = performance.now();
			if (pace === null) {
				running = true;
				for (const person of people) typeOne(person);
				await wait(milliseconds);
				running = false;
			} else await typeAtPace({ people, typeOne, milliseconds, pace });
			await allSettled();
			return { seconds: (performance.now() - started) / 1000, ...counts };
		},
		close: () => people.forEach((person) => person.leave()),
	};
}

async function typeAtPace(options: {
	people: readonly Person[];
	typeOne: (person: Person) => void;
	milliseconds: number;
	pace: number;
}): Promise<void> {
	const { people, typeOne, milliseconds, pace } = options;
	const started = performance.now();
	const total = Math.round((milliseconds / 1000) * pace);
	for (let i = 0; i < total; i++) {
		const due = started + (i * 1000) / pace - performance.now();
		if (due > 0) await wait(due);
		const person = people[i % people.length];
		if (person) typeOne(person);
	}
}
