import { readFile } from 'node:fs/promises';
import { findingSentence, type DossierFinding } from '#lib/evaluation/dossier/dossier.findings.ts';
import { checkInside } from '#lib/server/evaluation/dossier/dossier-check.ts';
import { openDossier, type OpenedDossier } from '#lib/server/evaluation/dossier/dossier-opening.ts';

const USAGE = 'Donnez un dossier à vérifier : npm run dossier:verify -- <fichier>';

/** `npm run dossier:verify -- <file>`: ends with 0 when an evaluation file is whole, with 1 and the pieces that differ when it is not. */
async function main(): Promise<void> {
	const [path] = process.argv.slice(2);
	if (path === undefined) throw new Error(USAGE);
	const bytes = new Uint8Array(await readFile(path));
	const opened = openDossier(bytes);
	if (opened === null) return tell([{ piece: path, fault: 'unreadable' }]);
	const inside = checkInside(opened);
	const { DATABASE_URL: address = '', DATA_DIR: folder = '' } = process.env;
	const hasBase = `${address}${folder}`.trim() !== '';
	// What differs inside is told even where the records cannot be read.
	if (!hasBase || inside.length > 0) tell(inside);
	const recorded = hasBase ? await recordedFindings(opened) : [];
	const told = new Set(inside.map(({ piece }) => piece));
	if (hasBase) tell(recorded.filter(({ piece }) => !told.has(piece)));
	if (inside.length + recorded.length === 0) process.stdout.write(praise(opened, hasBase));
}

function tell(findings: readonly DossierFinding[]): void {
	if (findings.length === 0) return;
	process.stdout.write(`${findings.map(findingSentence).join('\n')}\n`);
	process.exitCode = 1;
}

/** What opens a database is read only where there is one: a file is checked against itself in a second. */
async function recordedFindings(opened: OpenedDossier): Promise<DossierFinding[]> {
	const { readConfiguration } = await import('./config.ts');
	const { openWrittenDatabase } = await import('./runtime.ts');
	const { checkRecorded } = await import('#lib/server/evaluation/dossier/dossier-record.queries.ts');
	const database = await openWrittenDatabase(readConfiguration(process.env));
	try {
		return await checkRecorded(database.db, opened);
	} finally {
		await database.close();
	}
}

function praise({ manifest }: OpenedDossier, hasBase: boolean): string {
	const pieces = `Le dossier ${manifest.reference} est intact : ${manifest.pieces.length} pièces vérifiées.`;
	const base = hasBase
		? 'Le serveur l’a bien fait : son empreinte est dans son registre et dans le journal du comité, qui est intact.'
		: 'Sans la base du serveur, rien ne dit qu’il l’a fait : donnez DATA_DIR ou DATABASE_URL pour le vérifier.';
	return `${pieces}\n${base}\n`;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
});
