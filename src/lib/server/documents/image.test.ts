import { deflateSync, crc32 } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf } from '#lib/documents/document.tree.ts';
import type { ExportFormat } from '#lib/documents/document-file.rules.ts';
import { createSystemClock } from '#server/collaboration/adapters/system-clock.ts';
import { FileThread } from '#server/files/file-thread.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import { exportDocument } from './document-export.queries.ts';
import { importDocument, importIntoPart } from './document-import.commands.ts';
import { loadCopy } from './document.log.ts';
import { documentUpdate } from './document.tables.ts';
import { addImage, copyImage } from './image.commands.ts';
import { writeImageHandler } from './image.handlers.ts';
import { getImage } from './image.queries.ts';
import { documentImage } from './image.tables.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: string;
let documentId: string;
let otherId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	claire = await buildAccount(database.db, 'Claire Dufau');
	context = buildContext({ db: database.db, actor: buildActor(claire, 'member') });
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Étude' });
	otherId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Autre' });
});
afterAll(() => database.close());

/** A picture of two colours, as a camera or a program would write it. */
function picture(form: 'png' | 'jpeg' | 'webp', width = 40, height = 30, alpha = false): Promise<Buffer> {
	const background = { r: 10, g: 90, b: 90, alpha: alpha ? 0.5 : 1 };
	const canvas = sharp({ create: { width, height, channels: alpha ? 4 : 3, background } });
	return canvas
		.withExif({
			IFD0: { Copyright: 'Claire Dufau' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 18/1 0/1' },
		})
		.toFormat(form)
		.toBuffer();
}

/** A PNG that says it is so large, in a few hundred kilobytes of repeated lines. */
function bomb(side: number): Uint8Array {
	const chunk = (name: string, data: Buffer): Buffer => {
		const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
		const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(data.length);
		check.writeUInt32BE(crc32(body));
		return Buffer.concat([length, body, check]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	header.set([1, 0, 0, 0, 0], 8);
	const lines = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * Math.min(side, 2_000)), { level: 9 });
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', lines),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

describe('a picture brought', () => {
	test.each(['png', 'jpeg', 'webp'] as const)(
		'as %s is written anew without what came along',
		async (form) => {
			const brought = await picture(form);
			expect(brought.includes('Claire Dufau')).toBe(true);
			const kept = await writeImageHandler({ bytes: brought });
			expect(Buffer.from(kept.bytes).includes('Claire Dufau')).toBe(false);
			expect(kept).toMatchObject({
				width: 40,
				height: 30,
				type: form === 'png' ? 'image/png' : 'image/jpeg',
			});
			const facts = await sharp(kept.bytes).metadata();
			expect(facts.exif).toBeUndefined();
		},
	);

	test('larger than a page needs is reduced; one that can be seen through stays so', async () => {
		const large = await writeImageHandler({ bytes: await picture('jpeg', 4_000, 1_000) });
		expect(large).toMatchObject({ width: 2_000, height: 500 });
		const through = await writeImageHandler({ bytes: await picture('webp', 40, 30, true) });
		expect(through.type).toBe('image/png');
	});

	test('with a program after its end leaves without it', async () => {
		const polyglot = Buffer.concat([await picture('png'), Buffer.from('<script>alert(1)</script>')]);
		const kept = await writeImageHandler({ bytes: polyglot });
		expect(Buffer.from(kept.bytes).includes('<script>')).toBe(false);
	});

	const text = (words: string): Uint8Array => new TextEncoder().encode(words);
	const hostile: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
		[
			'a drawing in SVG named .png',
			() => text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
			'unsupported-media-type',
		],
		['a page', () => text('<!doctype html><script>alert(1)</script>'), 'unsupported-media-type'],
		['a GIF', () => text('GIF89a\u0001\u0001'), 'unsupported-media-type'],
		['nothing', () => new Uint8Array(), 'unsupported-media-type'],
		[
			'a signature and no more',
			() => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
			'file-damaged',
		],
		['a JPEG cut short', async () => (await picture('jpeg', 400, 400)).subarray(0, 900), 'file-damaged'],
		['a WebP that is sound', () => text('RIFF\u0000\u0000\u0000\u0000WAVEfmt '), 'unsupported-media-type'],
		['a bomb of 30,000 by 30,000 pixels', () => bomb(30_000), 'file-unreasonable'],
		['a page of 5,100 by 5,100', () => bomb(5_100), 'file-unreasonable'],
		[
			'more than 5 MB',
			async () => Buffer.concat([await picture('png'), Buffer.alloc(5_242_880)]),
			'too-large',
		],
	];
	test.each(hostile)('that is %s is refused with a sentence', async (_name, make, code) => {
		const before = process.memoryUsage().rss;
		await expect(writeImageHandler({ bytes: await make() })).rejects.toMatchObject({
			code,
			message: expect.stringMatching(/Rien n'a été enregistré\./) as string,
		});
		expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
	});

	test('is written in the thread of files as anywhere else', async () => {
		const thread = new FileThread(createSystemClock());
		const bytes = new Uint8Array(await picture('png', 60, 60));
		const { id } = await addImage({ ...context, files: thread }, otherId, { bytes });
		expect((await getImage(context, id)).width).toBe(60);
		await thread.close();
	});
});

describe('the pictures of a document', () => {
	test('the same is kept once; of another document it is copied, by whoever may read it', async () => {
		const bytes = new Uint8Array(await picture('png'));
		const first = await addImage(context, documentId, { bytes });
		expect(await addImage(context, documentId, { bytes })).toEqual(first);
		const copied = await copyImage(context, otherId, first.id);
		expect(copied.id).not.toBe(first.id);
		expect(await copyImage(context, otherId, copied.id)).toEqual(copied);
		expect((await getImage(context, copied.id)).documentId).toBe(otherId);
	});

	test.each([
		['somebody of another département', 'member', '40'],
		['nobody known', 'none', '64'],
	] as const)('%s sees none and adds none: there is no such thing', async (_name, role, departmentCode) => {
		const bytes = new Uint8Array(await picture('png'));
		const { id } = await addImage(context, documentId, { bytes });
		const stranger =
			role === 'none'
				? context.as({ kind: 'anonymous' })
				: context.as(buildActor('01900000-0000-7000-8000-000000000009', role, { departmentCode }));
		const before = (await database.db.select().from(documentImage)).length;
		await expect(getImage(stranger, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(addImage(stranger, documentId, { bytes })).rejects.toMatchObject({ code: 'not-found' });
		await expect(copyImage(stranger, documentId, id)).rejects.toMatchObject({ code: 'not-found' });
		expect((await database.db.select().from(documentImage)).length).toBe(before);
	});

	test('the evaluator sees them and adds none', async () => {
		const bytes = new Uint8Array(await picture('png'));
		const { id } = await addImage(context, documentId, { bytes });
		const evaluator = context.as(buildActor(claire, 'ars'));
		expect((await getImage(evaluator, id)).id).toBe(id);
		await expect(addImage(evaluator, documentId, { bytes })).rejects.toMatchObject({ code: 'not-found' });
	});

	test('go with the text in every form it is taken away in, with their words', async () => {
		const noteId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Carte' });
		const { id } = await addImage(context, noteId, { bytes: new Uint8Array(await picture('jpeg')) });
		const doc = new Y.Doc();
		const placed = (image: string, alt: string): Y.XmlElement => {
			const element = new Y.XmlElement('image');
			for (const [key, value] of Object.entries({ id: image, alt, width: 40, height: 30 }))
				element.setAttribute(key, value as string);
			return element;
		};
		const at = new Date('2026-11-20T09:00:00Z');
		await appendChange(database.db, {
			documentId: noteId,
			doc,
			accountId: claire,
			at,
			change: (shared) =>
				contentOf(shared).push([
					placed(id, 'Carte des <cabinets>'),
					placed('https://mal.example/x.png', 'ailleurs'),
					placed('01900000-0000-7000-8000-000000000009', 'perdue'),
				]),
		});
		const made = async (format: ExportFormat) => (await exportDocument(context, noteId, { format })).bytes;
		const decode = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
		const html = new TextDecoder().decode(await made('html'));
		expect(html).toMatch(/<img src="data:image\/jpeg;base64,[^"]+" alt="Carte des &#60;cabinets&#62;"/);
		expect(html).not.toContain('mal.example');
		expect(html).toContain('[Image\u00a0: perdue]');
		expect(decode(await made('md'))).toMatch(/!\[Carte des \\<cabinets\\>\]\(data:image\/jpeg;base64,/);
		const docx = unzipSync(await made('docx'));
		expect(Object.keys(docx).filter((name) => /^word\/media\/.+\.jpg$/.test(name))).toHaveLength(1);
		expect(strFromU8(docx['word/document.xml'] ?? new Uint8Array())).toContain(
			'descr="Carte des &lt;cabinets&gt;"',
		);
		const odt = unzipSync(await made('odt'));
		expect(Object.keys(odt)).toContain(`Pictures/${id}.jpg`);
		expect(strFromU8(odt['META-INF/manifest.xml'] ?? new Uint8Array())).toContain(`Pictures/${id}.jpg`);
		const pdf = decode(await made('pdf'));
		expect(pdf).toMatch(/\/S \/Figure/);
		expect(pdf).toMatch(/\/Subtype \/Image/);
	});

	test.each(['docx', 'md'] as const)('come back from %s by the same checks', async (format) => {
		const noteId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Retour' });
		const { id } = await addImage(context, noteId, { bytes: new Uint8Array(await picture('png')) });
		const doc = new Y.Doc();
		await appendChange(database.db, {
			documentId: noteId,
			doc,
			accountId: claire,
			at: new Date('2026-11-20T09:00:00Z'),
			change: (shared) => {
				const element = new Y.XmlElement('image');
				const said = { id, alt: 'Carte & « cabinets »', width: 40, height: 30 };
				for (const [key, value] of Object.entries(said)) element.setAttribute(key, value as string);
				contentOf(shared).push([element]);
			},
		});
		const bytes = await (await exportDocument(context, noteId, { format })).bytes;
		const made = await importDocument(context, '64', { file: { name: `retour.${format}`, bytes } });
		expect(made.report.leftOut).toEqual([]);
		const copy = await loadCopy(database.db, made.id);
		const [figure] = textTreeOf(copy, documentSchema());
		const image = (figure as { children: { attributes: Record<string, string> }[] }).children[0]?.attributes;
		expect(image).toMatchObject({ alt: 'Carte & « cabinets »', width: '40', height: '30' });
		const kept = await getImage(context, image?.src?.replace('/images/', '') ?? '');
		expect(kept.documentId).toBe(made.id);
		expect(kept.id).not.toBe(id);
	});

	/** A note with one part, and a way to bring there a file with a picture, through a co-editing server that does this with an edit. */
	async function partToBringTo(append: Context['live']['append']) {
		const noteId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Partie' });
		const doc = new Y.Doc();
		const at = new Date('2026-11-20T09:00:00Z');
		await appendChange(database.db, {
			documentId: noteId,
			doc,
			accountId: claire,
			at,
			change: (shared) => {
				const heading = new Y.XmlElement('heading');
				heading.insert(0, [new Y.XmlText('Un')]);
				contentOf(shared).push([heading]);
			},
		});
		const heading = outlineOf(contentOf(doc))[0]?.id ?? '';
		const live = { peopleIn: () => new Map<string, never[]>(), append };
		const from = buildContext({ db: database.db, live, actor: buildActor(claire, 'member') });
		const map = (await picture('png')).toString('base64');
		const bytes = new TextEncoder().encode(`![carte](data:image/png;base64,${map})`);
		const file = { name: 'essai.md', bytes };
		const place = { departmentCode: '64', documentId: noteId };
		return {
			bring: () => importIntoPart(from, place, { file, heading }),
			kept: () => database.db.select().from(documentImage).where(eq(documentImage.documentId, noteId)),
		};
	}

	test('of a file whose text cannot be added do not stay behind, however often it is tried', async () => {
		const { bring, kept } = await partToBringTo(() => Promise.reject(new Error('update refused')));
		for (let attempt = 0; attempt < 3; attempt += 1) {
			await expect(bring()).rejects.toMatchObject({ code: 'conflict' });
			expect(await kept()).toEqual([]);
		}
		expect(await findAuditFault(database.db, '64')).toBeNull();
	});

	test('of a file stay when its text is stored though the answer was lost', async () => {
		const { bring, kept } = await partToBringTo(async ({ documentId, update }) => {
			const [clientId] = Y.parseUpdateMeta(update).from.keys();
			const createdAt = new Date('2026-11-20T09:01:00Z');
			await database.db
				.insert(documentUpdate)
				.values({ documentId, seq: 2, bytes: update, accountId: claire, clientId, createdAt });
			throw new Error('connection lost after commit');
		});
		expect(await bring()).toMatchObject({ leftOut: [] });
		expect(await kept()).toHaveLength(1);
	});

	test('of a file that are none are left out, with a sentence', async () => {
		const text = '![carte](data:image/png;base64,PHN2Zz48L3N2Zz4=)\n\nSuite ![x](https://a.fr/x.png)';
		const file = { name: 'essai.md', bytes: new TextEncoder().encode(text) };
		const { report } = await importDocument(context, '64', { file });
		expect(report.leftOut).toEqual(['2 images n’ont pas été reprises.']);
	});
});
