import { Node, mergeAttributes, textblockTypeInputRule, wrappingInputRule } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode } from '@tiptap/pm/model';

/** What an extension is given to draw a node. */
export type Rendered = { node: ProseMirrorNode; HTMLAttributes: Record<string, unknown> };

export const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });

export const Text = Node.create({ name: 'text', group: 'inline' });

export const Paragraph = Node.create({
	name: 'paragraph',
	// First of its group: what an empty container is filled with.
	priority: 1_000,
	group: 'block',
	content: 'inline*',
	parseHTML: () => [{ tag: 'p' }],
	renderHTML: (): DOMOutputSpec => ['p', 0],
	addKeyboardShortcuts() {
		return { 'Mod-Alt-0': () => this.editor.commands.setNode(this.name) };
	},
});

const HEADING_TAGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const HEADING_LEVELS = [1, 2, 3] as const;

function soundLevel(value: unknown): 1 | 2 | 3 {
	return HEADING_LEVELS.find((level) => level === Math.min(Number(value), 3)) ?? 1;
}

/** Below the page's own title: the first level is an `h2`. What is copied from here says its level, the rest is read by its tag. */
export const Heading = Node.create({
	name: 'heading',
	group: 'block',
	content: 'inline*',
	defining: true,
	addAttributes: () => ({ level: { default: 1, rendered: false } }),
	parseHTML: () =>
		HEADING_TAGS.map((tag, index) => ({
			tag,
			getAttrs: (element: HTMLElement) => ({ level: soundLevel(element.dataset.level ?? index + 1) }),
		})),
	renderHTML({ node, HTMLAttributes }: Rendered): DOMOutputSpec {
		const level = soundLevel(node.attrs.level);
		return [`h${level + 1}`, mergeAttributes(HTMLAttributes, { 'data-level': level }), 0];
	},
	addKeyboardShortcuts() {
		const toggle = (level: number) => () =>
			this.editor.commands.toggleNode(this.name, 'paragraph', { level });
		return Object.fromEntries(HEADING_LEVELS.map((level) => [`Mod-Alt-${level}`, toggle(level)]));
	},
	addInputRules() {
		return HEADING_LEVELS.map((level) =>
			textblockTypeInputRule({
				find: new RegExp(`^#{${level}}\\s$`),
				type: this.type,
				getAttributes: { level },
			}),
		);
	},
});

export const Blockquote = Node.create({
	name: 'blockquote',
	group: 'block',
	content: 'block+',
	defining: true,
	parseHTML: () => [{ tag: 'blockquote' }],
	renderHTML: (): DOMOutputSpec => ['blockquote', 0],
	addKeyboardShortcuts() {
		return { 'Mod-Shift-b': () => this.editor.commands.toggleWrap(this.name) };
	},
	addInputRules() {
		return [wrappingInputRule({ find: /^\s*>\s$/, type: this.type })];
	},
});

export const HardBreak = Node.create({
	name: 'hardBreak',
	group: 'inline',
	inline: true,
	selectable: false,
	linebreakReplacement: true,
	parseHTML: () => [{ tag: 'br' }],
	renderHTML: (): DOMOutputSpec => ['br'],
	renderText: () => '\n',
	addKeyboardShortcuts() {
		const insert = () => this.editor.commands.insertContent({ type: this.name });
		return { 'Shift-Enter': insert, 'Mod-Enter': insert };
	},
});

export const HorizontalRule = Node.create({
	name: 'horizontalRule',
	group: 'block',
	parseHTML: () => [{ tag: 'hr' }],
	renderHTML: (): DOMOutputSpec => ['hr'],
});
