import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE } from '../targets.ts';

const PEOPLE = 500;
const DOCUMENTS = 10;
const LETTERS_MS = 1_000;

export const comingBack: Scenario = {
	name: 'return',
	what: `${PEOPLE} people on ${DOCUMENTS} documents cut off at once, who come back fifty handshakes at a time with what they have, and say where they are. From the cut until everybody is in and has heard of the others. Ours: an account each, authorized again.`,
	goals: [{ label: 'Node CPU', figure: 'cpu', unit: 'ms', against: BASELINE, atMost: 0.6 }],
	async measure({ running, load }) {
		const documents = await running.documents(DOCUMENTS);
		const seats = running.seats(documents, PEOPLE);
		const writing = await load.open('typing', { server: running.server, seats: seats.slice(0, 40) });
		await writing.run({ milliseconds: LETTERS_MS, pace: 400 });
		await writing.close();
		const job = await load.open('entering', { server: running.server, seats });
		await job.run({ together: true, presence: true, knows: false, cut: false });
		const { node, both } = await cpuOf(running, () =>
			job.run({ together: true, presence: true, knows: true, cut: true }),
		);
		await job.close();
		return { cpu: node / 1000, both: both / 1000 };
	},
};
