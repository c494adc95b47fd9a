import { parseArgs } from 'node:util';

export type BenchOptions = {
	/** Names of scenarios; empty for all. */
	only: string[];
	/** Names of servers; empty for all. @y/websocket-server is always measured: it is the baseline. */
	servers: string[];
	/** How often everything is measured, in turn. */
	rounds: number;
	/** Ends with 1 when a goal is not met. */
	strict: boolean;
	/** Folder of a V8 profile of our server for each scenario; null for none. */
	profile: string | null;
};

const ROUNDS = 5;

/** Reads the options of `npm run bench -- ...`. Throws a sentence for what makes no sense. */
export function readOptions(argv: readonly string[]): BenchOptions {
	const { values } = parseArgs({
		args: [...argv],
		options: {
			only: { type: 'string', multiple: true, default: [] },
			servers: { type: 'string', multiple: true, default: [] },
			rounds: { type: 'string', default: String(ROUNDS) },
			strict: { type: 'boolean', default: false },
			profile: { type: 'string' },
		},
	});
	const rounds = Number(values.rounds);
	if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number above zero');
	return {
		only: split(values.only),
		servers: split(values.servers),
		rounds,
		strict: values.strict,
		profile: values.profile ?? null,
	};
}

function split(values: readonly string[]): string[] {
	return values.flatMap((value) => value.split(',')).filter((name) => name !== '');
}
