import {
	Node,
	mergeAttributes,
	wrappingInputRule,
	type Editor,
	type KeyboardShortcutCommand,
} from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import type { Rendered } from './text-blocks.ts';

/** Keys of an item, whatever its list: a new one, deeper, shallower. Where they do nothing the key keeps its own sense. */
function itemKeys(name: string): Record<string, KeyboardShortcutCommand> {
	return {
		Enter: ({ editor }) => editor.commands.splitListItem(name),
		Tab: ({ editor }) => editor.commands.sinkListItem(name),
		'Shift-Tab': ({ editor }) => editor.commands.liftListItem(name),
	};
}

export const BulletList = Node.create({
	name: 'bulletList',
	group: 'block list',
	content: 'listItem+',
	parseHTML: () => [{ tag: 'ul' }],
	renderHTML: (): DOMOutputSpec => ['ul', 0],
	addKeyboardShortcuts() {
		return { 'Mod-Shift-8': () => this.editor.commands.toggleList(this.name, 'listItem') };
	},
	addInputRules() {
		return [wrappingInputRule({ find: /^\s*[-+*]\s$/, type: this.type })];
	},
});

export const OrderedList = Node.create({
	name: 'orderedList',
	group: 'block list',
	content: 'listItem+',
	addAttributes: () => ({
		start: {
			default: 1,
			parseHTML: (element: HTMLElement) => Number(element.getAttribute('start') ?? 1) || 1,
		},
	}),
	parseHTML: () => [{ tag: 'ol' }],
	renderHTML({ node }: Rendered): DOMOutputSpec {
		return ['ol', node.attrs.start === 1 ? {} : { start: String(node.attrs.start) }, 0];
	},
	addKeyboardShortcuts() {
		return { 'Mod-Shift-7': () => this.editor.commands.toggleList(this.name, 'listItem') };
	},
	addInputRules() {
		return [
			wrappingInputRule({
				find: /^(\d{1,4})\.\s$/,
				type: this.type,
				getAttributes: (match) => ({ start: Number(match[1]) }),
				joinPredicate: (match, node) => node.childCount + Number(node.attrs.start) === Number(match[1]),
			}),
		];
	},
});

export const ListItem = Node.create({
	name: 'listItem',
	content: 'block+',
	defining: true,
	parseHTML: () => [{ tag: 'li' }],
	renderHTML: (): DOMOutputSpec => ['li', 0],
	addKeyboardShortcuts() {
		return itemKeys(this.name);
	},
});

export const TaskList = Node.create({
	name: 'taskList',
	group: 'block list',
	content: 'taskItem+',
	parseHTML: () => [{ tag: 'ul[data-type="taskList"]', priority: 51 }],
	renderHTML: (): DOMOutputSpec => ['ul', { 'data-type': 'taskList' }, 0],
	addKeyboardShortcuts() {
		return { 'Mod-Shift-9': () => this.editor.commands.toggleList(this.name, 'taskItem') };
	},
});

export const TaskItem = Node.create({
	name: 'taskItem',
	content: 'block+',
	defining: true,
	addAttributes: () => ({
		checked: {
			default: false,
			keepOnSplit: false,
			parseHTML: (element: HTMLElement) => element.dataset.checked === 'true',
			renderHTML: (attributes: Record<string, unknown>) => ({
				'data-checked': String(attributes.checked === true),
			}),
		},
	}),
	parseHTML: () => [
		{
			tag: 'li[data-type="taskItem"]',
			priority: 51,
			contentElement: (element: HTMLElement) => element.querySelector<HTMLElement>(':scope > div') ?? element,
		},
	],
	renderHTML({ node, HTMLAttributes }: Rendered): DOMOutputSpec {
		const checked = node.attrs.checked === true ? 'checked' : null;
		const box = { type: 'checkbox', disabled: 'disabled', checked, 'aria-label': taskLabel(node) };
		const attributes = mergeAttributes(HTMLAttributes, { 'data-type': 'taskItem' });
		return ['li', attributes, ['label', ['input', box]], ['div', 0]];
	},
	addKeyboardShortcuts() {
		return itemKeys(this.name);
	},
	addInputRules() {
		return [
			wrappingInputRule({
				find: /^\s*\[( |x)?\]\s$/,
				type: this.type,
				getAttributes: (match) => ({ checked: match[1] === 'x' }),
			}),
		];
	},
	addNodeView() {
		return ({ node, getPos, editor }) => taskView({ node, editor, position: getPos });
	},
});

function taskLabel(node: ProseMirrorNode): string {
	return `Fait : ${node.textContent === '' ? 'tâche sans texte' : node.textContent}`;
}

/** The same elements as `renderHTML`, with a box that can be ticked where one may write. */
function taskView(made: {
	node: ProseMirrorNode;
	editor: Editor;
	position: () => number | undefined;
}): NodeView {
	const { editor, position } = made;
	const item = document.createElement('li');
	const label = document.createElement('label');
	const box = document.createElement('input');
	const content = document.createElement('div');
	item.dataset.type = 'taskItem';
	label.contentEditable = 'false';
	box.type = 'checkbox';
	label.append(box);
	item.append(label, content);
	const draw = (node: ProseMirrorNode): void => {
		item.dataset.checked = String(node.attrs.checked === true);
		box.checked = node.attrs.checked === true;
		box.setAttribute('aria-label', taskLabel(node));
	};
	// The caret stays in the text.
	box.addEventListener('mousedown', (event) => event.preventDefault());
	box.addEventListener('change', () => {
		const at = position();
		if (!editor.isEditable || at === undefined) {
			box.checked = item.dataset.checked === 'true';
			return;
		}
		editor.view.dispatch(editor.state.tr.setNodeAttribute(at, 'checked', box.checked));
	});
	draw(made.node);
	return {
		dom: item,
		contentDOM: content,
		update(node) {
			if (node.type !== made.node.type) return false;
			draw(node);
			return true;
		},
		// The box and the label are ours: what changes in them is not text.
		ignoreMutation: (mutation) => mutation.type !== 'selection' && !content.contains(mutation.target),
	};
}
