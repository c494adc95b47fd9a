import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE, type Target } from '../targets.ts';

const OPENERS = 20;
const STORED = 'hocuspocus-database';
const KEEPS_NOTHING = ['relay', 'hocuspocus'];

export const openers: Scenario = {
	name: 'openers',
	what: `a text of 260,000 edits: time until the first person after a restart has it (@y/websocket-server is given it from a file), then the CPU of ${OPENERS} more people who come one after the other while the first one is there.`,
	concerns: ({ name }: Target) => !KEEPS_NOTHING.includes(name),
	goals: [
		{ label: `CPU of ${OPENERS} openers`, figure: 'cpu', unit: 'ms', against: BASELINE, atMost: 0.3 },
		{ label: 'first opener after a restart', figure: 'cold', unit: 'ms', against: STORED, atMost: 1 },
	],
	async measure({ target, running, load }) {
		const entering = { together: false, presence: false, knows: false, cut: false };
		const seats = running.seats([target.large], OPENERS + 1);
		const [first, ...rest] = seats;
		if (!first) throw new Error('nobody to open');
		const one = await load.open('entering', { server: running.server, seats: [first] });
		const { times, bytes } = await one.run(entering);
		if (bytes < 10_000) throw new Error(`${target.name} sent ${bytes} bytes of a large document`);
		const others = await load.open('entering', { server: running.server, seats: rest });
		const { node, both } = await cpuOf(running, () => others.run(entering));
		await others.close();
		return { cold: times[0] ?? NaN, cpu: node / 1000, both: both / 1000, bytes };
	},
};
