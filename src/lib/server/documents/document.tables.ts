import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
} from 'drizzle-orm/pg-core';
import type { QuarantineReason } from '#lib/collaboration/protocol.ts';
import type { ActivityVerb } from '#lib/documents/activity.rules.ts';
import type { DocumentKind, DocumentState } from '#lib/documents/document.rules.ts';
import type { QuarantineResolution } from '#lib/documents/quarantine.input.ts';
import { account } from '../accounts/account.tables.ts';
import { committee } from '../committee/committee.tables.ts';
import { bytes, instant } from '../database/columns.ts';

/** The row that says département, kind and state of a co-edited document; its lock orders the log. */
export const document = pgTable(
	'document',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		kind: text('kind').$type<DocumentKind>().notNull(),
		title: text('title').notNull(),
		state: text('state').$type<DocumentState>().notNull(),
		schemaVersion: integer('schema_version').notNull(),
		/** A secret: what the keys of its authors' client ids are made of (`clientKeyOf`). */
		clientKey: uuid('client_key').notNull().defaultRandom(),
		/** `seq` of the last row of the log; 0 before the first. */
		lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
		lastChangeAt: instant('last_change_at'),
		/** Of an account; no foreign key (ADR 0015): it changes with each edit of another person. */
		lastChangeBy: uuid('last_change_by'),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
	},
	(table) => [
		index('document_department').on(table.departmentCode, table.kind),
		uniqueIndex('document_single_kind')
			.on(table.departmentCode, table.kind)
			.where(sql`kind in ('diagnosis', 'plan')`),
	],
);

/**
 * The append-only log: the truth of a document. `seq` is given under the document row's lock, from 1, without gaps. No foreign keys
 * (ADR 0015): the statement that appends changes the document's row itself, and accounts are never deleted.
 */
export const documentUpdate = pgTable(
	'document_update',
	{
		documentId: uuid('document_id').notNull(),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		/** A Yjs update, encoding v1. */
		bytes: bytes('bytes').notNull(),
		/** Null when the server itself wrote (a template). */
		accountId: uuid('account_id'),
		/** Yjs client id of the first struct; null for deletions alone. */
		clientId: bigint('client_id', { mode: 'number' }),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.documentId, table.seq] })],
);

/** A Yjs client id belongs to the account that first used it in that document. */
export const documentClient = pgTable(
	'document_client',
	{
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		clientId: bigint('client_id', { mode: 'number' }).notNull(),
		accountId: uuid('account_id').references(() => account.id),
	},
	(table) => [primaryKey({ columns: [table.documentId, table.clientId] })],
);

/** The fold of the log up to `seq`; the log rows stay. */
export const documentSnapshot = pgTable(
	'document_snapshot',
	{
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		bytes: bytes('bytes').notNull(),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.documentId, table.seq] })],
);

/**
 * The fold of the log at points along it, so that any past moment is a short way from one: made while the log is
 * projected. Nothing rests on it: what is missing is folded from further back.
 */
export const documentKeyframe = pgTable(
	'document_keyframe',
	{
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		bytes: bytes('bytes').notNull(),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.documentId, table.seq] })],
);

/** A version of a document that was named or adopted: it never changes, and the database itself refuses. */
export const documentVersion = pgTable(
	'document_version',
	{
		id: uuid('id').primaryKey(),
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		name: text('name').notNull(),
		adopted: boolean('adopted').notNull(),
		/** Last row of the log that it holds. */
		seq: bigint('seq', { mode: 'number' }).notNull(),
		/** Canonical content (`canonical.content.ts`): the very text that was hashed. */
		content: text('content').notNull(),
		/** The Yjs state it was read from, an update of encoding v1. */
		bytes: bytes('bytes').notNull(),
		/** SHA-256 of the content in UTF-8, in hexadecimal digits. */
		hash: text('hash').notNull(),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => account.id),
	},
	(table) => [
		uniqueIndex('document_version_name').on(table.documentId, table.name, table.adopted),
		check(
			'document_version_hash',
			sql`${table.hash} = encode(sha256(convert_to(${table.content}, 'UTF8')), 'hex')`,
		),
	],
);

/**
 * What was set aside instead of stored, for its author to decide: nothing of it is ever removed, and of a row only the
 * resolution is written, once.
 */
export const documentQuarantine = pgTable(
	'document_quarantine',
	{
		id: uuid('id').primaryKey(),
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		/** A Yjs update, encoding v1. */
		bytes: bytes('bytes').notNull(),
		/** SHA-256 of the bytes: what waits already is kept once. */
		digest: text('digest').notNull(),
		reason: text('reason').$type<QuarantineReason>().notNull(),
		/** Of the page that sent it; null for a program. */
		schemaVersion: integer('schema_version'),
		createdAt: instant('created_at').notNull(),
		resolvedAt: instant('resolved_at'),
		resolution: text('resolution').$type<QuarantineResolution>(),
	},
	(table) => [
		uniqueIndex('document_quarantine_waiting')
			.on(table.documentId, table.accountId, table.digest)
			.where(sql`resolved_at is null`),
	],
);

/** How far the log has been projected to SQL rows and to activity. */
export const documentProjection = pgTable('document_projection', {
	documentId: uuid('document_id')
		.primaryKey()
		.references(() => document.id),
	seq: bigint('seq', { mode: 'number' }).notNull(),
	projectedAt: instant('projected_at').notNull(),
	/** `ROWS_SHAPE` of the program that wrote the rows. */
	rowsShape: integer('rows_shape').notNull().default(0),
});

/** What people did, in a form that can be put in words: one row per person, document, verb and subject of a projection. */
export const activity = pgTable(
	'activity',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		accountId: uuid('account_id').references(() => account.id),
		documentId: uuid('document_id').references(() => document.id),
		/** A literal of `activity.rules.ts`. */
		verb: text('verb').$type<ActivityVerb>().notNull(),
		/** Where: the number or id of an action, the heading of a section; empty for the whole. */
		subject: text('subject').notNull().default(''),
		/** In words, what the subject is called at that time. */
		label: text('label').notNull().default(''),
		/** The field of an action that changed. */
		field: text('field'),
		/** Its value before and after, when it can be quoted; never personal data. */
		before: text('before'),
		after: text('after'),
		happenedAt: instant('happened_at').notNull(),
	},
	(table) => [
		index('activity_department').on(table.departmentCode, table.happenedAt),
		index('activity_subject').on(table.documentId, table.subject, table.happenedAt),
	],
);
