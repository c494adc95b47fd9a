// `npm run bench`: the co-editing server beside its peers, then what a long history, an export, the import and the lists of a registry, a region's indicators and
// an evaluation cost. Options go to the co-editing server's (CONTRIBUTING.md); with `--only documents`, `registries` or `evaluation` those alone.
import { spawnSync } from 'node:child_process';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
	documents: ['history.ts', 'run-export.ts'].map((file) => `src/lib/server/documents/bench/${file}`),
	registries: ['senior-doctors/bench/import.ts', 'interns/bench/lists.ts'].map(
		(file) => `src/lib/server/${file}`,
	),
	evaluation: ['indicators/bench/region.ts', 'evaluation/bench/evaluation.ts'].map(
		(file) => `src/lib/server/${file}`,
	),
};

const options = process.argv.slice(2);
const [only, name = ''] = options;
const group = only === '--only' && Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
const files = group ?? (options.length === 0 ? Object.values(GROUPS).flat() : []);
const scripts = [
	...(group === undefined ? [['server/collaboration/bench/run.ts', ...options]] : []),
	...files.map((file) => [file]),
];
for (const script of scripts) {
	const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' });
	if (status !== 0) process.exitCode = 1;
}
