import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import { dossierOf } from '#lib/evaluation/dossier/dossier.rules.ts';
import type { ChainHead, Dossier, DossierEvent, DossierPart } from '#lib/evaluation/dossier/dossier.ts';
import { instantOfDay } from '#lib/evaluation/state/state.rules.ts';
import type { SpaceState } from '#lib/evaluation/state/state.ts';
import { longDate } from '#lib/ui/date-text.ts';
import { auditChain, auditEvent } from '../../audit/audit.tables.ts';
import { committee } from '../../committee/committee.tables.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import type { Database } from '../../database/database.ts';
import { exportDocument } from '../../documents/document-export.queries.ts';
import { can } from '../../policies/policy.ts';
import type { AskedDossier } from './dossier.jobs.ts';
import { compareStates } from '../review/changes.queries.ts';

/**
 * All that an evaluation file says of a period, read at one instant: whatever is written meanwhile is not in it.
 * @throws TerrimedError `not-found`, `invalid-input` for a period that is none
 */
export async function readDossier(context: Context, asked: AskedDossier): Promise<Dossier> {
	const space = await authorizeInSpace(context, 'evaluation.read', asked.departmentCode);
	const preparedAt = context.now();
	await checkPeriod(context, asked.departmentCode, asked);
	const parts = asked.parts.filter((part) => part !== 'journal' || can(context.actor, 'audit.read', space));
	const { before, after, changes } = await compareStates(context, asked.departmentCode, {
		since: instantOfDay(asked.from, preparedAt),
		until: instantOfDay(asked.until, preparedAt),
	});
	const holds = (part: DossierPart): boolean => parts.includes(part);
	return dossierOf({
		department: { code: space.departmentCode, name: space.departmentName },
		region: space.regionName,
		period: { from: asked.from, until: asked.until },
		...{ before, after, changes, parts, preparedAt },
		diagnosis: holds('diagnosis') ? await readDiagnosis(context, after) : null,
		journal: holds('journal') ? await readJournal(context.db, before, after) : [],
		auditChain: await readChainHead(context.db, asked.departmentCode),
		version: context.health.version,
	});
}

/** @throws TerrimedError `invalid-input` for a period that ends before it begins, begins before the space, or is not over */
export async function checkPeriod(
	context: Context,
	departmentCode: string,
	{ from, until }: { from: string; until: string },
): Promise<void> {
	const refuse = (field: string, sentence: string): never => {
		throw new TerrimedError('invalid-input', sentence, { [field]: sentence });
	};
	const openedOn = await readOpeningDay(context, departmentCode);
	if (from < openedOn) {
		refuse(
			'from',
			`Cet espace a été ouvert le ${longDate(openedOn)}\u00a0: choisissez ce jour, ou un jour d’après.`,
		);
	}
	if (from > until) refuse('until', 'La période finit avant d’avoir commencé. Vérifiez les deux dates.');
	if (until > dayInFrance(context.now())) {
		refuse('until', 'La période n’est pas finie. Choisissez une date passée, ou aujourd’hui.');
	}
}

/** The day on which a space was opened. */
export async function readOpeningDay({ db, now }: Context, departmentCode: string): Promise<string> {
	const [row] = await db
		.select({ createdAt: committee.createdAt })
		.from(committee)
		.where(eq(committee.departmentCode, departmentCode));
	return dayInFrance(row?.createdAt ?? now());
}

/** The last version of the diagnosis that had been adopted, with the figures that it froze. */
async function readDiagnosis(context: Context, after: SpaceState): Promise<Dossier['diagnosis']> {
	const found = after.documents.find(({ kind }) => kind === 'diagnosis');
	const adopted = found?.adopted.at(-1);
	if (found === undefined || adopted === undefined) return null;
	const file = await exportDocument(context, found.id, { format: 'md', at: adopted.id });
	return {
		...{ name: adopted.name, at: adopted.at.toISOString(), sha256: adopted.hash },
		markdown: new TextDecoder().decode(await file.bytes),
	};
}

/** The last line of a space's log. */
async function readChainHead(db: Database, chain: string): Promise<ChainHead> {
	const [head] = await db.select().from(auditChain).where(eq(auditChain.chain, chain));
	return { chain, seq: head?.seq ?? 0, sha256: head?.hash ?? '' };
}

/** What the journal of a file tells: the committee's work, and nothing of the registries. */
export const TOLD_SUBJECTS: Readonly<Record<string, string>> = {
	document: 'Document',
	suggestion: 'Suggestion',
	'comment-thread': 'Discussion',
	committee: 'Comité',
	organisation: 'Structure',
	mandate: 'Mandat',
	indicator: 'Indicateur',
	dossier: 'Dossier d’évaluation',
};

async function readJournal(db: Database, before: SpaceState, after: SpaceState): Promise<DossierEvent[]> {
	const rows = await db
		.select()
		.from(auditEvent)
		.where(
			and(
				eq(auditEvent.chain, after.departmentCode),
				inArray(auditEvent.subjectType, Object.keys(TOLD_SUBJECTS)),
				gt(auditEvent.happenedAt, before.at),
				lte(auditEvent.happenedAt, after.at),
			),
		)
		.orderBy(asc(auditEvent.seq));
	const titles = new Map(after.documents.map(({ id, title }) => [id, title]));
	return rows.map(({ seq, happenedAt, action, subjectType, subjectId, hash }) => ({
		...{ seq, at: happenedAt.toISOString(), action, sha256: hash },
		subject: `${TOLD_SUBJECTS[subjectType] ?? ''} ${titles.get(subjectId) ?? subjectId}`.trim(),
	}));
}
