import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE } from '../targets.ts';

const CLIENTS = 100;
const EDITS_PER_SECOND = 20;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 5_000;

export const oneDocument: Scenario = {
	name: 'one-document',
	what: `${CLIENTS} clients on one document, ${EDITS_PER_SECOND} letters per second of all together, in turn. Warmed up at ten times that pace.`,
	goals: [{ label: 'Node CPU per delivery', figure: 'node', unit: 'µs', against: BASELINE, atMost: 0.6 }],
	async measure({ running, load }) {
		const documents = await running.documents(1);
		const job = await load.open('typing', {
			server: running.server,
			seats: running.seats(documents, CLIENTS),
		});
		await job.run({ milliseconds: WARM_UP_MS, pace: EDITS_PER_SECOND * 10 });
		const { result, node, both } = await cpuOf(running, () =>
			job.run({ milliseconds: MEASURED_MS, pace: EDITS_PER_SECOND }),
		);
		await job.close();
		return { node: node / result.deliveries, both: both / result.deliveries };
	},
};
