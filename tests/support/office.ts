import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** LibreOffice, where the machine has it: `npm test` installs Debian's as root. */
export const hasOffice = spawnSync('soffice', ['--version'], { stdio: 'ignore' }).status === 0;

type Format = 'pdf' | 'txt:Text (encoded):UTF8' | 'fodt';

/** Opens a file in LibreOffice and writes it in another format beside it. @returns its path */
export function convert(file: string, format: Format): string {
	const [made = ''] = convertAll([file], format);
	return made;
}

/** Several at once, which are in one folder: starting the program costs more than reading a file. */
export function convertAll(files: readonly [string, ...string[]], format: Format): string[] {
	const folder = dirname(files[0]);
	const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'office-profile')).href}`;
	const args = [profile, '--headless', '--convert-to', format, '--outdir', folder, ...files];
	const { status, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 120_000 });
	const extension = format.split(':')[0] ?? '';
	return files.map((file) => {
		const made = join(folder, `${basename(file).replace(/\.[^.]+$/, '')}.${extension}`);
		if (status !== 0 || !existsSync(made) || statSync(made).size === 0)
			throw new Error(`LibreOffice made nothing of ${basename(file)}: ${stderr}`);
		return made;
	});
}

/** The words of a file as LibreOffice reads them. */
export function wordsOf(file: string): string {
	// Said with its encoding, which is otherwise the machine's.
	return readFileSync(convert(file, 'txt:Text (encoded):UTF8'), 'utf8')
		.replace(/^\ufeff/, '')
		.replaceAll('\u00a0', ' ');
}
