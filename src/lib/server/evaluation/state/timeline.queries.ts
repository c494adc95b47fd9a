import { and, eq, inArray } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { timelineOf, type Mark, type Timeline } from '#lib/evaluation/timeline/timeline.rules.ts';
import { committee } from '../../committee/committee.tables.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { document, documentVersion } from '../../documents/document.tables.ts';

/** What engages the committee when it adopts it. */
const ADOPTED_LABEL = {
	plan: 'Plan adopté',
	diagnosis: 'Diagnostic adopté',
	project: 'Projet adopté',
	contract: 'Contrat adopté',
} as const satisfies Partial<Record<DocumentKind, string>>;

type AdoptedKind = keyof typeof ADOPTED_LABEL;
const ADOPTED_KINDS = Object.keys(ADOPTED_LABEL) as AdoptedKind[];

/**
 * The life of a committee's plan as the date slider shows it.
 * @param own marks of the reader's own, as the reviews that they closed
 */
export async function readTimeline(
	context: Context,
	departmentCode: string,
	own: readonly Mark[] = [],
): Promise<Timeline> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const { db } = context;
	const [opened] = await db
		.select({ at: committee.createdAt })
		.from(committee)
		.where(eq(committee.departmentCode, departmentCode));
	const adopted = await db
		.select({ kind: document.kind, at: documentVersion.createdAt })
		.from(documentVersion)
		.innerJoin(document, eq(document.id, documentVersion.documentId))
		.where(
			and(
				eq(document.departmentCode, departmentCode),
				eq(documentVersion.adopted, true),
				inArray(document.kind, ADOPTED_KINDS),
			),
		);
	const now = context.now();
	return timelineOf({
		openedOn: dayInFrance(opened?.at ?? now),
		today: dayInFrance(now),
		marks: [...adopted.flatMap(adoptedMark), ...own],
	});
}

function adoptedMark({ kind, at }: { kind: DocumentKind; at: Date }): Mark[] {
	const found = ADOPTED_KINDS.find((one) => one === kind);
	return found === undefined ? [] : [{ day: dayInFrance(at), kind: 'adopted', label: ADOPTED_LABEL[found] }];
}
