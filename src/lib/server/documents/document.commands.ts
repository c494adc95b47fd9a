import { and, eq } from 'drizzle-orm';
import {
	CONTENT_SCHEMA_VERSION,
	DOCUMENT_KIND_LABEL,
	SINGLE_KINDS,
	isCreatedKind,
	type DocumentKind,
	type DocumentState,
} from '#lib/documents/document.rules.ts';
import type { ChangeStateInput, CreateDocumentInput } from '#lib/documents/document.input.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import { createCommittee, type CreatedCommittee } from '../committee/committee.commands.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import { within, type Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { getDocument } from './document.queries.ts';
import { activity, document, documentClient, documentUpdate } from './document.tables.ts';
import { firstUpdate, type FirstUpdate } from './document.templates.ts';
import { indexTitle } from './search-index.commands.ts';

/**
 * Opens a committee with its diagnosis and its plan, all or nothing. The committee's own command decides who may.
 * @throws TerrimedError as `createCommittee`
 */
export async function openSpace(
	context: Context,
	input: { departmentCode: string },
): Promise<CreatedCommittee> {
	const created = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const committee = await createCommittee(inside, input);
		for (const kind of SINGLE_KINDS) {
			await insertDocument(transaction, {
				id: newId(context.now().getTime()),
				departmentCode: committee.departmentCode,
				kind,
				title: DOCUMENT_KIND_LABEL[kind],
				createdBy: accountOf(context),
				now: context.now(),
			});
		}
		return committee;
	});
	context.events.publish({ type: 'committee-created', departmentCode: created.departmentCode });
	return created;
}

/** A document made from the template of its kind, open to every member of the committee. @returns its id */
export async function createDocument(
	context: Context,
	departmentCode: string,
	input: CreateDocumentInput,
	/** What it begins with instead of the template of its kind. */
	first?: FirstUpdate,
): Promise<{ id: string }> {
	await authorizeInSpace(context, 'document.create', departmentCode);
	const made = { id: newId(context.now().getTime()), departmentCode, ...input, first };
	await context.db.transaction((transaction) => addDocument(context, transaction, made));
	context.events.publish({ type: 'document-changed', documentId: made.id });
	return { id: made.id };
}

/** The rows of a new document with their traces, inside a transaction of the caller, who has asked whether one may and tells of it after. */
export async function addDocument(
	context: Context,
	transaction: Database,
	made: { id: string; departmentCode: string; first?: FirstUpdate | undefined } & CreateDocumentInput,
): Promise<void> {
	const { id: documentId, departmentCode, kind, title } = made;
	const now = context.now();
	const createdBy = accountOf(context);
	await insertDocument(transaction, { ...made, createdBy, now });
	await transaction.insert(activity).values({
		id: newId(now.getTime()),
		departmentCode,
		accountId: createdBy,
		documentId,
		verb: 'document-created',
		label: title,
		happenedAt: now,
	});
	const told = { context, action: 'document.create', documentId, departmentCode, details: { kind } };
	await auditDocument(transaction, told);
}

/** Where a document is: its space and its id. */
export interface DocumentPlace {
	departmentCode: string;
	documentId: string;
}

/** Changes the title of a document that the actor may write. The diagnosis and the plan keep theirs. */
export async function renameDocument(
	context: Context,
	place: DocumentPlace,
	input: { title: string },
): Promise<void> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (!isCreatedKind(found.kind) || found.access !== 'write') throw notFound();
	await change(context, found, { action: 'document.rename', set: { title: input.title } });
}

/**
 * Brings a document to another state: in review and back, archived and back, or open again as a new draft after an adoption.
 * Whoever writes in a document that freezes reads on, from the next second, by the event this publishes.
 */
export async function changeDocumentState(
	context: Context,
	place: DocumentPlace,
	input: ChangeStateInput,
): Promise<void> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (!found.nextStates.includes(input.state)) throw notFound();
	const details = { from: found.state, to: input.state };
	await change(context, found, { action: 'document.state', set: { state: input.state }, details });
}

async function change(
	context: Context,
	found: { id: string; departmentCode: string; state: DocumentState },
	step: { action: string; set: { title?: string; state?: DocumentState }; details?: Record<string, string> },
): Promise<void> {
	const { id: documentId, departmentCode } = found;
	await context.db.transaction(async (transaction) => {
		const changed = await transaction
			.update(document)
			.set(step.set)
			.where(and(eq(document.id, documentId), eq(document.state, found.state)))
			.returning({ id: document.id });
		if (changed.length === 0) {
			throw new TerrimedError('conflict', 'Ce document vient de changer. Rechargez la page.');
		}
		if (step.set.title !== undefined) await indexTitle(transaction, documentId, step.set.title);
		const { action, details } = step;
		await auditDocument(transaction, {
			context,
			action,
			documentId,
			departmentCode,
			...(details ? { details } : {}),
		});
	});
	context.events.publish({ type: 'document-changed', documentId });
}

/** The row and the first row of the log, written once by the server under a client id of its own. */
async function insertDocument(
	transaction: Database,
	made: {
		id: string;
		departmentCode: string;
		kind: DocumentKind;
		title: string;
		createdBy: string | null;
		now: Date;
		first?: FirstUpdate | undefined;
	},
): Promise<void> {
	const { id } = made;
	const first = made.first ?? firstUpdate(made.kind);
	const broughtBy = first?.accountId ?? null;
	await transaction.insert(document).values({
		id,
		departmentCode: made.departmentCode,
		kind: made.kind,
		title: made.title,
		state: 'writing',
		schemaVersion: CONTENT_SCHEMA_VERSION,
		lastSeq: first === null ? 0 : 1,
		lastChangeAt: made.now,
		lastChangeBy: broughtBy,
		createdAt: made.now,
		createdBy: made.createdBy,
	});
	await indexTitle(transaction, id, made.title);
	if (first === null) return;
	await transaction.insert(documentUpdate).values({
		documentId: id,
		seq: 1,
		bytes: first.bytes,
		accountId: broughtBy,
		clientId: first.clientId,
		createdAt: made.now,
	});
	await transaction
		.insert(documentClient)
		.values({ documentId: id, clientId: first.clientId, accountId: broughtBy });
}

function auditDocument(
	transaction: Database,
	entry: {
		context: Context;
		action: string;
		documentId: string;
		departmentCode: string;
		details?: Record<string, string>;
	},
): Promise<void> {
	return writeAudit(transaction, {
		chain: entry.departmentCode,
		actorId: accountOf(entry.context),
		action: entry.action,
		subjectType: 'document',
		subjectId: entry.documentId,
		...(entry.details ? { details: entry.details } : {}),
		happenedAt: entry.context.now(),
	});
}

function accountOf(context: Context): string | null {
	return context.actor.kind === 'account' ? context.actor.accountId : null;
}
