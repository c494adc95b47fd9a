import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE } from '../targets.ts';

const CLIENTS = 40;
const MOVES_PER_SECOND = 8;
const WARM_UP_MS = 2_000;
const MEASURED_MS = 4_000;

export const cursors: Scenario = {
	name: 'cursors',
	what: `${CLIENTS} carets in one document, ${MOVES_PER_SECOND} moves per second each (below our bound of ten, so that none is folded into the next). A delivery is the new state of one person arrived at another.`,
	goals: [{ label: 'Node CPU per delivery', figure: 'node', unit: 'µs', against: BASELINE, atMost: 0.7 }],
	async measure({ running, load }) {
		const documents = await running.documents(1);
		const job = await load.open('cursors', {
			server: running.server,
			seats: running.seats(documents, CLIENTS),
		});
		await job.run({ milliseconds: WARM_UP_MS, pace: MOVES_PER_SECOND });
		const { result, node } = await cpuOf(running, () =>
			job.run({ milliseconds: MEASURED_MS, pace: MOVES_PER_SECOND }),
		);
		await job.close();
		const expected = result.moves * (CLIENTS - 1);
		return { node: node / result.deliveries, delivered: result.deliveries / expected };
	},
};
