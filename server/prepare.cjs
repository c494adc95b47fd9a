// First half of `npm start` and `npm test`: installs the packages and builds when something changed since last time.
// Runs on whatever Node the system has, before anything is installed: built-ins and old syntax only.
'use strict';
const { execFileSync, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
process.chdir(root);

const INSTALL_STAMP = 'node_modules/.terrimed-install';
const BUILD_STAMP = 'build/.terrimed-build';
const BUILD_INPUTS = [
	'src',
	'server',
	'drizzle/demonstration',
	'static',
	'svelte.config.js',
	'package-lock.json',
].concat(readdirSync(root).filter((name) => /^vite\..*\.ts$/.test(name)));

function hashOf(paths) {
	const hash = createHash('sha256');
	for (const path of paths) addTo(hash, path);
	return hash.digest('hex');
}

function addTo(hash, path) {
	if (!existsSync(path)) return;
	if (statSync(path).isDirectory()) {
		for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
	} else if (!/\.test\.ts$|\.md$/.test(path)) {
		hash.update(path + '\n').update(readFileSync(path));
	}
}

function isFresh(stamp, hash) {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

function run(command, args) {
	const environment = Object.assign({}, process.env, {
		PATH: join(root, 'node_modules/.bin') + ':' + process.env.PATH,
	});
	const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], env: environment });
	if (result.status !== 0) {
		process.stderr.write('« ' + [command].concat(args).join(' ') + ' » a échoué.\n');
		process.exit(result.status || 1);
	}
}

function nodeVersion() {
	const local = join(root, 'node_modules/.bin/node');
	const binary = existsSync(local) ? local : process.execPath;
	return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim().slice(1).split('.').map(Number);
}

function install() {
	const hash = hashOf(['package-lock.json']);
	if (isFresh(INSTALL_STAMP, hash)) return;
	process.stderr.write('Installation des paquets npm (une minute environ)…\n');
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
	// With install scripts off, the `node` package brings no Node: the system's own must then be recent enough.
	const version = nodeVersion();
	if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
		process.stderr.write(
			'Il faut Node 22.18 ou plus récent : le paquet « node » n’a pas pu installer le sien, ' +
				'car les scripts d’installation de npm sont désactivés. Activez-les ou installez Node 24.\n',
		);
		process.exit(1);
	}
	writeFileSync(INSTALL_STAMP, hash);
}

function build() {
	const hash = hashOf(BUILD_INPUTS);
	if (isFresh(BUILD_STAMP, hash)) return;
	process.stderr.write('Construction du site (une vingtaine de secondes)…\n');
	run('vite', ['build', '--logLevel', 'error']);
	mkdirSync('build', { recursive: true });
	writeFileSync(BUILD_STAMP, hash);
}

install();
if (process.argv.indexOf('--no-build') === -1) build();
