import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalContent, canonicalOf } from '#lib/documents/canonical.content.ts';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { newId } from '#lib/identifiers.ts';
import type { Live } from '#lib/server/context/context.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import type { OpenDatabase } from '../database/database.ts';
import { splitDocument } from './document-split.commands.ts';
import { getSplitPage } from './document-split.queries.ts';
import { loadCopy } from './document.log.ts';
import { document } from './document.tables.ts';
import { documentImage } from './image.tables.ts';

const AT = new Date('2026-11-20T09:00:00Z');
const MEGABYTE = 1_048_576;

let database: OpenDatabase;
let server: CollaborationServer;
let live: Live;
let claire: string;
let context: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	claire = await buildAccount(database.db, 'Claire Dufau');
	({ server, live } = openLiveDocuments(database.db));
});
beforeEach(() => {
	context = buildContext({ db: database.db, live, actor: buildActor(claire, 'member') });
});
afterAll(async () => {
	await server.close();
	await database.close();
});

function block(name: string, text: string, attributes: Record<string, unknown> = {}): Y.XmlElement {
	const element = new Y.XmlElement(name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string);
	if (text !== '') element.insert(0, [new Y.XmlText(text)]);
	return element;
}

function around(
	name: string,
	inside: Y.XmlElement[],
	attributes: Record<string, unknown> = {},
): Y.XmlElement {
	const element = block(name, '', attributes);
	element.insert(0, inside);
	return element;
}

/** A part with everything that a text can hold, and so much of it. */
function part(
	title: string,
	options: { level?: number; bytes?: number; image?: string } = {},
): Y.XmlElement[] {
	const { level = 1, bytes = 200, image = newId() } = options;
	const line = block('paragraph', 'Il y a ');
	line.insert(1, [
		block('liveFigure', '', { key: 'population', of: '' }),
		block('footnote', '', { text: `Une note de ${title}`, source: 'https://insee.fr/' }),
	]);
	const sentence = `${title}. Les cabinets ferment, les internes cherchent un logement. `;
	const lines = Array.from({ length: Math.ceil(bytes / 4_000) }, () =>
		block('paragraph', sentence.repeat(Math.ceil(4_000 / sentence.length))),
	);
	const cell = around('tableCell', [block('paragraph', 'Pau')]);
	return [
		block('heading', title, { level }),
		line,
		...lines,
		around('callout', [block('paragraph', 'À retenir')], { kind: 'remember' }),
		around('table', [around('tableRow', [cell])]),
		block('image', '', { id: image, alt: 'Une carte', width: 1, height: 1 }),
	];
}

async function write(kind: 'note' | 'diagnosis', blocks: Y.XmlElement[], doc = new Y.Doc()): Promise<string> {
	const documentId = await buildDocument(database.db, { departmentCode: '64', kind, title: 'Étude' });
	const change = (shared: Y.Doc) => contentOf(shared).push(blocks);
	await appendChange(database.db, { documentId, doc, accountId: claire, at: AT, change });
	return documentId;
}

async function addPicture(documentId: string): Promise<string> {
	const id = newId();
	const bytes = Uint8Array.of(1, 2, 3);
	await database.db.insert(documentImage).values({
		...{ id, departmentCode: '64', documentId, bytes, size: 3, type: 'image/png' as const },
		...{ width: 1, height: 1, sha256: id, createdAt: AT, createdBy: claire },
	});
	return id;
}

async function headings(documentId: string): Promise<{ id: string; text: string }[]> {
	return outlineOf(contentOf(await loadCopy(database.db, documentId)));
}

async function idOf(documentId: string, text: string): Promise<string> {
	return (await headings(documentId)).find((entry) => entry.text === text)?.id ?? '';
}

const split = async (documentId: string, parts: string[], as = context) =>
	(await splitDocument(as, { departmentCode: '64', documentId }, { kind: 'note', parts })).documents;

/** What a text says without the ids of its pictures, which each document gives its own. */
async function said(documentId: string): Promise<string[]> {
	const copy = await loadCopy(database.db, documentId);
	return contentOf(copy)
		.toArray()
		.map((one) => canonicalOf(one).replaceAll(/[0-9a-f-]{36}/g, '#'));
}

/** While the part is being copied, somebody types in its first line and adds a line of their own. */
function whileOthersWrite(documentId: string, heading: string): Live {
	let edits = 0;
	return {
		...live,
		async append(change) {
			if (change.documentId === documentId && (edits += 1) === 1) {
				const theirs = await loadCopy(database.db, documentId);
				const shared = contentOf(theirs);
				const at = outlineOf(shared).find(({ id }) => id === heading)?.index ?? 0;
				const before = Y.encodeStateVector(theirs);
				((shared.get(at + 1) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'ENTRE-TEMPS ');
				shared.insert(at + 2, [block('paragraph', 'À CÔTÉ')]);
				const update = Y.encodeStateAsUpdate(theirs, before);
				await live.append({ documentId, update, accountId: null });
			}
			return live.append(change);
		},
	};
}

describe('splitting a document by section', () => {
	test('gives each chosen part a document with all it holds, and leaves its heading with a link', async () => {
		const documentId = await write('note', [...part('Un'), ...part('Deux'), ...part('Trois')]);
		const before = await said(documentId);
		const chosen = [await idOf(documentId, 'Deux'), await idOf(documentId, 'Trois')];
		const made = await split(documentId, chosen);
		expect(made.map(({ title }) => title)).toEqual(['Deux', 'Trois']);
		const length = before.length / 3;
		expect(await said(made[0]?.id ?? '')).toEqual(before.slice(length, 2 * length));
		expect(await said(made[1]?.id ?? '')).toEqual(before.slice(2 * length));
		const left = await said(documentId);
		expect(left.slice(0, length)).toEqual(before.slice(0, length));
		expect(left).toHaveLength(length + 4);
		expect(await headings(documentId)).toMatchObject([{ text: 'Un' }, { text: 'Deux' }, { text: 'Trois' }]);
		const copy = await loadCopy(database.db, documentId);
		expect(canonicalContent(copy)).toContain(`"href":"http://localhost:3000${made[0]?.path}"`);
	});

	test('takes a part with those inside it, once', async () => {
		const documentId = await write('note', [
			...part('Un'),
			...part('Un un', { level: 2 }),
			...part('Deux', { level: 1 }),
		]);
		const made = await split(documentId, [await idOf(documentId, 'Un'), await idOf(documentId, 'Un un')]);
		expect(made).toHaveLength(1);
		expect(await headings(made[0]?.id ?? '')).toMatchObject([{ text: 'Un' }, { text: 'Un un' }]);
		expect(await headings(documentId)).toMatchObject([{ text: 'Un' }, { text: 'Deux' }]);
	});

	test('carries the pictures of the part, and those of no other', async () => {
		const documentId = await write('note', [block('paragraph', 'Avant')]);
		const [kept, gone] = [await addPicture(documentId), await addPicture(documentId)];
		const doc = await loadCopy(database.db, documentId);
		const change = (shared: Y.Doc) =>
			contentOf(shared).push([...part('Un', { image: kept }), ...part('Deux', { image: gone })]);
		await appendChange(database.db, { documentId, doc, accountId: claire, at: AT, change });
		const [made] = await split(documentId, [await idOf(documentId, 'Deux')]);
		const rows = await database.db
			.select()
			.from(documentImage)
			.where(eq(documentImage.documentId, made?.id ?? ''));
		expect(rows).toMatchObject([{ sha256: gone, departmentCode: '64' }]);
		expect(canonicalContent(await loadCopy(database.db, made?.id ?? ''))).toContain(rows[0]?.id);
	});

	test('brings what others wrote meanwhile to the new document, and keeps what they added beside it', async () => {
		const doc = new Y.Doc();
		const documentId = await write('note', [...part('Un'), ...part('Deux')], doc);
		const heading = await idOf(documentId, 'Deux');
		const busy = whileOthersWrite(documentId, heading);
		const [made] = await split(documentId, [heading], { ...context, live: busy } as TestContext);
		const there = (await said(made?.id ?? '')).join('');
		const here = (await said(documentId)).join('');
		expect(there).toContain('ENTRE-TEMPS ');
		expect(there).not.toContain('À CÔTÉ');
		expect(here).toContain('À CÔTÉ');
		expect(here).not.toContain('ENTRE-TEMPS ');
	});

	test('says so when what others wrote meanwhile could not follow: the documents are there, and the words in the past of the source', async () => {
		const documentId = await write('note', [...part('Un'), ...part('Deux')]);
		const heading = await idOf(documentId, 'Deux');
		const busy = whileOthersWrite(documentId, heading);
		const failing: Live = {
			...busy,
			append: (change) =>
				change.documentId === documentId ? busy.append(change) : Promise.reject(new Error('gone')),
		};
		const told: string[] = [];
		const leave = context.events.subscribe((event) => {
			if (event.type === 'document-changed') told.push(event.documentId);
		});
		const as = { ...context, live: failing } as TestContext;
		const place = { departmentCode: '64', documentId };
		const outcome = await splitDocument(as, place, { kind: 'note', parts: [heading] });
		leave();
		expect(outcome).toMatchObject({ documents: [{ title: 'Deux' }], missesLateWords: true });
		expect(told).toEqual(outcome.documents.map(({ id }) => id));
		expect((await said(outcome.documents[0]?.id ?? '')).join('')).not.toContain('ENTRE-TEMPS');
	});

	test('that cannot be stored leaves the document as it was and puts away what was made of it', async () => {
		const documentId = await write('note', [...part('Un'), ...part('Deux')]);
		const before = await said(documentId);
		const failing: Live = { ...live, append: () => Promise.reject(new Error('gone')) };
		const as = { ...context, live: failing } as TestContext;
		const parts = [await idOf(documentId, 'Deux')];
		await expect(split(documentId, parts, as)).rejects.toMatchObject({ code: 'conflict' });
		expect(await said(documentId)).toEqual(before);
		const rows = await database.db.select().from(document).where(eq(document.title, 'Deux'));
		expect(rows.filter(({ state }) => state === 'archived')).toHaveLength(1);
		expect(await split(documentId, parts)).toHaveLength(1);
	});

	test('of a part that is gone changes nothing', async () => {
		const documentId = await write('note', part('Un'));
		await expect(split(documentId, ['p-1-2'])).rejects.toMatchObject({ code: 'conflict' });
	});

	test.each(['ars', null] as const)('is not there for %s', async (role) => {
		const documentId = await write('note', part('Un'));
		const as = context.as(buildActor(claire, role));
		const place = { departmentCode: '64', documentId };
		await expect(getSplitPage(as, place)).rejects.toMatchObject({ code: 'not-found' });
		const parts = [await idOf(documentId, 'Un')];
		await expect(split(documentId, parts, as)).rejects.toMatchObject({ code: 'not-found' });
		expect(await headings(documentId)).toHaveLength(1);
	});

	test('of 1.3 MB brings it far under its bound, and the page says what weighs', async () => {
		const documentId = await write('note', [
			...part('Court', { bytes: 60_000 }),
			...part('Long', { bytes: 700_000 }),
			...part('Aussi', { bytes: 600_000 }),
		]);
		const page = await getSplitPage(context, { departmentCode: '64', documentId });
		expect(page.bytes).toBeGreaterThan(MEGABYTE);
		expect(page.parts.map(({ text, share }) => [text, share])).toEqual([
			['Court', 4],
			['Long', 51],
			['Aussi', 44],
		]);
		const before = await said(documentId);
		const made = await split(
			documentId,
			page.parts.slice(1).map(({ id }) => id),
		);
		const after = await getSplitPage(context, { departmentCode: '64', documentId });
		expect(after.bytes).toBeLessThan(100_000);
		const all = await Promise.all(made.map(({ id }) => said(id)));
		expect(before.slice(-all.flat().length)).toEqual(all.flat());
	});

	test('of a document that is full makes room again', async () => {
		const documentId = await write('note', part('Un', { bytes: 1_150_000 }));
		const doc = await loadCopy(database.db, documentId);
		const more = (bytes: number): Uint8Array => {
			const before = Y.encodeStateVector(doc);
			doc.transact(() => contentOf(doc).push(part('Encore', { bytes })));
			return Y.encodeStateAsUpdate(doc, before);
		};
		await live.append({ documentId, update: more(850_000), accountId: claire });
		const refused = { documentId, update: more(100_000), accountId: claire };
		await expect(live.append(refused)).rejects.toThrow('document full');
		const made = await split(documentId, [await idOf(documentId, 'Un')]);
		expect(made).toHaveLength(1);
		const page = await getSplitPage(context, { departmentCode: '64', documentId });
		expect(page.bytes).toBeLessThan(MEGABYTE);
	});
});
