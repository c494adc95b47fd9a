import { strToU8, zipSync, type Zippable } from 'fflate';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf } from '#lib/documents/document.tree.ts';
import { portableBlocks, type Block } from '#lib/documents/portable.content.ts';
import type { Context } from '#lib/server/context/context.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { readUpload, UPLOAD_BYTES } from '../files/upload.ts';
import { importDocument, importIntoPart } from './document-import.commands.ts';
import { importDocumentHandler, documentOf } from './document-file.handlers.ts';
import { loadCopy } from './document.log.ts';
import { getDocument } from './document.queries.ts';
import { getHistory } from './sitting.queries.ts';
import { writeDocx } from './writers/docx.writer.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: string;
let appended: Parameters<Context['live']['append']>[0][];

beforeAll(async () => {
	database = await openTestDatabase();
	claire = await buildAccount(database.db, 'Claire Dufau');
	const live = {
		peopleIn: () => new Map(),
		append: (change: (typeof appended)[number]) => Promise.resolve(appended.push(change)),
	};
	context = buildContext({ db: database.db, live, actor: buildActor(claire, 'member') });
	await buildDocument(database.db, { departmentCode: '64', kind: 'diagnosis' });
});
afterAll(() => database.close());
beforeEach(() => {
	appended = [];
});

const HEAD = { title: 'Étude', place: '64', state: 'Note', moment: 'hier', sha256: '0' };
const line = (text: string): Block => ({ kind: 'paragraph', runs: [{ text }] });
const markdown = (text: string, name = 'essai.md') => ({ name, bytes: new TextEncoder().encode(text) });

function blocksOf(doc: Y.Doc): Block[] {
	return portableBlocks(textTreeOf(doc, documentSchema()));
}

describe('a file brought', () => {
	test('becomes a note with its title, its text and a report of what was left out', async () => {
		const file = markdown(
			'# Les faits\n\nUn [lien](javascript:alert(1)) et ![une carte](https://a.fr/c.png).\n\n```\ncode\n```\n',
		);
		const { id, report } = await importDocument(context, '64', { file });
		expect(report).toEqual({
			title: 'essai',
			blocks: 3,
			leftOut: [
				'1 lien n’a pas été repris\u00a0: seules les adresses http, https et mailto le sont.',
				'1 image n’a pas été reprise.',
				'1 passage de code est devenu du texte ordinaire.',
			],
		});
		const copy = await loadCopy(database.db, id);
		expect(blocksOf(copy)).toEqual([
			{ kind: 'heading', level: 1, runs: [{ text: 'Les faits' }] },
			line('Un lien et une carte.'),
			line('code'),
		]);
	});

	test('is in the history as written by who brought it', async () => {
		const { id } = await importDocument(context, '64', { file: markdown('# Les faits\n\nBonjour.\n') });
		const found = await getDocument(context, '64', id);
		expect(found.lastChangeBy).toBe('Claire Dufau');
		const { sittings } = await getHistory(context, found);
		expect(sittings.map(({ by }) => by?.name)).toEqual(['Claire Dufau']);
	});

	test('as Word takes the title of the file', async () => {
		const bytes = await writeDocx(HEAD, [line('Bonjour')]);
		const { report } = await importDocument(context, '64', { file: { name: 'x.docx', bytes } });
		expect(report).toEqual({ title: 'Étude', blocks: 1, leftOut: [] });
	});

	test('goes at the end of a part, as one edit of whoever brings it', async () => {
		const documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note' });
		const doc = new Y.Doc();
		const at = new Date('2026-11-20T09:00:00Z');
		await appendChange(database.db, {
			documentId,
			doc,
			accountId: claire,
			at,
			change: (shared) => {
				const headings = ['Un', 'Deux'].map((text) => {
					const heading = new Y.XmlElement('heading');
					heading.insert(0, [new Y.XmlText(text)]);
					return heading;
				});
				contentOf(shared).push(headings);
			},
		});
		const heading = outlineOf(contentOf(doc))[0]?.id ?? '';
		const place = { departmentCode: '64', documentId };
		await importIntoPart(context, place, { file: markdown('venu d’ailleurs'), heading });
		expect(appended).toMatchObject([{ documentId, accountId: claire }]);
		Y.applyUpdate(doc, appended[0]?.update ?? new Uint8Array());
		expect(blocksOf(doc).map((block) => ('runs' in block ? block.runs[0]?.text : null))).toEqual([
			'Un',
			'venu d’ailleurs',
			'Deux',
		]);
	});

	test('by somebody who only reads is not read', async () => {
		const ars = context.as(buildActor(claire, 'ars'));
		await expect(importDocument(ars, '64', { file: markdown('x') })).rejects.toMatchObject({
			code: 'not-found',
		});
	});

	test('whatever it holds gives a document that can be shown, or a sentence', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: fc.constantFrom(...'ab \n#>-*1.[]()`|<&!~_\\\t'.split('')), maxLength: 80 }),
				async (text) => {
					const { update } = await importDocumentHandler({ ...markdown(text), fileName: 'a.md', into: null });
					const doc = documentOf([update]);
					const before = Y.encodeStateVector(doc);
					blocksOf(doc);
					// The editor's schema had nothing to mend.
					expect(Y.encodeStateVector(doc)).toEqual(before);
				},
			),
			{ numRuns: 200 },
		);
	});
});

/** A Word file made of these parts and the least there must be. */
function word(parts: Zippable): Uint8Array {
	return zipSync({
		'[Content_Types].xml': strToU8('<Types/>'),
		'word/document.xml': strToU8(
			'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
		),
		...parts,
	});
}

function importing(bytes: Uint8Array, fileName = 'x.docx') {
	return importDocumentHandler({ bytes, fileName, into: null });
}

const external = (type: string) =>
	strToU8(
		`<Relationships><Relationship Id="r1" Type="http://x/relationships/${type}" Target="https://mal.example/a" TargetMode="External"/></Relationships>`,
	);

describe('bad input', () => {
	const bomb = new Uint8Array(60_000_000).fill(0x20);
	const cases: [string, () => Uint8Array, string, string][] = [
		['a bomb', () => word({ 'word/document.xml': bomb }), 'x.docx', 'file-unreasonable'],
		[
			'parts that are too much together',
			() =>
				word({
					'word/styles.xml': bomb.subarray(0, 24_000_000),
					'word/document.xml': bomb.subarray(0, 24_000_000),
				}),
			'x.docx',
			'file-unreasonable',
		],
		[
			'a directory of thousands',
			() =>
				word(
					Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`a${index}`, new Uint8Array()])),
				),
			'x.docx',
			'file-unreasonable',
		],
		[
			'depth',
			() => word({ 'word/document.xml': strToU8('<a>'.repeat(50_000) + '</a>'.repeat(50_000)) }),
			'x.docx',
			'file-unreasonable',
		],
		[
			'entities',
			() => word({ 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') }),
			'x.docx',
			'file-unreasonable',
		],
		[
			'elements',
			() => word({ 'word/document.xml': strToU8(`<a>${'<b/>'.repeat(400_000)}</a>`) }),
			'x.docx',
			'file-unreasonable',
		],
		['macros', () => word({ 'word/vbaProject.bin': strToU8('x') }), 'x.docx', 'file-macros'],
		[
			'macros by their type',
			() =>
				word({
					'[Content_Types].xml': strToU8(
						'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
					),
				}),
			'x.docx',
			'file-macros',
		],
		[
			'an image from elsewhere',
			() => word({ 'word/_rels/document.xml.rels': external('image') }),
			'x.docx',
			'file-external',
		],
		[
			'an archive cut in the middle',
			() => word({ 'word/media/a.bin': bomb.subarray(0, 1_000) }).subarray(0, 200),
			'x.docx',
			'file-damaged',
		],
		[
			'a workbook named docx',
			() => zipSync({ 'xl/workbook.xml': strToU8('<a/>') }),
			'x.docx',
			'unsupported-media-type',
		],
		['a csv named docx', () => strToU8('a;b;c'), 'x.docx', 'unsupported-media-type'],
		[
			'a program named md',
			() => Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff),
			'x.md',
			'unsupported-media-type',
		],
		['another kind of file', () => strToU8('%PDF-1.7'), 'x.pdf', 'unsupported-media-type'],
		['a text without end', () => new Uint8Array(3_000_000).fill(0x61), 'x.md', 'too-large'],
		['quotes in quotes', () => strToU8('>'.repeat(20_000) + ' a'), 'x.md', 'any'],
	];

	test.each(cases)('%s is refused with a code and a sentence in French', async (_name, make, name, code) => {
		const bytes = make();
		const refused = await importing(bytes, name).then(
			() => null,
			(error: unknown) => error,
		);
		// The thread turns a depth that no stack holds into a damaged file.
		if (code === 'any') return expect(refused === null || refused instanceof Error).toBe(true);
		expect(refused).toMatchObject({ name: 'TerrimedError', code });
		expect((refused as Error).message).toMatch(/Rien n'a été enregistré\./);
	});

	test('files that share their bytes are refused', async () => {
		const bytes = word({});
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (let at = 0; at < bytes.length - 46; at += 1) {
			if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 42, 0, true);
		}
		await expect(importing(bytes)).rejects.toMatchObject({ code: 'file-unreasonable' });
	});

	test('a request that announces 200 MB is refused unread', async () => {
		let sent = 0;
		const body = new ReadableStream<Uint8Array>({
			pull(controller) {
				sent += 65_536;
				controller.enqueue(new Uint8Array(65_536));
			},
		});
		const headers = { 'content-type': 'multipart/form-data; boundary=x' };
		const request = (more: Record<string, string>) =>
			new Request('http://localhost/', {
				method: 'POST',
				body,
				headers: { ...headers, ...more },
				duplex: 'half',
			} as RequestInit);
		await expect(readUpload(request({ 'content-length': '200000000' }))).rejects.toMatchObject({
			code: 'too-large',
		});
		expect(sent).toBeLessThan(200_000);
	});

	test('a request without a length is read until the bound', async () => {
		let sent = 0;
		const body = new ReadableStream<Uint8Array>({
			pull(controller) {
				sent += 65_536;
				controller.enqueue(new Uint8Array(65_536));
			},
		});
		const request = new Request('http://localhost/', {
			method: 'POST',
			body,
			headers: { 'content-type': 'multipart/form-data; boundary=x' },
			duplex: 'half',
		} as RequestInit);
		await expect(readUpload(request)).rejects.toMatchObject({ code: 'too-large' });
		expect(sent).toBeLessThan(UPLOAD_BYTES + 200_000);
	});
});
