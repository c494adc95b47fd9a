import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { LONG_TEXT_BYTES } from '#lib/documents/export.rules.ts';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { openProgress } from '../files/file.progress.ts';
import type { Files } from '../files/files.ts';
import { createJobRunner, type JobRunner } from '../jobs/job.runner.ts';
import { job } from '../jobs/job.tables.ts';
import type { Actor } from '../policies/policy.ts';
import { prepareExport, stopExport } from './document-exports.commands.ts';
import { fetchExport, getExportsPage, isLongToExport } from './document-exports.queries.ts';
import { exportDocument } from './document-export.queries.ts';
import { getDocument } from './document.queries.ts';

let database: OpenDatabase;
let claire: string;
let maite: string;
let context: TestContext;
let documentId: string;
let place: { departmentCode: string; documentId: string };
let runner: JobRunner;
/** With which rights jobs are done. */
let worker: Actor;
/** What is done while a file is being written. */
let meanwhile: () => Promise<unknown>;

beforeAll(async () => {
	database = await openTestDatabase();
	claire = await buildAccount(database.db, 'Claire Dufau');
	maite = await buildAccount(database.db, 'Maïté Irigoyen');
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Étude' });
	place = { departmentCode: '64', documentId };
	await write(documentId, 40);
});
afterAll(() => database.close());
beforeEach(async () => {
	await database.db.delete(job);
	meanwhile = () => Promise.resolve();
	worker = buildActor(claire, 'member');
	const plain = buildContext({ db: database.db, actor: worker });
	const inner = plain.files;
	const files: Files = {
		async run(asked, input) {
			await meanwhile();
			return inner.run(asked, input);
		},
	};
	context = Object.assign(plain, { files });
	runner = createJobRunner({
		...{ db: context.db, events: context.events, now: context.now, runner: 'one', alone: true },
		handlers: JOB_HANDLERS,
		purges: [],
		contextOf: () => Promise.resolve({ ...context, actor: worker }),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
});
afterEach(() => runner.close());

async function write(id: string, lines: number): Promise<void> {
	const paragraph = (index: number): Y.XmlElement => {
		const element = new Y.XmlElement('paragraph');
		element.insert(0, [new Y.XmlText(`Ligne ${index}. ${'Les cabinets ferment. '.repeat(40)}`)]);
		return element;
	};
	await appendChange(database.db, {
		documentId: id,
		doc: new Y.Doc(),
		accountId: claire,
		at: new Date('2026-11-20T09:00:00Z'),
		change: (doc) => contentOf(doc).push(Array.from({ length: lines }, (_, index) => paragraph(index))),
	});
}

async function bytesOf(id: string, as = context): Promise<Uint8Array> {
	const { parts } = await fetchExport(as, place, id);
	const chunks: Uint8Array[] = [];
	for await (const part of parts) chunks.push(part);
	return new Uint8Array(Buffer.concat(chunks));
}

describe('a file that is prepared beside the pages', () => {
	test('is the one that the page would have given, and waits for whoever asked', async () => {
		const { id } = await prepareExport(context, place, { format: 'md' });
		await runner.settle();
		const { exports } = await getExportsPage(context, place);
		expect(exports).toMatchObject([{ id, format: 'md', withComments: false, state: 'done', percent: 100 }]);
		const direct = await (await exportDocument(context, documentId, { format: 'md' })).bytes;
		expect(await bytesOf(id)).toEqual(direct);
		expect(await fetchExport(context, place, id)).toMatchObject({ name: 'Etude.md' });
	});

	test('says how far it is while it is written', async () => {
		const seen: (number | null)[] = [];
		const { id } = await prepareExport(context, place, { format: 'pdf' });
		meanwhile = async () => {
			while (seen.length === 0) {
				const { exports } = await getExportsPage(context, place);
				if (exports[0]?.state === 'running' && exports[0].percent !== null) seen.push(exports[0].percent);
				else await new Promise((resolve) => setImmediate(resolve));
			}
		};
		await runner.settle();
		expect(seen).toEqual([0]);
		expect((await getExportsPage(context, place)).exports[0]).toMatchObject({ id, state: 'done' });
	});

	test('is told of by the thread that writes it, up to its last page', async () => {
		const told = openProgress();
		const asked = { format: 'pdf' as const, progress: told.shared };
		expect(told.read()).toBe(0);
		await (
			await exportDocument(context, documentId, asked)
		).bytes;
		expect(told.read()).toBeGreaterThan(90);
	});

	test('asked for twice is one', async () => {
		const first = await prepareExport(context, place, { format: 'odt' });
		expect(await prepareExport(context, place, { format: 'odt' })).toEqual(first);
		expect(await prepareExport(context, place, { format: 'odt', comments: '1' })).not.toEqual(first);
	});

	test('is nobody else’s to see, stop or fetch', async () => {
		const { id } = await prepareExport(context, place, { format: 'md' });
		await runner.settle();
		const other = context.as(buildActor(maite, 'facilitator'));
		expect((await getExportsPage(other, place)).exports).toEqual([]);
		await expect(fetchExport(other, place, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(stopExport(other, place, { id })).rejects.toMatchObject({ code: 'not-found' });
	});

	test('is not fetched, nor written, once its document is no longer open to them', async () => {
		const { id } = await prepareExport(context, place, { format: 'md' });
		await runner.settle();
		const left = context.as(buildActor(claire, null));
		await expect(fetchExport(left, place, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(getExportsPage(left, place)).rejects.toMatchObject({ code: 'not-found' });
		const next = await prepareExport(context, place, { format: 'html' });
		worker = buildActor(claire, null);
		await runner.settle();
		const { exports } = await getExportsPage(context, place);
		expect(exports.find((one) => one.id === next.id)).toMatchObject({ state: 'failed' });
	});

	test('is stopped by whoever asked for it', async () => {
		// Nothing begins by itself any more.
		await runner.close();
		const { id } = await prepareExport(context, place, { format: 'md' });
		await stopExport(context, place, { id });
		expect((await getExportsPage(context, place)).exports).toMatchObject([{ state: 'cancelled' }]);
		await expect(fetchExport(context, place, id)).rejects.toMatchObject({ code: 'not-found' });
	});

	test('leaves room for the others: so many at once and no more', async () => {
		await runner.close();
		for (const format of ['md', 'html', 'odt', 'docx', 'pdf'] as const)
			await prepareExport(context, place, { format });
		await expect(prepareExport(context, place, { format: 'md', comments: '1' })).rejects.toMatchObject({
			code: 'conflict',
		});
	});
});

test('a document is long from its bytes on', async () => {
	const longId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
	await write(longId, Math.ceil(LONG_TEXT_BYTES / 850));
	const isLong = async (id: string) => isLongToExport(context, await getDocument(context, '64', id));
	expect([await isLong(documentId), await isLong(longId)]).toEqual([false, true]);
});
