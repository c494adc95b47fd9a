import type { Editor } from '@tiptap/core';

/** What the toolbar shows of the place where one is. */
export type ToolState = {
	block: BlockStyle;
	active: Readonly<Record<ToggleName, boolean>>;
	link: string | null;
	inTable: boolean;
	canUndo: boolean;
	canRedo: boolean;
};

export type BlockStyle = 'text' | 'heading1' | 'heading2' | 'heading3';
export type ToggleName =
	'bold' | 'italic' | 'strike' | 'highlight' | 'bulletList' | 'orderedList' | 'taskList' | 'blockquote';

export const BLOCK_LABEL: Record<BlockStyle, string> = {
	text: 'Texte',
	heading1: 'Titre 1',
	heading2: 'Titre 2',
	heading3: 'Titre 3',
};

const TOGGLES: readonly ToggleName[] = [
	'bold',
	'italic',
	'strike',
	'highlight',
	'bulletList',
	'orderedList',
	'taskList',
	'blockquote',
];

export function readToolState(editor: Editor): ToolState {
	const active = Object.fromEntries(TOGGLES.map((name) => [name, editor.isActive(name)])) as Record<
		ToggleName,
		boolean
	>;
	const href: unknown = editor.getAttributes('link').href;
	return {
		block: blockStyle(editor),
		active,
		link: typeof href === 'string' ? href : null,
		inTable: editor.isActive('table'),
		canUndo: editor.can().undo(),
		canRedo: editor.can().redo(),
	};
}

function blockStyle(editor: Editor): BlockStyle {
	if (editor.isActive('heading', { level: 1 })) return 'heading1';
	if (editor.isActive('heading', { level: 2 })) return 'heading2';
	return editor.isActive('heading', { level: 3 }) ? 'heading3' : 'text';
}

export function setBlockStyle(editor: Editor, style: BlockStyle): void {
	const chain = editor.chain().focus();
	if (style === 'text') chain.setNode('paragraph').run();
	else chain.setNode('heading', { level: Number(style.slice(-1)) }).run();
}

export function toggle(editor: Editor, name: ToggleName): void {
	const chain = editor.chain().focus();
	switch (name) {
		case 'bold':
		case 'italic':
		case 'strike':
		case 'highlight':
			return void chain.toggleMark(name).run();
		case 'bulletList':
			return void chain.toggleBulletList().run();
		case 'orderedList':
			return void chain.toggleOrderedList().run();
		case 'taskList':
			return void chain.toggleTaskList().run();
		case 'blockquote':
			return void chain.toggleWrap('blockquote').run();
	}
}

export type TableStep = { label: string; danger?: boolean; run: (editor: Editor) => void };

/** What can be done to the table one is in. */
export const TABLE_STEPS: readonly TableStep[] = [
	{ label: 'Ajouter une ligne au-dessus', run: (editor) => editor.chain().focus().addRowBefore().run() },
	{ label: 'Ajouter une ligne au-dessous', run: (editor) => editor.chain().focus().addRowAfter().run() },
	{ label: 'Ajouter une colonne avant', run: (editor) => editor.chain().focus().addColumnBefore().run() },
	{ label: 'Ajouter une colonne après', run: (editor) => editor.chain().focus().addColumnAfter().run() },
	{
		label: 'Première ligne en titres, ou non',
		run: (editor) => editor.chain().focus().toggleHeaderRow().run(),
	},
	{ label: 'Réunir ou séparer les cases', run: (editor) => editor.chain().focus().mergeOrSplit().run() },
	{ label: 'Supprimer la ligne', danger: true, run: (editor) => editor.chain().focus().deleteRow().run() },
	{
		label: 'Supprimer la colonne',
		danger: true,
		run: (editor) => editor.chain().focus().deleteColumn().run(),
	},
	{
		label: 'Supprimer le tableau',
		danger: true,
		run: (editor) => editor.chain().focus().deleteTable().run(),
	},
];

export function insertTable(editor: Editor): void {
	editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run();
}
