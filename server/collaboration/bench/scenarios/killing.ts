import type { Scenario } from '../scenario.ts';
import type { Target } from '../targets.ts';

const EDITS = 2_000;
const CLIENTS = 5;

export const killing: Scenario = {
	name: 'kill',
	what: `kill -9 of the server process the moment a peer has seen ${EDITS} letters, while more are under way; then it is started again on what it has stored.`,
	concerns: ({ name }: Target) => name !== 'relay',
	goals: [
		{ label: `lost of ${EDITS} that a peer had seen`, figure: 'lost', unit: '', against: null, atMost: 0 },
	],
	async measure({ running, load, restart }) {
		const documents = await running.documents(1);
		const job = await load.open('killing', {
			server: running.server,
			seats: running.seats(documents, CLIENTS),
		});
		await job.run({ until: EDITS });
		await running.kill();
		const again = await restart();
		const { lost, seen } = await job.run({ after: again.server });
		await job.close();
		return { lost, seen };
	},
};
