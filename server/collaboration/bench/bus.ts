import { newId } from '#lib/identifiers.ts';
import { startPostgres } from '../../../tests/support/postgres.ts';
import { startRedis } from '../../../tests/support/redis.ts';
import { createPostgresBus } from '../adapters/postgres-bus.ts';
import { createRedisBus } from '../adapters/redis-bus.ts';
import { createSystemClock } from '../adapters/system-clock.ts';
import type { Bus, BusMessage } from '../ports/bus.ts';

/** Hints measured one by one, and sent in a row. */
const SINGLE = 500;
const ROW = 20_000;

const quiet = { info() {}, warn() {}, error() {} };
const common = () => ({ from: newId(), clock: createSystemClock(), logger: quiet });

/** What a line between two processes costs: `node server/collaboration/bench/bus.ts`. Both ends are in this one process. */
async function main(): Promise<void> {
	const postgres = await startPostgres();
	const redis = await startRedis();
	const url = await postgres.createDatabase();
	process.stdout.write(
		`| line | hint heard, median | p95 | CPU of both ends per 10,000 commits of 200 bytes |\n|---|---|---|---|\n`,
	);
	await measure('Postgres', () => createPostgresBus({ url, ...common() }));
	await measure(`Redis (${redis.kind})`, () =>
		createRedisBus({ url: redis.url, scope: 'bench', ...common() }),
	);
	await redis.kill();
	await postgres.stop();
}

async function measure(name: string, open: () => Bus): Promise<void> {
	const [from, to] = [open(), open()];
	let heard = (_seq: number): void => {};
	to.listen({ message: (message) => message.kind === 'committed' && heard(message.seq), resumed() {} });
	const documentId = newId();
	to.follow(documentId);
	while (!from.isUp || !to.isUp) await new Promise((resolve) => setImmediate(resolve));
	const commit = (seq: number): BusMessage => ({
		kind: 'committed',
		documentId,
		seq,
		accountId: null,
		bytes: new Uint8Array(200),
	});
	const arrival = (seq: number): Promise<void> =>
		new Promise((resolve) => (heard = (at) => at >= seq && resolve()));
	const times: number[] = [];
	for (let seq = 1; seq <= SINGLE; seq += 1) {
		const start = performance.now();
		const arrived = arrival(seq);
		from.publish([commit(seq)]);
		await arrived;
		times.push(performance.now() - start);
	}
	times.sort((a, b) => a - b);
	const before = process.cpuUsage();
	const last = arrival(SINGLE + ROW);
	for (let seq = SINGLE + 1; seq <= SINGLE + ROW; seq += 1) {
		from.publish([commit(seq)]);
		if (seq % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
	}
	await last;
	const { user, system } = process.cpuUsage(before);
	const per = ((user + system) / 1e6 / ROW) * 10_000;
	const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? NaN).toFixed(2)} ms`;
	process.stdout.write(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${per.toFixed(2)} s |\n`);
	await Promise.all([from.close(), to.close()]);
}

await main();
