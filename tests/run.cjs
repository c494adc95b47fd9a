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
function must(command, args) {
	if (run(command, args)) return;
	process.stdout.write('\n0 passed, 1 failed\n');
	process.exit(1);
}

/** A step that is one test: it passes or it fails. */
function step(command, args) {
	return counted(run(command, args));
}

function counted(ok) {
	return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Commands two at a time, each shown whole when it ends. @returns which of them succeeded */
async function sideBySide(commands) {
	const succeeded = [];
	let next = 0;
	const lane = async () => {
		while (next < commands.length) {
			const index = next++;
			succeeded[index] = await shownWhole(commands[index][0], commands[index].slice(1));
		}
	};
	await Promise.all([lane(), lane()]);
	return succeeded;
}

/** Runs a command and shows what it said when it has ended. @returns whether it succeeded */
function shownWhole(command, args) {
	return new Promise((resolve) => {
		const said = [];
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
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

/** Beside the browser tests, which wait a third of their time: one worker takes what they leave. */
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

/**
 * Path of a Chromium: CHROMIUM_PATH, Debian's, or one that this installs (Debian's as root, npm's otherwise). Rather the one without what
 * only a window needs: the same pages cost it a quarter less.
 */
function findChromium() {
	if (process.env.CHROMIUM_PATH && existsSync(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH;
	const withoutWindow = '/usr/bin/chromium-headless-shell';
	if (existsSync(withoutWindow) || installed('chromium-headless-shell')) return withoutWindow;
	const whole = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
	for (const path of whole) if (existsSync(path)) return path;
	if (installed('chromium')) return '/usr/bin/chromium';
	const path = chromiumFromNpm();
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

/** Installs a Debian package as root. @returns whether that could be done */
function installed(name) {
	if (!process.getuid || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
	run('apt-get', ['update', '-qq'], quiet);
	return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet);
}

/** Redis for the tests of several processes: Debian's as root. Without it they run against a stand-in. */
function findRedis() {
	for (const name of ['redis-server', 'valkey-server'])
		if (spawnSync(name, ['--version'], { stdio: 'ignore', env: environment }).status === 0) return;
	if (installed('redis-server')) return;
	process.stdout.write(
		'\nNi Redis ni Valkey ici : les essais à plusieurs processus se font avec un remplaçant qui en parle le protocole.\n',
	);
}

/** LibreOffice reads again what was exported: Debian's as root. Without it our own import does. */
function findOffice() {
	if (spawnSync('soffice', ['--version'], { stdio: 'ignore', env: environment }).status === 0) return;
	if (installed('libreoffice-writer-nogui')) return;
	process.stdout.write(
		'\nPas de LibreOffice ici : les fichiers exportés sont relus par notre propre import.\n',
	);
}

async function main() {
	rmSync(RESULTS, { recursive: true, force: true });
	mkdirSync(RESULTS, { recursive: true });
	must('node', ['server/prepare.cjs', '--no-build']);
	const chromium = findChromium();
	findRedis();
	findOffice();
	must('node', ['server/prepare.cjs']);
	// The longest first. The demonstration of the browser tests takes a processor as long as a check, and may wait as well beside one.
	const [seeded, ...checks] = await sideBySide([
		['env', 'DATA_DIR=' + SEEDED, 'DATABASE_URL=', 'node', 'drizzle/seed.ts', '--demo'],
		['eslint', '.'],
		['npm', 'run', '-s', 'check:types'],
		['prettier', '--check', '.'],
		['npm', 'run', '-s', 'check:cycles'],
	]);
	if (seeded) environment.SEEDED = '1';
	const totals = checks.map(counted);
	// Before the rest: it wants the machine for itself.
	totals.push(
		step('node', ['tests/chaos/run.ts', '--seeds', '6']),
		step('node', ['tests/chaos/run.ts', '--faults', '--fault', 'read-only-unchecked,snapshot-skips-last']),
	);
	totals.push(...(await Promise.all([unit(), browser(chromium)])));
	const passed = totals.reduce((sum, total) => sum + total.passed, 0);
	const failed = totals.reduce((sum, total) => sum + total.failed, 0);
	process.stdout.write('\n' + passed + ' passed, ' + failed + ' failed\n');
	process.exit(failed === 0 ? 0 : 1);
}

main();
