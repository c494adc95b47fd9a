import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE } from '../targets.ts';

const CLIENTS = 40;
const DOCUMENTS = 10;
const WARM_UP_MS = 2_500;
const MEASURED_MS = 4_000;

export const throughput: Scenario = {
	name: 'throughput',
	what: `${CLIENTS} clients on ${DOCUMENTS} documents, as fast as it goes: each types its next letter when the last one is acknowledged (ours: durable; Hocuspocus: applied; @y/websocket-server: it has come back; relay: the first other client has it). One letter under way per client. A delivery is a letter arrived at another client.`,
	goals: [
		{ label: 'edits per second', figure: 'edits', unit: '/s', against: BASELINE, atLeast: 2 },
		{ label: 'Node CPU per delivery', figure: 'node', unit: 'µs', against: BASELINE, atMost: 0.4 },
		{
			label: 'Node and database CPU per delivery',
			figure: 'both',
			unit: 'µs',
			against: BASELINE,
			atMost: 0.8,
		},
	],
	async measure({ running, load }) {
		const documents = await running.documents(DOCUMENTS);
		const seats = running.seats(documents, CLIENTS);
		const job = await load.open('typing', { server: running.server, seats });
		await job.run({ milliseconds: WARM_UP_MS, pace: null });
		const { result, node, both } = await cpuOf(running, () =>
			job.run({ milliseconds: MEASURED_MS, pace: null }),
		);
		await job.close();
		const { edits, seconds, deliveries } = result;
		return { edits: edits / seconds, node: node / deliveries, both: both / deliveries };
	},
};
