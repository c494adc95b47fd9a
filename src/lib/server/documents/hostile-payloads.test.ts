import { eq } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { marked } from 'marked';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#lib/documents/document-file.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf, type TextTree } from '#lib/documents/document.tree.ts';
import { safeHref } from '#lib/documents/link.rules.ts';
import { passagesOf } from '#lib/documents/passage.content.ts';
import { numberActions } from '#lib/plan/action.rules.ts';
import { readActions } from '#lib/plan/plan.content.ts';
import { planBlocks } from '#lib/plan/plan-file.content.ts';
import { planSheet, type PlanNames } from '#lib/plan/plan-file.rules.ts';
import { faultsOfOffice, faultsOfPage, faultsOfPdf } from '../../../../tests/support/file-faults.ts';
import {
	TEXT_PAYLOADS,
	writeActionPayload,
	writeTextPayloads,
} from '../../../../tests/support/hostile-payloads.ts';
import { CANARY, HOSTILE_HOST } from '../../../../tests/support/hostile-values.ts';
import { openTestDatabase } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import type { OpenDatabase } from '../database/database.ts';
import { planProjection } from '../plan/plan.projection.ts';
import { exportPlanHandler } from '../plan/plan-file.handlers.ts';
import { exportDocumentHandler } from './document-file.handlers.ts';
import { document, documentProjection } from './document.tables.ts';
import { projectionsOf } from './projection.ts';
import { createProjector } from './projector.ts';
import { textProjection } from './text.projection.ts';

const HEAD = { title: 'Étude', place: '64', state: 'Note', moment: 'hier' };
const ACTIONS = 200;

let text: Y.Doc;
let parts: Uint8Array[];

beforeAll(() => {
	text = new Y.Doc();
	writeTextPayloads(text, 0, TEXT_PAYLOADS);
	parts = [Y.encodeStateAsUpdate(text)];
});

/** All that a text may be drawn with, and nothing else. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(
		'p h2 h3 h4 ul ol li blockquote table tbody tr td th hr br strong em s mark span sup div figure'
			.split(' ')
			.map((tag) => [tag, []]),
	),
	a: ['href', 'rel'],
	img: ['src', 'alt', 'width', 'height', 'decoding'],
	input: ['type', 'checked', 'disabled', 'aria-label'],
	label: ['contenteditable'],
};
const EVERYWHERE = [
	'class',
	'role',
	'id',
	'start',
	'colspan',
	'rowspan',
	'scope',
	'aria-label',
	'contenteditable',
];
const OURS = ['note', 'source', 'figure', 'of', 'image', 'opens', 'callout', 'type', 'checked', 'level'];

function faultsOf(trees: readonly TextTree[], faults: string[] = []): string[] {
	for (const tree of trees) {
		if (typeof tree === 'string') continue;
		const allowed = DRAWN[tree.tag];
		if (allowed === undefined) faults.push(`<${tree.tag}>`);
		for (const [name, value] of Object.entries(tree.attributes)) {
			const isOurs = OURS.some((one) => name === `data-${one}`);
			if (!isOurs && !EVERYWHERE.includes(name) && !allowed?.includes(name))
				faults.push(`${tree.tag} ${name}=${value}`);
			if (name === 'href' && safeHref(value) !== value) faults.push(`href ${value}`);
			if (name === 'src' && !/^\/images\/[0-9a-f-]{36}$/.test(value)) faults.push(`src ${value}`);
			if (name === 'data-source' && safeHref(value) !== value) faults.push(`source ${value}`);
			if (name === 'class' && /[^a-z -]/.test(value)) faults.push(`class ${value}`);
			if (name === 'id' && !/^[\w-]+$/.test(value)) faults.push(`id ${value}`);
		}
		faultsOf(tree.children, faults);
	}
	return faults;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function exported(format: ExportFormat): Promise<Uint8Array> {
	return exportDocumentHandler({
		parts,
		format,
		head: HEAD,
		annex: [],
		images: {},
		figures: [],
		frozen: false,
	});
}

describe('2,000 hostile nodes and attributes written by a program', () => {
	test('are all there, and opening the text neither throws nor changes it', () => {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, parts[0]!);
		expect(contentOf(copy)).toHaveLength(TEXT_PAYLOADS);
		expect(canonicalContent(copy)).toContain(CANARY);
		textTreeOf(copy, documentSchema());
		passagesOf(contentOf(copy));
		expect(Y.encodeStateAsUpdate(copy)).toEqual(parts[0]);
	});

	test('are drawn with the elements and attributes of a text, and lead nowhere that runs', () => {
		expect(faultsOf(textTreeOf(text, documentSchema()))).toEqual([]);
	});

	const checks: Record<ExportFormat, (bytes: Uint8Array) => string[]> = {
		html: (bytes) => faultsOfPage(decode(bytes).replace(/<style>[^<]*<\/style>/, '')),
		md: (bytes) =>
			faultsOfPage(marked.parse(decode(bytes).replace(/^---[\s\S]*?\n---\n/, ''), { async: false })),
		docx: faultsOfOffice,
		odt: faultsOfOffice,
		pdf: faultsOfPdf,
	};
	test.each(EXPORT_FORMATS)('as %s hold nothing that runs or loads', async (format) => {
		const bytes = await exported(format);
		expect(checks[format](bytes)).toEqual([]);
		// It was written whole: the words of the last payloads are text in it.
		if (format === 'html' || format === 'md') expect(decode(bytes)).toContain(HOSTILE_HOST);
	});
});

describe(`${ACTIONS} actions of the plan with hostile fields, lists and texts`, () => {
	const names: PlanNames = {
		organisation: () => '?',
		person: () => '?',
		commune: (code) => code,
		intercommunality: (code) => code,
		action: (id) => id,
	};
	const today = '2026-11-22';
	let doc: Y.Doc;
	beforeAll(() => {
		doc = new Y.Doc();
		for (let index = 0; index < ACTIONS; index += 1) writeActionPayload(doc, index);
	});
	const told = () => {
		const numbers = numberActions(readActions(doc));
		return planProjection.summarize(doc).map((one) => ({ ...one, number: numbers.get(one.id) ?? '' }));
	};

	test('are read as actions, and nothing else', () => {
		expect(told()).toHaveLength(ACTIONS);
		expect(JSON.stringify(told())).toContain(CANARY);
		expect(Object.prototype).not.toHaveProperty('title');
	});

	test.each(['xlsx', 'ods'] as const)('as %s hold no formula and nothing that runs', async (format) => {
		const content = { format, sheet: planSheet(told(), names, today) };
		const bytes = await exportPlanHandler({ parts: [Y.encodeStateAsUpdate(doc)], head: HEAD, content });
		expect(faultsOfOffice(bytes)).toEqual([]);
		const cells = Object.values(unzipSync(bytes))
			.map((part) => strFromU8(part))
			.join('');
		expect(cells).not.toMatch(/>\s*[=+@](?:HYPERLINK|cmd)/);
		expect(cells).toContain('HYPERLINK');
	});

	test('as pdf run nothing', async () => {
		const content = { format: 'pdf' as const, blocks: planBlocks(told(), names, today) };
		const bytes = await exportPlanHandler({ parts: [Y.encodeStateAsUpdate(doc)], head: HEAD, content });
		expect(faultsOfPdf(bytes)).toEqual([]);
	});
});

describe('the rows that are read from a log, for search and activity', () => {
	let database: OpenDatabase;
	beforeAll(async () => {
		database = await openTestDatabase();
	});
	afterAll(() => database.close());

	test.each(['minutes', 'plan'] as const)(
		'are written whatever a hostile page wrote into %s',
		async (kind) => {
			const { db } = database;
			const accountId = await buildAccount(db, 'Claire Dufau');
			const documentId = await buildDocument(db, { departmentCode: '64', kind });
			const doc = new Y.Doc();
			const append = (change: (doc: Y.Doc) => void): Promise<void> =>
				appendChange(db, { documentId, doc, accountId, at: new Date('2026-11-22T10:00:00Z'), change });
			await append((shared) => {
				if (kind === 'minutes') writeTextPayloads(shared, 0, TEXT_PAYLOADS);
				else for (let index = 0; index < ACTIONS; index += 1) writeActionPayload(shared, index);
			});
			const projector = createProjector({
				db,
				now: () => new Date('2026-11-22T10:01:00Z'),
				projections: projectionsOf({ text: textProjection, plan: planProjection }),
				reportError: (error) => {
					throw error;
				},
			});
			await projector.catchUp();
			await projector.close();
			const rows = await db
				.select({ last: document.lastSeq, projected: documentProjection.seq })
				.from(document)
				.innerJoin(documentProjection, eq(documentProjection.documentId, document.id))
				.where(eq(document.id, documentId));
			expect(rows).toEqual([{ last: 1, projected: 1 }]);
		},
	);
});
