// `npm run bench`: the co-editing server beside its peers, then what a long history and an export cost. Options go to the co-editing
// server's (CONTRIBUTING.md); with `--only documents` the rest alone.
import { spawnSync } from 'node:child_process';

const ONLY_DOCUMENTS = ['--only', 'documents'].join();
const DOCUMENTS = ['history.ts', 'run-export.ts'].map((file) => `src/lib/server/documents/bench/${file}`);

const options = process.argv.slice(2);
const onlyDocuments = options.slice(0, 2).join() === ONLY_DOCUMENTS;
const scripts = [
	...(onlyDocuments ? [] : [['server/collaboration/bench/run.ts', ...options]]),
	...(onlyDocuments || options.length === 0 ? DOCUMENTS.map((file) => [file]) : []),
];
for (const script of scripts) {
	const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' });
	if (status !== 0) process.exitCode = 1;
}
