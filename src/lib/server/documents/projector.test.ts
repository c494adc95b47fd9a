import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prosemirrorJSONToYDoc } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { openTestDatabase } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import type { OpenDatabase } from '../database/database.ts';
import { activity, documentProjection, documentSnapshot } from './document.tables.ts';
import { createProjector, type Projector, type ProjectorOptions } from './projector.ts';
import { projectionsOf, type Projection } from './projection.ts';
import { textProjection } from './text.projection.ts';

let database: OpenDatabase;
let claire: string;
let maite: string;
let documentId: string;
let doc: Y.Doc;
let clock: Date;

/** What each write was told, by a projection whose rows are counted words of the text. */
let written: number[];

const paragraphsOf = (doc: Y.Doc) => doc.getXmlFragment('content').length;

const counting: Projection<number> = {
	summarize: paragraphsOf,
	changes: () => [],
	write: (_transaction, _document, after) => Promise.resolve(void written.push(after)),
};

beforeAll(async () => {
	database = await openTestDatabase();
	[claire, maite] = await Promise.all([
		buildAccount(database.db, 'Claire Dufau'),
		buildAccount(database.db, 'Maïté Irigoyen'),
	]);
});
afterAll(() => database.close());

beforeEach(async () => {
	written = [];
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
	doc = new Y.Doc();
	clock = new Date('2026-11-22T10:00:00Z');
});

const minutes = (count: number): void => {
	clock = new Date(clock.getTime() + count * 60_000);
};

function projector(options: Partial<ProjectorOptions> = {}): Projector {
	return createProjector({
		db: database.db,
		now: () => clock,
		projections: projectionsOf({ text: textProjection, plan: textProjection }),
		reportError: (error) => {
			throw error;
		},
		...options,
	});
}

const block = (name: string, text: string): Y.XmlElement => {
	const element = new Y.XmlElement(name);
	if (name === 'heading') element.setAttribute('level', 2 as unknown as string);
	element.insert(0, [new Y.XmlText(text)]);
	return element;
};

/** Somebody writes one block at the end. */
const write = (accountId: string | null, name: string, text: string): Promise<void> =>
	appendChange(database.db, {
		documentId,
		doc,
		accountId,
		at: clock,
		change: () => {
			const content = doc.getXmlFragment('content');
			content.insert(content.length, [block(name, text)]);
		},
	});

const activityRows = async (id = documentId) =>
	(
		await database.db
			.select()
			.from(activity)
			.where(eq(activity.documentId, id))
			.orderBy(asc(activity.happenedAt), asc(activity.subject))
	).map(({ accountId, verb, subject, label }) => ({ accountId, verb, subject, label }));

const seqOf = async (id = documentId): Promise<number | undefined> =>
	(await database.db.select().from(documentProjection).where(eq(documentProjection.documentId, id)))[0]?.seq;

async function writeStory(): Promise<void> {
	await write(null, 'heading', 'Population et besoins');
	await write(null, 'heading', 'Offre de soins');
	await write(claire, 'paragraph', 'Deux cabinets ferment.');
	minutes(1);
	await write(maite, 'heading', 'Priorités');
	await write(maite, 'paragraph', 'Garder les médecins.');
	minutes(1);
	await write(claire, 'paragraph', 'Accueillir les internes.');
}

const STORY = () => [
	{ accountId: claire, verb: 'text-edited', subject: 'Offre de soins', label: '2' },
	{ accountId: maite, verb: 'text-edited', subject: 'Priorités', label: '3' },
	{ accountId: claire, verb: 'text-edited', subject: 'Priorités', label: '3' },
];

describe('from the log', () => {
	test('what each person did is kept, and not what the server wrote', async () => {
		await writeStory();
		const projecting = projector();
		await projecting.catchUp();
		expect(await activityRows()).toEqual(STORY());
		expect(await seqOf()).toBe(6);
	});

	test('projecting again changes nothing', async () => {
		await writeStory();
		await projector().catchUp();
		await projector().catchUp();
		const again = projector();
		again.documentChanged(documentId);
		await again.close();
		expect(await activityRows()).toEqual(STORY());
	});

	test('change after change gives the same as all at once', async () => {
		const projecting = projector();
		await write(null, 'heading', 'Population et besoins');
		await projecting.catchUp();
		await write(null, 'heading', 'Offre de soins');
		await write(claire, 'paragraph', 'Deux cabinets ferment.');
		projecting.documentChanged(documentId);
		await projecting.flush();
		minutes(1);
		await write(maite, 'heading', 'Priorités');
		projecting.documentChanged(documentId);
		await projecting.flush();
		await write(maite, 'paragraph', 'Garder les médecins.');
		minutes(1);
		await write(claire, 'paragraph', 'Accueillir les internes.');
		projecting.documentChanged(documentId);
		await projecting.close();
		expect(await activityRows()).toEqual(STORY());
	});

	test('an hour of writing in one section is one row, a pause makes another', async () => {
		await write(null, 'heading', 'Offre de soins');
		const projecting = projector();
		for (let index = 0; index < 6; index += 1) {
			await write(claire, 'paragraph', `phrase ${index}`);
			projecting.documentChanged(documentId);
			await projecting.flush();
			minutes(10);
		}
		expect(await activityRows()).toHaveLength(1);
		minutes(31);
		await write(claire, 'paragraph', 'après la pause');
		projecting.documentChanged(documentId);
		await projecting.close();
		expect(await activityRows()).toHaveLength(2);
	});

	test('a snapshot stands for the rows it folds', async () => {
		await write(null, 'heading', 'Offre de soins');
		await projector().catchUp();
		const bytes = Y.encodeStateAsUpdate(doc);
		await database.db.insert(documentSnapshot).values({ documentId, seq: 1, bytes, createdAt: clock });
		await write(claire, 'paragraph', 'Deux cabinets ferment.');
		await projector().catchUp();
		expect(await activityRows()).toEqual([
			{ accountId: claire, verb: 'text-edited', subject: 'Offre de soins', label: '1' },
		]);
	});

	test('rows are written once per step, with the last state', async () => {
		await writeStory();
		const projections = projectionsOf({ text: counting, plan: counting });
		await projector({ projections }).catchUp();
		expect(written).toEqual([6]);
	});

	test('changes are gathered, and projected without being asked', async () => {
		await writeStory();
		const seen = new Promise<number>((resolve) => {
			const telling = {
				...counting,
				write: (_t: unknown, _d: unknown, after: number) => Promise.resolve(resolve(after)),
			};
			const projecting = projector({
				delay: 1,
				projections: projectionsOf({ text: telling, plan: telling }),
			});
			projecting.documentChanged(documentId);
			projecting.documentChanged(documentId);
		});
		expect(await seen).toBe(6);
	});
});

describe('killed between two steps', () => {
	/** Dies at the nth question of any of its ports, which stand at every step. */
	function dyingAt(step: number): Partial<ProjectorOptions> {
		let steps = 0;
		const die = (): void => {
			steps += 1;
			if (steps === step) throw new Error('killed');
		};
		const mortal: Projection<unknown> = {
			summarize: (document) => (die(), textProjection.summarize(document)),
			changes: (before, after) => (die(), (textProjection as Projection<unknown>).changes(before, after)),
			write: () => Promise.resolve(die()),
		};
		return {
			projections: projectionsOf({ text: mortal, plan: mortal }),
			now: () => (die(), clock),
			reportError: () => {},
		};
	}

	test.each(Array.from({ length: 12 }, (_, index) => index + 1))('step %i', async (step) => {
		await writeStory();
		const mortal = projector(dyingAt(step));
		mortal.documentChanged(documentId);
		await mortal.close();
		await projector().catchUp();
		expect(await activityRows()).toEqual(STORY());
		expect(await seqOf()).toBe(6);
	});

	test('a failure is told, and the document is tried again', async () => {
		await writeStory();
		const told: unknown[] = [];
		const mortal = projector({ ...dyingAt(3), reportError: (error) => told.push(error) });
		mortal.documentChanged(documentId);
		await mortal.flush();
		expect(told).toHaveLength(1);
		await mortal.close();
		expect(await activityRows()).toEqual(STORY());
	});
});

test('two processes that project the same log do not tell it twice', async () => {
	await writeStory();
	await Promise.all([projector().catchUp(), projector().catchUp(), projector().catchUp()]);
	expect(await activityRows()).toEqual(STORY());
	await write(claire, 'heading', 'Aides en place');
	const both = [projector(), projector()];
	for (const one of both) one.documentChanged(documentId);
	await Promise.all(both.map((one) => one.close()));
	expect(await activityRows()).toHaveLength(4);
});

describe('content that is none of the kind', () => {
	const change = (what: (doc: Y.Doc) => void): Promise<void> =>
		appendChange(database.db, { documentId, doc, accountId: claire, at: clock, change: what });

	test('GUARD-12 is counted and reported once, without what it says, and no longer once it is gone', async () => {
		const reports: object[] = [];
		const one = projector({ reportUnknown: (report) => reports.push(report) });
		await write(claire, 'paragraph', 'Un texte ordinaire.');
		await change((doc) => {
			const words = new Y.XmlText();
			words.insert(0, 'lien', { link: { href: 'java\tscript:alert(1)', onclick: 'x' } });
			words.insert(4, 'brillant', { blink: {} });
			words.insertEmbed(0, { image: 'x' });
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.setAttribute('onclick', 'alert(1)');
			paragraph.insert(0, [words]);
			const video = new Y.XmlElement('video');
			doc.getXmlFragment('content').insert(0, [paragraph, video]);
			doc.getMap('secret').set('a', 1);
			doc.getText('caché').insert(0, 'x');
		});
		one.documentChanged(documentId);
		await one.flush();
		expect(reports).toEqual([
			{ documentId, roots: 2, nodes: 2, marks: 1, attributes: 2, links: 1, fields: 0 },
		]);
		expect(one.documentsWithUnknown).toBe(1);
		await write(claire, 'paragraph', 'Une suite.');
		one.documentChanged(documentId);
		await one.flush();
		expect(reports).toHaveLength(1);
		await change((doc) => {
			doc.getXmlFragment('content').delete(0, 2);
			doc.getMap('secret').delete('a');
			doc.getText('caché').delete(0, 1);
		});
		one.documentChanged(documentId);
		await one.flush();
		expect([reports.length, one.documentsWithUnknown]).toEqual([1, 0]);
		await one.close();
	});

	test('GUARD-12 finds nothing in a text that the editor has written with all that it knows', async () => {
		const reports: object[] = [];
		const one = projector({ reportUnknown: (report) => reports.push(report) });
		const update = prosemirrorJSONToYDoc(documentSchema(), EVERYTHING, 'content');
		await change((doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(update)));
		one.documentChanged(documentId);
		await one.flush();
		expect(reports).toEqual([]);
		await one.close();
	});
});

/** One of each node and mark. */
const words = (text: string, ...marks: object[]) => ({ type: 'text', text, marks });
const line = (...content: object[]) => ({ type: 'paragraph', content });
const EVERYTHING = {
	type: 'doc',
	content: [
		{ type: 'heading', attrs: { level: 2 }, content: [words('Titre')] },
		line(
			words('a', { type: 'bold' }, { type: 'italic' }),
			words('b', { type: 'strike' }, { type: 'highlight' }),
			words('c', { type: 'link', attrs: { href: 'https://exemple.fr/' } }),
			{ type: 'hardBreak' },
		),
		{ type: 'blockquote', content: [line(words('cité'))] },
		{
			type: 'orderedList',
			attrs: { start: 3 },
			content: [{ type: 'listItem', content: [line(words('un'))] }],
		},
		{
			type: 'taskList',
			content: [{ type: 'taskItem', attrs: { checked: true }, content: [line(words('fait'))] }],
		},
		{ type: 'horizontalRule' },
		{
			type: 'table',
			content: [
				{ type: 'tableRow', content: [{ type: 'tableHeader', content: [line(words('A'))] }] },
				{
					type: 'tableRow',
					content: [{ type: 'tableCell', attrs: { colspan: 1 }, content: [line(words('1'))] }],
				},
			],
		},
	],
};

test('what figures are counted from is told once it has changed, and only then', async () => {
	const told: string[] = [];
	const headings = (shared: Y.Doc): number =>
		shared
			.getXmlFragment('content')
			.toArray()
			.filter((one) => one instanceof Y.XmlElement && one.nodeName === 'heading').length;
	const text: Projection<number> = { ...counting, summarize: headings, counted: String };
	const open = projector({
		projections: projectionsOf({ text, plan: textProjection }),
		figuresChanged: (code) => told.push(code),
	});
	await write(claire, 'heading', 'Un');
	await open.catchUp();
	expect(told).toEqual(['64']);
	await write(claire, 'paragraph', 'Des mots.');
	await open.catchUp();
	expect(told).toEqual(['64']);
	await write(claire, 'heading', 'Deux');
	await open.catchUp();
	expect(told).toEqual(['64', '64']);
	await open.close();
});
