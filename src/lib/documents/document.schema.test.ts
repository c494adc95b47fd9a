import type { JSONContent } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf, outlineOf, plainText } from './document.content.ts';
import { documentSchema } from './document.schema.ts';
import { textTreeOf, type TextTree } from './document.tree.ts';

const schema = documentSchema();
const text = (value: string, ...marks: JSONContent[]): JSONContent => ({
	type: 'text',
	text: value,
	marks: marks as never,
});
const paragraph = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content });

const EVERYTHING: JSONContent[] = [
	{ type: 'heading', attrs: { level: 1 }, content: [text('Offre')] },
	paragraph(
		text('gras', { type: 'bold' }),
		text('italique', { type: 'italic' }),
		text('barré', { type: 'strike' }),
		text('surligné', { type: 'highlight' }),
		{ type: 'hardBreak' },
		text('lien', { type: 'link', attrs: { href: 'https://exemple.fr/' } }),
	),
	{ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('puce'))] }] },
	{
		type: 'orderedList',
		attrs: { start: 3 },
		content: [{ type: 'listItem', content: [paragraph(text('trois'))] }],
	},
	{
		type: 'taskList',
		content: [{ type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('fait'))] }],
	},
	{ type: 'blockquote', content: [paragraph(text('cité'))] },
	{ type: 'callout', attrs: { kind: 'warning' }, content: [paragraph(text('attention'))] },
	paragraph(text('dit'), {
		type: 'footnote',
		attrs: { text: 'selon le recensement', source: 'https://insee.fr/' },
	}),
	{ type: 'horizontalRule' },
	{
		type: 'table',
		content: [
			{
				type: 'tableRow',
				content: [
					{
						type: 'tableHeader',
						attrs: { colspan: 1, rowspan: 1, colwidth: null },
						content: [paragraph(text('tête'))],
					},
					{
						type: 'tableCell',
						attrs: { colspan: 1, rowspan: 1, colwidth: null },
						content: [paragraph(text('case'))],
					},
				],
			},
		],
	},
];

function written(content: JSONContent[]): Y.Doc {
	const doc = new Y.Doc();
	prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, contentOf(doc));
	return doc;
}

/** What another person's page sees: the document after its updates, read through the editor's schema, with what reading changed. */
function opened(doc: Y.Doc): { root: ProseMirrorNode; changes: number; doc: Y.Doc } {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	let changes = 0;
	copy.on('update', () => (changes += 1));
	const root = yXmlFragmentToProseMirrorRootNode(contentOf(copy), schema);
	return { root, changes, doc: copy };
}

function words(trees: readonly TextTree[]): string {
	return trees.map((tree) => (typeof tree === 'string' ? tree : words(tree.children))).join(' ');
}

function find(trees: readonly TextTree[], tag: string): Exclude<TextTree, string>[] {
	return trees.flatMap((tree) =>
		typeof tree === 'string' ? [] : [...(tree.tag === tag ? [tree] : []), ...find(tree.children, tag)],
	);
}

describe('the schema', () => {
	test('keeps everything a document may hold, through the shared form and back', () => {
		const { root, changes } = opened(written(EVERYTHING));
		expect(changes).toBe(0);
		root.check();
		const expected = schema.nodeFromJSON({ type: 'doc', content: EVERYTHING });
		expect(root.toJSON()).toEqual(expected.toJSON());
	});

	test('draws the page before any script with the same elements', () => {
		const tree = textTreeOf(written(EVERYTHING), schema);
		for (const word of [
			'Offre',
			'gras',
			'italique',
			'barré',
			'surligné',
			'puce',
			'trois',
			'fait',
			'cité',
			'tête',
			'case',
		]) {
			expect(words(tree)).toContain(word);
		}
		expect(find(tree, 'h2')[0]?.attributes.id).toMatch(/^p-\d+-\d+$/);
		expect(find(tree, 'a')[0]?.attributes).toEqual({
			href: 'https://exemple.fr/',
			rel: 'noopener noreferrer nofollow',
		});
		expect(find(tree, 'ol')[0]?.attributes.start).toBe('3');
		expect(find(tree, 'sup')[0]?.children).toEqual(['1']);
	});
});

describe('opening a document never takes anything out of it', () => {
	const cases: [string, (fragment: Y.XmlFragment) => void, string][] = [
		[
			'a node of a later version',
			(fragment) => {
				const figure = new Y.XmlElement('livingFigure');
				figure.insert(0, [new Y.XmlText('238 médecins')]);
				fragment.insert(0, [figure]);
			},
			'238 médecins',
		],
		[
			'a mark of a later version',
			(fragment) => {
				const block = new Y.XmlElement('paragraph');
				const words = new Y.XmlText();
				words.insert(0, 'commenté', { comment: { id: '1' } });
				block.insert(0, [words]);
				fragment.insert(0, [block]);
			},
			'commenté',
		],
		[
			'a combination that the schema refuses',
			(fragment) => {
				const heading = new Y.XmlElement('heading');
				const inner = new Y.XmlElement('paragraph');
				inner.insert(0, [new Y.XmlText('dedans')]);
				heading.insert(0, [inner]);
				fragment.insert(0, [heading]);
			},
			'dedans',
		],
		[
			'a node of a later version inside a line',
			(fragment) => {
				const line = new Y.XmlElement('paragraph');
				line.insert(0, [new Y.XmlText('reste'), new Y.XmlElement('seal')]);
				fragment.insert(0, [line]);
			},
			'reste',
		],
		[
			'containers emptied by two people at once',
			(fragment) => {
				fragment.insert(
					0,
					['blockquote', 'callout', 'bulletList', 'orderedList', 'taskList', 'table'].map(
						(name) => new Y.XmlElement(name),
					),
				);
				const row = new Y.XmlElement('tableRow');
				row.insert(0, [new Y.XmlElement('tableCell')]);
				(fragment.get(5) as Y.XmlElement).insert(0, [row]);
			},
			'',
		],
		[
			'a list whose item begins with a list',
			(fragment) => {
				const inner = new Y.XmlElement('paragraph');
				inner.insert(0, [new Y.XmlText('imbriqué')]);
				const nested = [
					new Y.XmlElement('bulletList'),
					new Y.XmlElement('listItem'),
					new Y.XmlElement('bulletList'),
					new Y.XmlElement('listItem'),
					inner,
				];
				for (let index = nested.length - 1; index > 0; index -= 1)
					nested[index - 1]!.insert(0, [nested[index]!]);
				fragment.insert(0, [nested[0]!]);
			},
			'imbriqué',
		],
	];
	test.each(cases)('%s', (_name, write, word) => {
		const doc = written([paragraph(text('avant'))]);
		write(contentOf(doc));
		const before = Y.encodeStateAsUpdate(doc);
		const { root, changes, doc: copy } = opened(doc);
		expect(changes).toBe(0);
		expect(Y.encodeStateAsUpdate(copy)).toEqual(before);
		expect(words(textTreeOf(copy, schema))).toContain(word);
		expect(plainText(contentOf(copy))).toContain('avant');
		expect(root.childCount).toBeGreaterThan(1);
	});

	const unreadable: [string, (fragment: Y.XmlFragment) => void][] = [
		['words on the first level', (fragment) => fragment.insert(0, [new Y.XmlText('seuls')])],
		['a hook', (fragment) => fragment.insert(0, [new Y.XmlHook('x') as unknown as Y.XmlElement])],
		[
			'a map, a list and a hook in a paragraph',
			(fragment) => {
				const inside = [new Y.Map(), new Y.Array(), new Y.XmlHook('x'), new Y.Text('y')];
				(fragment.get(0) as Y.XmlElement).insert(0, inside as unknown as Y.XmlText[]);
			},
		],
		[
			'a value among words',
			(fragment) => ((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insertEmbed(2, { html: '<b>' }),
		],
	];
	test.each(unreadable)('what no reader holds stops none: %s', (_name, write) => {
		const doc = written([paragraph(text('avant')), paragraph(text('après'))]);
		write(contentOf(doc));
		const tree = words(textTreeOf(doc, schema));
		expect(tree).toContain('avant');
		expect(tree).toContain('après');
		expect(tree).not.toContain('seuls');
	});

	test('a span of a billion cells costs nothing', () => {
		const doc = written(EVERYTHING);
		const table = contentOf(doc)
			.toArray()
			.find((node) => node instanceof Y.XmlElement && node.nodeName === 'table') as Y.XmlElement;
		const cell = (table.get(0) as Y.XmlElement).get(0) as Y.XmlElement;
		(cell as Y.XmlElement<{ colspan: number }>).setAttribute('colspan', 1e9);
		const { root } = opened(doc);
		let widest = 0;
		root.descendants((node) => void (widest = Math.max(widest, Number(node.attrs.colspan ?? 0))));
		expect(widest).toBeLessThanOrEqual(40);
	});
});

describe('notes and callouts written by another program', () => {
	/** A line with one node in it, or a block, with these attributes. */
	function with_(name: string, attributes: Record<string, unknown>): TextTree[] {
		const doc = new Y.Doc();
		const node = new Y.XmlElement(name);
		for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value as string);
		const line = new Y.XmlElement('paragraph');
		line.insert(0, [new Y.XmlText('texte')]);
		if (name === 'callout') node.insert(0, [line]);
		else line.insert(1, [node]);
		contentOf(doc).insert(0, [name === 'callout' ? node : line]);
		return textTreeOf(doc, schema);
	}

	test.each(['javascript:alert(1)', 'mailto:a@b.fr', 'data:text/html,x', 42, null, { a: 1 }])(
		'the source %j of a note is not followed',
		(source) => {
			const tree = with_('footnote', { text: 'ici', source, onclick: 'alert(1)', class: 'x', style: 'y' });
			expect(find(tree, 'sup')[0]?.attributes).toEqual({ class: 'footnote', 'data-note': 'ici' });
		},
	);

	test('a note without end, or that says nothing, is cut or empty', () => {
		const of = (said: unknown) => find(with_('footnote', { text: said }), 'sup')[0]?.attributes['data-note'];
		expect(of('x'.repeat(100_000))).toHaveLength(1_000);
		expect(of({ html: '<script>' })).toBe('');
	});

	test.each(['"><script>', 'constructor', '__proto__', 7, null])(
		'the kind %j of a callout informs',
		(kind) => {
			const tree = with_('callout', { kind, onclick: 'alert(1)' });
			const box = find(tree, 'div')[0]?.attributes;
			expect(box).toEqual({
				class: 'callout',
				role: 'note',
				'aria-label': 'Information',
				'data-callout': 'information',
			});
		},
	);
});

describe('links', () => {
	const HOSTILE = [
		'javascript:alert(1)',
		'java\tscript:alert(1)',
		' \u0000javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'data:text/html,<script>',
		'vbscript:x',
		'file:///etc/passwd',
		'ftp://exemple.fr',
		'//exemple.fr',
		'/compte',
		'#x',
		'https://banque.fr@piege.example/',
		'blob:https://exemple.fr/1',
		'\u200bjavascript:alert(1)',
		'mailto:',
		42,
		null,
		{ href: 'https://exemple.fr' },
	];
	test.each(HOSTILE)('%j written by another program is not followed', (href) => {
		const doc = new Y.Doc();
		const block = new Y.XmlElement('paragraph');
		const words = new Y.XmlText();
		words.insert(0, 'cliquez', { link: { href, onclick: 'alert(1)', target: '_top', class: 'x' } });
		block.insert(0, [words]);
		contentOf(doc).insert(0, [block]);
		const tree = textTreeOf(doc, schema);
		expect(find(tree, 'a')).toEqual([]);
		expect(find(tree, 'span')[0]?.attributes).toEqual({});
		expect(JSON.stringify(tree)).toContain('cliquez');
	});

	test.each(['https://exemple.fr/a?b=c#d', 'http://exemple.fr/', 'mailto:nom@exemple.fr'])(
		'%s is',
		(href) => {
			const tree = textTreeOf(written([paragraph(text('lien', { type: 'link', attrs: { href } }))]), schema);
			expect(find(tree, 'a')[0]?.attributes.href).toBe(href);
		},
	);
});

describe('outline', () => {
	test('numbers headings as in a book, whatever the first level', () => {
		const heading = (level: number, title: string): JSONContent => ({
			type: 'heading',
			attrs: { level },
			content: [text(title)],
		});
		const numbers = (...levels: number[]) =>
			outlineOf(contentOf(written(levels.map((level) => heading(level, 'T'))))).map((entry) => entry.number);
		expect(numbers(1, 2, 2, 1, 2, 3)).toEqual(['1', '1.1', '1.2', '2', '2.1', '2.1.1']);
		expect(numbers(2, 3, 2)).toEqual(['1', '1.1', '2']);
		expect(numbers(1, 3, 3)).toEqual(['1', '1.1.1', '1.1.2']);
		expect(numbers(3)).toEqual(['1']);
		expect(numbers()).toEqual([]);
	});

	test('a number written by the author is the number', () => {
		const heading: JSONContent = {
			type: 'heading',
			attrs: { level: 1 },
			content: [text('2.1 Une génération qui part')],
		};
		const [entry] = outlineOf(contentOf(written([heading])));
		expect(entry).toMatchObject({ number: '2.1', text: 'Une génération qui part' });
	});

	test('keeps the id of a heading that is renamed or pushed down', () => {
		const doc = written([{ type: 'heading', attrs: { level: 1 }, content: [text('Avant')] }]);
		const id = outlineOf(contentOf(doc))[0]?.id;
		const heading = contentOf(doc).get(0) as Y.XmlElement;
		(heading.get(0) as Y.XmlText).insert(0, 'Bien ');
		contentOf(doc).insert(0, [new Y.XmlElement('paragraph')]);
		expect(outlineOf(contentOf(doc))[0]).toEqual({ id, level: 1, text: 'Bien Avant', number: '1', index: 1 });
	});
});
