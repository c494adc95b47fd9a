import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#lib/documents/document-file.rules.ts';
import { createSystemClock } from '#server/collaboration/adapters/system-clock.ts';
import { FileThread } from '#server/files/file-thread.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { writeComment } from './comment.commands.ts';
import { exportDocument } from './document-export.queries.ts';
import { getContentAt } from './history.queries.ts';
import { getDocument } from './document.queries.ts';
import { readDocx } from './readers/docx.reader.ts';
import { LeftOut } from './readers/left-out.ts';

let database: OpenDatabase;
let context: TestContext;
let documentId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	const claire = await buildAccount(db, 'Claire Dufau');
	context = buildContext({ db, actor: buildActor(claire, 'member') });
	documentId = await buildDocument(db, { departmentCode: '64', kind: 'note', title: 'Étude : « Béarn »' });
	const doc = new Y.Doc();
	const write = (at: string, change: (doc: Y.Doc) => void) =>
		appendChange(db, { documentId, doc, accountId: claire, at: new Date(at), change });
	await write('2026-11-20T09:00:00Z', (shared) => {
		contentOf(shared).push([
			block('heading', 'Les faits', { level: 1 }),
			block('paragraph', 'Le texte d’abord.'),
		]);
	});
	await write('2026-11-21T09:00:00Z', (shared) => {
		const link = block('paragraph', '');
		const unknown = block('script', 'alert(2)', { src: 'https://mal.example/x.js' });
		contentOf(shared).push([link, unknown, block('paragraph', '<img src=x onerror=alert(3)>')]);
		const href = 'java\tscript:alert(1)';
		(link.get(0) as Y.XmlText).insert(0, 'cliquez', { link: { href } });
	});
});
afterAll(() => database.close());

function block(name: string, text: string, attributes: Record<string, unknown> = {}): Y.XmlElement {
	const element = new Y.XmlElement(name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string);
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

async function exported(format: ExportFormat, at?: string): Promise<Uint8Array> {
	return (await exportDocument(context, documentId, { format, at })).bytes;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a document taken away', () => {
	test('says its title, place, state, moment and hash, the same as its canonical content', async () => {
		const found = await getDocument(context, '64', documentId);
		const { sha256 } = await getContentAt(context, found, { kind: 'now' });
		const text = decode(await exported('md'));
		expect(text).toContain(
			'titre: "Étude : « Béarn »"\ndépartement: "Département 64"\nétat: "En cours de rédaction"\n',
		);
		expect(text).toContain('texte: "22 novembre 2026 à 11\u00a0h\u00a000"\n');
		expect(text).toContain(`sha256: "${sha256}"\n`);
		expect(text).toContain('# Les faits\n\nLe texte d’abord.');
	});

	test('at an instant holds what it held then', async () => {
		const text = decode(await exported('md', '2026-11-20T12:00:00Z'));
		expect(text).toContain('Le texte d’abord.');
		expect(text).not.toContain('cliquez');
		expect(text).toContain('état: "Texte de travail à cette date"');
		await expect(exported('md', 'hier')).rejects.toMatchObject({ code: 'invalid-input' });
	});

	test('has a name that every system accepts', async () => {
		expect((await exportDocument(context, documentId, { format: 'docx' })).name).toBe('Etude-Bearn.docx');
	});

	test('runs nothing and leads nowhere that a hostile page has written', async () => {
		const html = decode(await exported('html'));
		expect(html).not.toMatch(/<script|<img|javascript:|mal\.example/i);
		expect(html).toContain('&#60;img src=x onerror=alert(3)&#62;');
		for (const format of ['docx', 'odt'] as const) {
			const parts = Object.values(unzipSync(await exported(format))).map((part) => strFromU8(part));
			expect(parts.join('\n')).not.toMatch(/javascript:|mal\.example/i);
		}
		expect(Buffer.from(await exported('pdf')).toString('latin1')).not.toMatch(/\/JavaScript|mal\.example/i);
	});

	test('as OpenDocument is known by its first entry, which is not compressed', async () => {
		const bytes = await exported('odt');
		const first = Buffer.from(bytes.subarray(0, 90)).toString('latin1');
		expect(first.slice(30)).toMatch(/^mimetypeapplication\/vnd\.oasis\.opendocument\.text/);
	});

	test('as PDF is tagged, in French, with its title shown and its fonts inside', async () => {
		const pdf = Buffer.from(await exported('pdf')).toString('latin1');
		expect(pdf).toMatch(/\/MarkInfo/);
		expect(pdf).toMatch(/\/StructTreeRoot/);
		expect(pdf).toMatch(/\/Lang \(fr-FR\)/);
		expect(pdf).toMatch(/\/DisplayDocTitle true/);
		for (const tag of ['H1', 'H2', 'P']) expect(pdf).toContain(`/S /${tag}`);
		expect(pdf).toMatch(/\/FontFile2/);
	});

	test('by somebody who may not read it is not there', async () => {
		const stranger = context.as(
			buildActor('01900000-0000-7000-8000-000000000009', 'member', { departmentCode: '40' }),
		);
		await expect(exportDocument(stranger, documentId, { format: 'md' })).rejects.toMatchObject({
			code: 'not-found',
		});
	});
});

describe('its comments in an annex', () => {
	const inText = async (format: ExportFormat, options: { comments?: '1'; at?: string }): Promise<string> => {
		const bytes = await (await exportDocument(context, documentId, { format, ...options })).bytes;
		if (format === 'md' || format === 'html') return decode(bytes);
		return Object.values(unzipSync(bytes))
			.map((part) => strFromU8(part))
			.join('');
	};

	beforeAll(async () => {
		const anchor = encodeAnchor({ runs: [[1, 0, 8]], passage: 'le texte', before: '', after: '' });
		const place = { departmentCode: '64', documentId };
		const body = 'D’où vient-il\u00a0? <b>&';
		await writeComment(context, place, { do: 'start', anchor, body, mentions: [] });
	});

	test.each(['docx', 'odt', 'md', 'html'] as const)('as %s, when one asks for them', async (format) => {
		expect(await inText(format, {})).not.toContain('D’où vient-il');
		const text = await inText(format, { comments: '1' });
		for (const words of ['Commentaires', 'le texte', 'Claire Dufau', 'D’où vient-il']) {
			expect(text).toContain(words);
		}
		if (format !== 'md') expect(text).not.toContain('<b>&');
	});

	test('as PDF, and none of a moment when nothing had been said', async () => {
		const { length } = await (await exportDocument(context, documentId, { format: 'pdf' })).bytes;
		const asked = await exportDocument(context, documentId, { format: 'pdf', comments: '1' });
		expect((await asked.bytes).length).toBeGreaterThan(length);
		expect(await inText('md', { comments: '1', at: '2026-11-20T12:00:00Z' })).not.toContain('Commentaires');
	});
});

describe('the thread of files', () => {
	test('makes each format as it is made anywhere else, and refuses when too many wait', async () => {
		const thread = new FileThread(createSystemClock(), { waiting: EXPORT_FORMATS.length });
		const inThread = { ...context, files: thread };
		const files = await Promise.all(
			EXPORT_FORMATS.map((format) => exportDocument(inThread, documentId, { format })),
		);
		const refused = exportDocument(inThread, documentId, { format: 'md' }).then(({ bytes }) => bytes);
		await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
		const [docx, , pdf, md] = await Promise.all(files.map(({ bytes }) => bytes));
		expect(decode(md ?? new Uint8Array())).toBe(decode(await exported('md')));
		expect(Buffer.from(pdf ?? []).toString('latin1')).toContain('%PDF-1.7');
		const read = await readDocx(docx ?? new Uint8Array(), new LeftOut());
		expect(read.blocks[0]).toEqual({ kind: 'heading', level: 1, runs: [{ text: 'Les faits' }] });
		await thread.close();
		expect(thread.isRunning).toBe(false);
	});
});
