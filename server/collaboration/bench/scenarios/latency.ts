import type { Figures, Goal, Scenario } from '../scenario.ts';
import { quantile } from '../statistics.ts';
import { BASELINE } from '../targets.ts';

const CROWDS = [2, 20, 100];
const WARM_UP_EDITS = 400;
const EDITS = 150;
const PAUSE_MS = 8;

export const latency: Scenario = {
	name: 'latency',
	what: `one letter at a time in one document, ${PAUSE_MS} ms between one and the next, by ten writers in turn: from its sending to its arrival at each other client. The floor is a bare ws relay's time plus a bare one-row commit's on the same database, median to median and p95 to p95.`,
	goals: CROWDS.flatMap((clients) => [
		againstFloor(clients, 'median', 1.25),
		againstFloor(clients, 'p95', 1.5),
		...(clients < 20 ? [] : [againstBaseline(clients)]),
	]),
	async measure({ running, load, commit }) {
		const figures: Figures = {};
		for (const clients of CROWDS) {
			const documents = await running.documents(1);
			const job = await load.open('latency', {
				server: running.server,
				seats: running.seats(documents, clients),
			});
			await job.run({ edits: WARM_UP_EDITS, pause: 0 });
			const { seen } = await job.run({ edits: EDITS, pause: PAUSE_MS });
			await job.close();
			figures[`median ${clients}`] = quantile(seen, 0.5);
			figures[`p95 ${clients}`] = quantile(seen, 0.95);
		}
		const bare = await commit();
		if (bare) {
			figures['commit median'] = bare.median;
			figures['commit p95'] = bare.p95;
		}
		return figures;
	},
};

function againstFloor(clients: number, kind: 'median' | 'p95', atMost: number): Goal {
	const figure = `${kind} ${clients}`;
	return {
		label: `${clients} clients, ${kind} over relay + commit`,
		figure,
		unit: 'ms',
		against: 'relay',
		over: (relay, ours) => (relay[figure] ?? NaN) + (ours[`commit ${kind}`] ?? NaN),
		atMost,
	};
}

function againstBaseline(clients: number): Goal {
	return {
		label: `${clients} clients, median`,
		figure: `median ${clients}`,
		unit: 'ms',
		against: BASELINE,
		atMost: 2,
	};
}
