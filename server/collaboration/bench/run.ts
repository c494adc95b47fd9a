// `npm run bench`: our server, durable, on Postgres and on the embedded database, beside its peers: in turn, each in a process of its
// own, under the same load from another one. See CONTRIBUTING.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../tests/support/postgres.ts';
import { writeLargeDocument } from './large-document.ts';
import { measureAll } from './measure.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { judge, writeReport } from './report.ts';
import { SCENARIOS } from './scenarios.ts';
import { BASELINE, ours, peers, prepare, type Target } from './targets.ts';

/** As many as the largest crowd of a scenario. */
const PEOPLE = 500;

const options = readOptions(process.argv.slice(2));
const chosen = named(SCENARIOS, options.only, '--only');
installPeers();
const folder = mkdtempSync(join(tmpdir(), 'terrimed-bench-'));
const postgres = await startPostgres();
try {
	const large = join(folder, 'large');
	say('writing the large document, the people and the documents...');
	writeLargeDocument(large);
	const targets = await chooseTargets(options, large);
	for (const target of targets) await prepare(target, PEOPLE);
	const measured = await measureAll({ scenarios: chosen, targets, options, say });
	const verdict = judge({ scenarios: chosen, targets, measured });
	say(verdict.table);
	mkdirSync('test-results', { recursive: true });
	writeReport('test-results/bench.json', { options, verdict, measured });
	say('\ntest-results/bench.json has the figures of every round.');
	if (options.strict && verdict.lines.some(({ met }) => !met)) process.exitCode = 1;
} finally {
	await postgres.stop();
	rmSync(folder, { recursive: true, force: true });
}

async function chooseTargets({ servers }: BenchOptions, large: string): Promise<Target[]> {
	const url = new URL(await postgres.createDatabase());
	// Over its Unix socket: the driver takes an address without a host to mean these.
	const socket = {
		PGHOST: postgres.socket.directory,
		PGPORT: String(postgres.socket.port),
		PGUSER: url.username,
		PGPASSWORD: url.password,
		DATABASE_URL: `postgres://${url.pathname}`,
	};
	const all = [
		ours({ name: 'ours-postgres', environment: socket, databasePid: postgres.pid, large }),
		...peers({ large, store: join(folder, 'hocuspocus.sqlite') }),
		ours({
			name: 'ours-embedded',
			environment: { DATA_DIR: join(folder, 'embedded') },
			databasePid: null,
			large,
		}),
	];
	const needed = named(all, servers, '--servers');
	return all.filter((target) => target.name === BASELINE || needed.includes(target));
}

/** Those of these names, all for none. Throws a sentence for a name that there is not. */
function named<Named extends { name: string }>(
	all: readonly Named[],
	names: readonly string[],
	option: string,
): readonly Named[] {
	const known = all.map(({ name }) => name);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new Error(`${option}: no ${unknown.join(', ')} among ${known.join(', ')}`);
	return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/** The peers have a folder and a lock file of their own: nothing of them comes into the product. */
function installPeers(): void {
	const cwd = join(import.meta.dirname, 'peers');
	const stamp = join(cwd, 'node_modules/.installed');
	const lock = createHash('sha256')
		.update(readFileSync(join(cwd, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, stdio: 'inherit' });
	writeFileSync(stamp, lock);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
