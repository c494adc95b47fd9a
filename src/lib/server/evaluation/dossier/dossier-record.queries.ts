import { and, eq, or } from 'drizzle-orm';
import type { DossierFinding } from '#lib/evaluation/dossier/dossier.findings.ts';
import { MANIFEST_PATH } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import { findAuditFault } from '../../audit/audit.ts';
import { auditEvent } from '../../audit/audit.tables.ts';
import type { Database } from '../../database/database.ts';
import type { OpenedDossier } from './dossier-opening.ts';
import { evaluationDossier } from './dossier.tables.ts';
import { sha256 } from './writers/dossier.pieces.ts';

type DossierRecord = typeof evaluationDossier.$inferSelect;

/** What an evaluation file is not, beside what the server has recorded when it made it. */
export async function checkRecorded(db: Database, opened: OpenedDossier): Promise<DossierFinding[]> {
	const hash = sha256(opened.bytes);
	const found = await findRecord(db, opened, hash);
	const pieces: DossierFinding[] =
		found === null
			? [{ piece: 'dossier', fault: 'unrecorded' }]
			: found.fileSha256 === hash
				? []
				: differences(opened, found);
	return [...pieces, ...(await chainFindings(db, opened, found))];
}

/** The record of that very file; else of the file that it was made from, by what it still says of itself. */
async function findRecord(
	db: Database,
	{ manifest, format }: OpenedDossier,
	hash: string,
): Promise<DossierRecord | null> {
	const rows = await db
		.select()
		.from(evaluationDossier)
		.where(
			or(
				eq(evaluationDossier.fileSha256, hash),
				and(eq(evaluationDossier.reference, manifest.reference), eq(evaluationDossier.format, format)),
				and(
					eq(evaluationDossier.departmentCode, manifest.department.code),
					eq(evaluationDossier.format, format),
					eq(evaluationDossier.madeAt, new Date(manifest.preparedAt)),
				),
			),
		);
	const same = rows.find(({ fileSha256 }) => fileSha256 === hash);
	if (same !== undefined) return same;
	const alike = ({ pieces }: DossierRecord): number =>
		manifest.pieces.filter((piece) => pieces[piece.path] === piece.sha256).length;
	return rows.toSorted((one, other) => alike(other) - alike(one))[0] ?? null;
}

/** Which pieces are not those of the record; the file that holds them when all are. */
function differences(
	{ files, manifestText, format }: OpenedDossier,
	record: DossierRecord,
): DossierFinding[] {
	const findings: DossierFinding[] = [];
	const recorded = new Map(Object.entries(record.pieces));
	for (const [path, hash] of recorded) {
		const bytes = files.get(path);
		if (bytes === undefined) findings.push({ piece: path, fault: 'missing' });
		else if (bytes === null || sha256(bytes) !== hash) findings.push({ piece: path, fault: 'altered' });
	}
	for (const path of files.keys()) if (!recorded.has(path)) findings.push({ piece: path, fault: 'added' });
	if (sha256(manifestText) !== record.manifestSha256) {
		findings.push({ piece: MANIFEST_PATH, fault: 'altered' });
	}
	if (findings.length > 0) return findings;
	return [
		format === 'pdf' ? { piece: 'pages du PDF', fault: 'altered' } : { piece: 'dossier', fault: 'repacked' },
	];
}

const LOG = 'journal du comité';

/** Whether the log holds the line that the file calls the last, is whole, and says the same of the file. */
async function chainFindings(
	db: Database,
	{ manifest }: OpenedDossier,
	record: DossierRecord | null,
): Promise<DossierFinding[]> {
	const { chain, seq, sha256: hash } = manifest.auditChain;
	const findings: DossierFinding[] = [];
	const head = seq === 0 ? { hash: '' } : await readLine(db, chain, seq);
	if (chain !== manifest.department.code || head?.hash !== hash)
		findings.push({ piece: LOG, fault: 'unchained' });
	const fault = await findAuditFault(db, manifest.department.code);
	if (fault !== null) findings.push({ piece: LOG, fault: 'broken-chain', detail: `ligne ${fault.seq}` });
	if (record !== null) {
		const line = await readLine(db, record.departmentCode, record.auditSeq);
		if (line?.details.sha256 !== record.fileSha256) findings.push({ piece: LOG, fault: 'unrecorded' });
	}
	return findings;
}

async function readLine(
	db: Database,
	chain: string,
	seq: number,
): Promise<{ hash: string; details: Record<string, unknown> } | null> {
	const [row] = await db
		.select({ hash: auditEvent.hash, details: auditEvent.details })
		.from(auditEvent)
		.where(and(eq(auditEvent.chain, chain), eq(auditEvent.seq, seq)));
	return row ?? null;
}
