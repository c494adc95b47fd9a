import * as Y from 'yjs';
import { clientIdOf, forEach, wait, type Job, type JobOptions } from './jobs.ts';
import { Person } from './person.ts';

export type EnteringRun = {
	/** One after the other, or fifty at a time. */
	together: boolean;
	/** Whether each says where they are, as a page does. */
	presence: boolean;
	/** Whether each has the document already, as a page that was cut off. */
	knows: boolean;
	/** Whether everybody is cut off first. */
	cut: boolean;
};
/** Milliseconds from the request for a connection to the whole document, in the order of arrival; bytes of the last answer. */
export type EnteringResult = { times: number[]; bytes: number };

/** What the server does after the last one has come in: says who is there. */
const SETTLE_MS = 700;

/** People who come in. */
export async function openEntering(options: JobOptions): Promise<Job<EnteringRun, EnteringResult>> {
	const people = options.seats.map(
		(seat, i) => new Person({ server: options.server, seat, clientId: clientIdOf(i) }),
	);
	const vectors = new Map<string, Uint8Array>();
	return {
		async run({ together, presence, knows, cut }) {
			if (cut) people.forEach((person) => person.leave());
			const times: number[] = [];
			let bytes = 0;
			const come = async (person: Person): Promise<void> => {
				const started = performance.now();
				const answer = await person.enter(knows ? vectors.get(person.document) : undefined);
				times.push(performance.now() - started);
				bytes = answer.length;
				if (!knows && !vectors.has(person.document)) vectors.set(person.document, vectorOf(answer));
				if (presence) person.show();
			};
			if (together) await forEach(people, come);
			else for (const person of people) await come(person);
			await wait(SETTLE_MS);
			return { times, bytes };
		},
		close: () => people.forEach((person) => person.leave()),
	};
}

/** The state vector of an answer, whose first bytes say its length. */
function vectorOf(step2: Buffer): Uint8Array {
	return Y.encodeStateVectorFromUpdate(new Uint8Array(step2));
}
