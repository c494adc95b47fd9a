import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import sharp from 'sharp';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import type { FigureValue } from '#lib/documents/figure.rules.ts';
import type { ImageFile } from '#lib/documents/portable.content.ts';

interface Node {
	type: string;
	attrs?: Record<string, unknown>;
	content?: Node[];
	text?: string;
	marks?: { type: string; attrs?: Record<string, unknown> }[];
}

const IMAGE = '01900000-0000-7000-8000-00000000000a';

const words = (text: string, mark?: string, attrs?: Record<string, unknown>): Node => ({
	type: 'text',
	text,
	...(mark === undefined ? {} : { marks: [{ type: mark, ...(attrs && { attrs }) }] }),
});
const line = (...content: (Node | string)[]): Node => ({
	type: 'paragraph',
	content: content.map((one) => (typeof one === 'string' ? words(one) : one)),
});
const item = (type: 'listItem' | 'taskItem', ...content: Node[]): Node => ({
	type,
	...(type === 'taskItem' && { attrs: { checked: true } }),
	content,
});
const cell = (
	type: 'tableCell' | 'tableHeader',
	content: Node[],
	spans: Record<string, number> = {},
): Node => ({
	type,
	attrs: { colspan: 1, rowspan: 1, colwidth: null, ...spans },
	content,
});
const row = (...content: Node[]): Node => ({ type: 'tableRow', content });
const note = (text: string, source: string | null): Node => ({ type: 'footnote', attrs: { text, source } });

const LISTS: Node = {
	type: 'bulletList',
	content: [
		item(
			'listItem',
			line('Premier niveau'),
			{
				type: 'orderedList',
				attrs: { start: 3 },
				content: [
					item('listItem', line('Deuxième niveau, en trois'), {
						type: 'taskList',
						content: [item('taskItem', line('Troisième niveau, fait'))],
					}),
				],
			},
			line('Suite du premier niveau'),
		),
	],
};

const TABLE: Node = {
	type: 'table',
	content: [
		row(cell('tableHeader', [line('Territoire')]), cell('tableHeader', [line('Médecins')], { colspan: 2 })),
		row(
			cell('tableCell', [line('Béarn')], { rowspan: 2 }),
			cell('tableCell', [line('généralistes', note('Au sens du répertoire.', null))]),
			cell('tableCell', [
				line('238'),
				{ type: 'bulletList', content: [item('listItem', line('dont 94 de plus de 60 ans'))] },
			]),
		),
		row(cell('tableCell', [line('spécialistes')]), cell('tableCell', [line('112')])),
	],
};

/** A document with each node that a text may hold, and some inside others. */
export const EVERY_NODE: readonly Node[] = [
	{ type: 'heading', attrs: { level: 1 }, content: [words('Les faits')] },
	line(
		'Du texte, ',
		words('gras', 'bold'),
		', ',
		words('italique', 'italic'),
		', ',
		words('barré', 'strike'),
		', ',
		words('surligné', 'highlight'),
		', ',
		words('un lien', 'link', { href: 'https://exemple.fr/?a=1&b=2' }),
		note('Selon le recensement.', 'https://www.insee.fr/fr/statistiques'),
		'.',
		{ type: 'hardBreak' },
		'Une seconde ligne.',
	),
	line('Le département compte ', { type: 'liveFigure', attrs: { key: 'population', of: '' } }, ' habitants.'),
	{ type: 'heading', attrs: { level: 2 }, content: [words('Une sous-partie')] },
	LISTS,
	{ type: 'blockquote', content: [line('Une parole citée.')] },
	{
		type: 'callout',
		attrs: { kind: 'warning' },
		content: [
			line('Trente cabinets fermeront', note('Enquête de septembre.', null), '.'),
			{ type: 'bulletList', content: [item('listItem', line('Une puce encadrée'))] },
			{ type: 'image', attrs: { id: IMAGE, alt: 'Carte encadrée', width: 640, height: 240 } },
		],
	},
	{ type: 'callout', attrs: { kind: 'key-point' }, content: [TABLE] },
	TABLE,
	{ type: 'image', attrs: { id: IMAGE, alt: 'Carte des cabinets', width: 640, height: 240 } },
	{ type: 'horizontalRule' },
	{ type: 'heading', attrs: { level: 3 }, content: [words('Pour finir')] },
	line('Dernier mot.'),
];

/** What the figure of the document says. */
export const EVERY_FIGURE: FigureValue = {
	key: 'population',
	of: '',
	label: 'Population du département',
	text: '697\u00a0899',
	on: '2026-01-01',
	source: 'Insee',
};

/** The document as one update, with the bytes of its image. */
export async function everyNode(): Promise<{ update: Uint8Array; images: Record<string, ImageFile> }> {
	const doc = new Y.Doc();
	prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content: EVERY_NODE }, contentOf(doc));
	const canvas = sharp({ create: { width: 640, height: 240, channels: 3, background: '#0b5c5c' } });
	const bytes = new Uint8Array(await canvas.png().toBuffer());
	const file: ImageFile = { bytes, type: 'image/png', width: 640, height: 240 };
	return { update: Y.encodeStateAsUpdate(doc), images: { [IMAGE]: file } };
}
