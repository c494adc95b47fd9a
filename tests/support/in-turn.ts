/** Times of a question, in milliseconds: at the middle and at the 95th hundredth. */
export interface Times {
	middle: number;
	high: number;
}

/** Rounds that warm what is kept from one question to the next. */
const WARMING = 10;

/** Two ways to ask the same, in turn, so that what else the machine does falls on both alike. */
export async function inTurn(
	one: () => Promise<unknown>,
	other: () => Promise<unknown>,
	{ rounds, warming = WARMING }: { rounds: number; warming?: number },
): Promise<[Times, Times]> {
	const times: [number[], number[]] = [[], []];
	for (let round = -warming; round < rounds; round += 1) {
		for (const [index, work] of [one, other].entries()) {
			const before = performance.now();
			await work();
			if (round >= 0) times[index === 0 ? 0 : 1].push(performance.now() - before);
		}
	}
	return [timesOf(times[0]), timesOf(times[1])];
}

function timesOf(all: number[]): Times {
	const sorted = all.toSorted((a, b) => a - b);
	const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
	return { middle: at(0.5), high: at(0.95) };
}

/** Prints a line: both times, and the ratio of each. */
export function tellTimes(
	name: string,
	mine: Times,
	{ beside, other }: { beside: string; other: Times },
): void {
	const said = ({ middle, high }: Times): string => `${middle.toFixed(1)} / ${high.toFixed(1)} ms`;
	const ratio = (of: keyof Times): string => (mine[of] / other[of]).toFixed(2);
	process.stdout.write(
		`  ${name.padEnd(40)} p50 / p95 ${said(mine)}; ${beside} ${said(other)}, ratio ${ratio('middle')} / ${ratio('high')}\n`,
	);
}
