import { inArray } from 'drizzle-orm';
import { documentPath, isCreatedKind, type CreatedKind } from '#lib/documents/document.rules.ts';
import type { SplitInput } from '#lib/documents/split.input.ts';
import { TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { reportFault } from '../log/fault.ts';
import { addDocument, type DocumentPlace } from './document.commands.ts';
import { readPartsAt } from './document-reader.ts';
import { followSplitJob, splitDocumentJob, type SplitOutput, type SplitPart } from './document-split.jobs.ts';
import { authorizeSplit } from './document-split.queries.ts';
import type { DocumentSummary } from './document.queries.ts';
import { document } from './document.tables.ts';
import { carryImages } from './image.commands.ts';
import { findMoment } from './moment.queries.ts';

/** A document made of a part. */
export interface SplitDocument {
	id: string;
	title: string;
	path: string;
}

export interface SplitOutcome {
	documents: SplitDocument[];
	/** What others wrote in the parts while they were being copied is in the past of the source only. */
	missesLateWords: boolean;
}

/**
 * Gives parts of a document documents of their own, and leaves in their place their heading with a link. The new documents are
 * stored whole before the text is touched; its edit is one like others, by the person who asks. What is written in a part
 * between the two goes to its new document. Comments, suggestions and the past of the passages stay with the source.
 * @throws TerrimedError `not-found`, or `conflict` when a part is no longer there or the edit could not be stored: the source is
 * then as it was, and what was made of it is archived
 */
export async function splitDocument(
	context: Context,
	place: DocumentPlace,
	input: SplitInput,
): Promise<SplitOutcome> {
	const found = await authorizeSplit(context, place);
	const kind: CreatedKind = input.kind === 'same' && isCreatedKind(found.kind) ? found.kind : 'note';
	const { seq } = await findMoment(context.db, found.id, { kind: 'now' });
	const pathOf = (id: string) => documentPath({ id, kind, departmentCode: found.departmentCode });
	const targets = input.parts.map((heading) => {
		const documentId = newId(context.now().getTime());
		return { heading, documentId, href: context.origin + pathOf(documentId) };
	});
	const parts = await readPartsAt(context.db, found.id, seq);
	const split = await context.files.run(splitDocumentJob, { parts, targets });
	if (split === null) {
		throw new TerrimedError(
			'conflict',
			'Une des parties choisies n’est plus dans le document. Rien n’a changé\u00a0: choisissez de nouveau.',
		);
	}
	await makeDocuments(context, { found, kind, made: split.made });
	const at = await takeOut(context, found, split);
	for (const { documentId } of split.made) {
		context.events.publish({ type: 'document-changed', documentId });
	}
	const hasFollowed =
		at === seq + 1 ||
		(await followParts(context, { found, seq: at - 1, made: split.made }).then(
			() => true,
			// The parts have gone: what is made stays, and whoever asked is told where the words are.
			(error: unknown) => {
				reportFault(error, 500);
				return false;
			},
		));
	return {
		documents: split.made.map(({ documentId: id, title }) => ({ id, title, path: pathOf(id) })),
		missesLateWords: !hasFollowed,
	};
}

/** All of them or none. */
function makeDocuments(
	context: Context,
	making: { found: DocumentSummary; kind: CreatedKind; made: readonly SplitPart[] },
): Promise<void> {
	const { found, kind, made } = making;
	return context.db.transaction(async (transaction) => {
		for (const { documentId: id, title, update: bytes, clientId, images } of made) {
			const { departmentCode } = found;
			const first = { bytes, clientId };
			await addDocument(context, transaction, { id, departmentCode, kind, title, first });
			await carryImages(transaction, { context, from: found.id, to: { id, departmentCode }, images });
		}
	});
}

/** The edit of the source, through the co-editing server. @returns its place in the log */
async function takeOut(context: Context, found: DocumentSummary, split: SplitOutput): Promise<number> {
	const accountId = context.actor.kind === 'account' ? context.actor.accountId : null;
	const ids = split.made.map(({ documentId }) => documentId);
	let seq: number;
	try {
		seq = await context.live.append({ documentId: found.id, update: split.update, accountId });
	} catch {
		await putAway(context, found, ids);
		throw new TerrimedError(
			'conflict',
			'Le document n’a pas pu être scindé. Il est intact\u00a0: réessayez.',
		);
	}
	await context.db.transaction((transaction) =>
		writeAudit(transaction, {
			chain: found.departmentCode,
			actorId: accountId,
			action: 'document.split',
			subjectType: 'document',
			subjectId: found.id,
			details: { seq, into: ids.join(' ') },
			happenedAt: context.now(),
		}),
	);
	return seq;
}

/** Documents made for nothing: out of the lists, and still there for whoever doubts. */
async function putAway(context: Context, found: DocumentSummary, ids: string[]): Promise<void> {
	await context.db.transaction(async (transaction) => {
		await transaction.update(document).set({ state: 'archived' }).where(inArray(document.id, ids));
		await writeAudit(transaction, {
			chain: found.departmentCode,
			actorId: context.actor.kind === 'account' ? context.actor.accountId : null,
			action: 'document.split-undone',
			subjectType: 'document',
			subjectId: found.id,
			details: { into: ids.join(' ') },
			happenedAt: context.now(),
		});
	});
}

/** Others wrote while the parts were being copied: their words follow. */
async function followParts(
	context: Context,
	following: { found: DocumentSummary; seq: number; made: readonly SplitPart[] },
): Promise<void> {
	const { found, seq, made } = following;
	const accountId = context.actor.kind === 'account' ? context.actor.accountId : null;
	const source = await readPartsAt(context.db, found.id, seq);
	for (const { documentId, update: first, blocks, images } of made) {
		const update = await context.files.run(followSplitJob, { source, target: [first], blocks, images });
		if (update !== null) await context.live.append({ documentId, update, accountId });
	}
}
