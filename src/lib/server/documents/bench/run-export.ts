import type { Block } from '#lib/documents/portable.content.ts';
import { EXPORT_FORMATS } from '#lib/documents/document-file.rules.ts';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { schemaBlocks } from '#lib/documents/portable.schema.content.ts';
import { exportDocumentHandler } from '../document-file.handlers.ts';

/** A hundred printed pages, exported to each format: CPU seconds and size. Part of `npm run bench`. */
const SECTIONS = 100;
const PARAGRAPHS = 7;
const SENTENCE = 'Sur cent médecins généralistes du département, quarante-deux ont plus de soixante ans. ';

const HEAD = {
	title: 'Diagnostic',
	place: 'Landes',
	state: 'En cours de rédaction',
	moment: '22 novembre 2026',
};

function paragraph(text: string): Block {
	return { kind: 'paragraph', runs: [{ text }, { text: 'un passage souligné', bold: true }, { text: '.' }] };
}

function section(index: number): Block[] {
	const cell = (text: string, header = false) => ({
		header,
		colspan: 1,
		rowspan: 1,
		blocks: [paragraph(text)],
	});
	return [
		{ kind: 'heading', level: 1, runs: [{ text: `Partie ${index}` }] },
		...Array.from({ length: PARAGRAPHS }, () => paragraph(SENTENCE.repeat(5))),
		{
			kind: 'table',
			rows: [0, 1, 2].map((row) => [cell('a', row === 0), cell('b', row === 0), cell('c', row === 0)]),
		},
	];
}

const doc = new Y.Doc();
const content = schemaBlocks(Array.from({ length: SECTIONS }, (_, index) => section(index)).flat());
prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content }, contentOf(doc));
const parts = [Y.encodeStateAsUpdate(doc)];
for (const format of EXPORT_FORMATS) {
	const before = process.cpuUsage();
	const bytes = await exportDocumentHandler({
		parts,
		images: {},
		figures: [],
		frozen: false,
		format,
		head: HEAD,
		annex: [],
	});
	const { user, system } = process.cpuUsage(before);
	const pages =
		format === 'pdf' ? (/\/Count (\d+)/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '') : '';
	const seconds = ((user + system) / 1_000_000).toFixed(2);
	process.stdout.write(`${format}\t${seconds} s of CPU\t${Math.round(bytes.length / 1_000)} kB\t${pages}\n`);
}
