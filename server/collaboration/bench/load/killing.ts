import * as Y from 'yjs';
import { clientIdOf, forEach, type Job, type JobOptions } from './jobs.ts';
import { Person } from './person.ts';

/** `seen`: types until so many edits have been seen by a peer. `lost`: how many of those are gone, asked of the server that came back. */
export type KillingRun = { until: number } | { after: JobOptions['server'] };
export type KillingResult = { seen: number; lost: number };

/** People who type as fast as it goes, and one who only reads: what the reader has seen must survive. */
export async function openKilling(options: JobOptions): Promise<Job<KillingRun, KillingResult>> {
	const seenClocks = new Map<number, number>();
	let total = 0;
	let until = Infinity;
	let enough = (): void => {};
	const byClient = new Map<number, Person>();
	const [readerSeat, ...seats] = options.seats;
	if (!readerSeat) throw new Error('nobody to read');
	const reader = new Person({
		server: options.server,
		seat: readerSeat,
		clientId: clientIdOf(0),
		events: {
			seen(author, clock) {
				seenClocks.set(author, clock + 1);
				total += 1;
				if (total >= until) enough();
				byClient.get(author)?.wasSeen(clock);
			},
		},
	});
	const acknowledged = (person: Person): void => {
		if (total < until) person.type();
	};
	const writers = seats.map((seat, i) => {
		const person = new Person({
			server: options.server,
			seat,
			clientId: clientIdOf(i + 1),
			events: { acknowledged },
		});
		byClient.set(person.clientId, person);
		return person;
	});
	await forEach([reader, ...writers], (person) => person.enter());

	async function countLost(server: JobOptions['server'], seat: JobOptions['seats'][number]): Promise<number> {
		const again = new Person({ server, seat, clientId: clientIdOf(9_999) });
		const stored = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(new Uint8Array(await again.enter())));
		again.leave();
		let lost = 0;
		for (const [client, clock] of seenClocks) lost += Math.max(0, clock - (stored.get(client) ?? 0));
		return lost;
	}
	return {
		async run(step) {
			if ('after' in step) return { seen: total, lost: await countLost(step.after, readerSeat) };
			const reached = new Promise<void>((resolve) => (enough = resolve));
			until = step.until;
			for (const writer of writers) writer.type();
			await reached;
			return { seen: total, lost: 0 };
		},
		close: () => [reader, ...writers].forEach((person) => person.leave()),
	};
}
