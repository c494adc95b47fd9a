// `npm test`: everything, in order, from a fresh clone. Runs on whatever Node the system has until the packages are there.
'use strict';
const { execFileSync, spawn, spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
process.chdir(root);
const RESULTS = 'test-results';
/** What each server of the browser tests starts from. */
const SEEDED = join(RESULTS, 'seeded');
const environment = Object.assign({}, process.env, {
	PATH: join(root, 'node_modules/.bin') + ':' + process.env.PATH,
	CI: '1',
	NO_COLOR: '1',
	// Hundreds of processes read the same program: the first leaves it compiled.
	NODE_COMPILE_CACHE: join(root, RESULTS, 'compiled'),
});
delete environment.FORCE_COLOR;

/** Runs a command with its output shown. @returns whether it succeeded */
function run(command, args, extra) {
	process.stdout.write('\n» ' + [command].concat(args).join(' ') + '\n');
	const result = spawnSync(command, args, { stdio: 'inherit', env: Object.assign({}, environment, extra) });
	return result.status === 0;
}

/** Without this there is nothing to test. */
function must(ok) {
	if (ok) return;
	process.stdout.write('\n0 passed, 1 failed\n');
	process.exit(1);
}

function counted(ok) {
	return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Commands one after the other, each shown whole when it ends. @returns which of them succeeded */
async function inTurn(commands) {
	const succeeded = [];
	for (const command of commands) succeeded.push(await shownWhole(command[0], command.slice(1)));
	return succeeded;
}

/** Runs a command and shows what it said when it has ended. @returns whether it succeeded */
function shownWhole(command, args, extra) {
	return new Promise((resolve) => {
		const said = [];
		const env = Object.assign({}, environment, extra);
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: env });
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
		child.on('error', (error) => said.push(Buffer.from(String(error) + '\n')));
		child.on('close', (code) => {
			process.stdout.write('\n» ' + [command].concat(args).join(' ') + '\n' + Buffer.concat(said).toString());
			resolve(code === 0);
		});
	});
}

/** Runs a command with its output shown, while others run. @returns whether it succeeded */
function shownAsItGoes(command, args, extra) {
	process.stdout.write('\n» ' + [command].concat(args).join(' ') + '\n');
	return new Promise((resolve) => {
		const env = Object.assign({}, environment, extra);
		const child = spawn(command, args, { stdio: 'inherit', env: env });
		child.on('error', () => resolve(false));
		child.on('close', (code) => resolve(code === 0));
	});
}

/** Beside the chaos and the browser tests, which wait a third of their time: one worker takes what they leave. */
async function unit() {
	const report = join(RESULTS, 'unit.json');
	const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=' + report];
	const ok = await shownWhole('vitest', ['run', '--maxWorkers=1'].concat(reporters));
	if (!existsSync(report)) return { passed: 0, failed: 1 };
	const json = JSON.parse(readFileSync(report, 'utf8'));
	const failed = json.numFailedTests + (ok || json.numFailedTests > 0 ? 0 : 1);
	return { passed: json.numPassedTests, failed: failed };
}

async function browser(chromium) {
	if (chromium === null) return { passed: 0, failed: 1 };
	const report = join(RESULTS, 'browser.json');
	const ok = await shownAsItGoes('playwright', ['test', '--config', 'tests/playwright.config.ts'], {
		CHROMIUM_PATH: chromium,
		PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, report),
	});
	if (!existsSync(report)) return { passed: 0, failed: 1 };
	const stats = JSON.parse(readFileSync(report, 'utf8')).stats;
	const failed = stats.unexpected + (ok || stats.unexpected > 0 ? 0 : 1);
	return { passed: stats.expected + stats.flaky, failed: failed };
}

const WITHOUT_WINDOW = '/usr/bin/chromium-headless-shell';

/** Paths of a Chromium: CHROMIUM_PATH, or Debian's. Rather the one without what only a window needs: the same pages cost it a quarter less. */
function chromiumHere() {
	const asked = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : [];
	const whole = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
	const path = asked.concat([WITHOUT_WINDOW], whole).find((each) => existsSync(each));
	return path === undefined ? null : path;
}

/** Path of a Chromium that is here, or that npm installs. */
function findChromium() {
	const path = chromiumHere() || chromiumFromNpm();
	if (path !== null) return path;
	process.stdout.write(
		'\nIl manque un Chromium pour les essais dans le navigateur. Installez le paquet Debian « chromium » ' +
			'(apt-get install chromium) ou donnez son chemin dans CHROMIUM_PATH.\n',
	);
	return null;
}

/** A Chromium that needs no right to install anything, with the libraries that a bare system lacks. */
function chromiumFromNpm() {
	const folder = join(root, 'node_modules/.chromium');
	mkdirSync(folder, { recursive: true });
	const packages = ['--no-audit', '--no-fund', '--no-save', '@sparticuz/chromium@^153'];
	if (!run('npm', ['install', '--prefix', folder].concat(packages))) return null;
	const script =
		"import('@sparticuz/chromium').then(async ({ default: chromium, inflate }) => {" +
		"await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');" +
		'console.log(await chromium.executablePath()); })';
	const options = {
		cwd: folder,
		env: Object.assign({}, environment, { TMPDIR: folder }),
		encoding: 'utf8',
	};
	try {
		const path = execFileSync('node', ['-e', script], options).trim();
		if (path === '') return null;
		if (/not found/.test(execFileSync('ldd', [path], { encoding: 'utf8' })))
			environment.LD_LIBRARY_PATH = join(folder, 'al2023/lib');
		if (!existsSync('/etc/fonts/fonts.conf')) environment.FONTCONFIG_PATH = join(folder, 'fonts');
		return path;
	} catch (error) {
		process.stdout.write(String(error) + '\n');
		return null;
	}
}

/** Whether a program answers when it is asked for its version. */
function answers(name) {
	return spawnSync(name, ['--version'], { stdio: 'ignore', env: environment }).status === 0;
}

/** Debian's packages that are missing, as root, while npm installs its own: a browser, Redis for the tests of several processes, LibreOffice. */
async function findTools() {
	const chromium = process.env.CHROMIUM_PATH || '';
	if (!existsSync(WITHOUT_WINDOW) && !existsSync(chromium) && !(await installed('chromium-headless-shell')))
		if (chromiumHere() === null) await installed('chromium');
	if (!answers('redis-server') && !answers('valkey-server') && !(await installed('redis-server')))
		process.stdout.write(
			'\nNi Redis ni Valkey ici : les essais à plusieurs processus se font avec un remplaçant qui en parle le protocole.\n',
		);
	if (!answers('soffice') && !(await installed('libreoffice-writer-nogui')))
		process.stdout.write(
			'\nPas de LibreOffice ici : les fichiers exportés sont relus par notre propre import.\n',
		);
}

/** What the machine knows of Debian's packages, asked once. */
let listed = null;

/** Installs a Debian package as root. @returns whether that could be done */
async function installed(name) {
	if (!process.getuid || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
	if (listed === null) listed = shownWhole('apt-get', ['update', '-qq'], quiet);
	await listed;
	return shownWhole('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet);
}

const CHECKS = [
	['eslint', '.'],
	['prettier', '--check', '.'],
	['npm', 'run', '-s', 'check:cycles'],
];

/** What the browser tests start from, and the types: after the build, since both write `.svelte-kit`. Then the browsers. */
async function wholeSystem(chromium) {
	const [seeded, typed] = await inTurn([
		['env', 'DATA_DIR=' + SEEDED, 'DATABASE_URL=', 'node', 'drizzle/seed.ts', '--demo'],
		['npm', 'run', '-s', 'check:types'],
	]);
	if (seeded) environment.SEEDED = '1';
	return [counted(typed), await browser(chromium)];
}

const CHAOS = [
	['node', 'tests/chaos/run.ts', '--seeds', '4'],
	['node', 'tests/chaos/run.ts', '--faults', '--fault', 'read-only-unchecked,snapshot-skips-last'],
];

/** Two things at a time wherever one of them leaves a processor free: what counts is the work, and no processor waits. */
async function main() {
	rmSync(RESULTS, { recursive: true, force: true });
	mkdirSync(RESULTS, { recursive: true });
	const [prepared] = await Promise.all([
		shownWhole('node', ['server/prepare.cjs', '--no-build']),
		findTools(),
	]);
	must(prepared);
	const chromium = findChromium();
	const build = shownWhole('node', ['server/prepare.cjs']).then(must);
	const lanes = [
		inTurn(CHECKS).then(async (checks) => {
			await build;
			return checks.map(counted).concat([await unit()]);
		}),
		build.then(() => wholeSystem(chromium)),
		// Processes that die and come back: they wait a third of their time, beside whatever works.
		build.then(async () => (await inTurn(CHAOS)).map(counted)),
	];
	const totals = [].concat(...(await Promise.all(lanes)));
	const passed = totals.reduce((sum, total) => sum + total.passed, 0);
	const failed = totals.reduce((sum, total) => sum + total.failed, 0);
	process.stdout.write('\n' + passed + ' passed, ' + failed + ' failed\n');
	process.exit(failed === 0 ? 0 : 1);
}

main();
