import type { ChainedCommands, Editor } from '@tiptap/core';
import { soundCallout, type CalloutKind } from '../callout.rules.ts';
import type { TableChange } from '../table-change.ts';

/** What the toolbar shows of the place where one is. */
export type ToolState = {
	block: BlockStyle;
	active: Readonly<Record<ToggleName, boolean>>;
	link: string | null;
	inTable: boolean;
	callout: CalloutKind | null;
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
		callout: editor.isActive('callout') ? soundCallout(editor.getAttributes('callout').kind) : null,
		canUndo: editor.can().undo(),
		canRedo: editor.can().redo(),
	};
}

function blockStyle(editor: Editor): BlockStyle {
	if (editor.isActive('heading', { level: 1 })) return 'heading1';
	if (editor.isActive('heading', { level: 2 })) return 'heading2';
	return editor.isActive('heading', { level: 3 }) ? 'heading3' : 'text';
}

/** A command where the caret is, with the focus back in the text at once: the next key must not fall on a button. */
export function inText(editor: Editor): ChainedCommands {
	editor.view.focus();
	return editor.chain();
}

export function setBlockStyle(editor: Editor, style: BlockStyle): void {
	const chain = inText(editor);
	if (style === 'text') chain.setNode('paragraph').run();
	else chain.setNode('heading', { level: Number(style.slice(-1)) }).run();
}

/** Whether a button of the bar is there, or has no room. */
export function isDisplayed(element: Element | null | undefined): boolean {
	return (element?.getClientRects().length ?? 0) > 0;
}

export function toggle(editor: Editor, name: ToggleName): void {
	const chain = inText(editor);
	switch (name) {
		case 'bold':
		case 'italic':
		case 'strike':
		case 'highlight':
			return void chain.toggleMark(name).run();
		case 'bulletList':
			return void chain.toggleList('bulletList', 'listItem').run();
		case 'orderedList':
			return void chain.toggleList('orderedList', 'listItem').run();
		case 'taskList':
			return void chain.toggleList('taskList', 'taskItem').run();
		case 'blockquote':
			return void chain.toggleWrap('blockquote').run();
	}
}

/** What can be done to the table one is in. */
export const TABLE_STEPS: readonly { change: TableChange; label: string; danger?: boolean }[] = [
	{ change: 'addRowBefore', label: 'Ajouter une ligne au-dessus' },
	{ change: 'addRowAfter', label: 'Ajouter une ligne au-dessous' },
	{ change: 'addColumnBefore', label: 'Ajouter une colonne avant' },
	{ change: 'addColumnAfter', label: 'Ajouter une colonne après' },
	{ change: 'toggleHeaderRow', label: 'Première ligne en titres, ou non' },
	{ change: 'mergeOrSplit', label: 'Réunir ou séparer les cases' },
	{ change: 'writeBefore', label: 'Écrire au-dessus du tableau' },
	{ change: 'writeAfter', label: 'Écrire au-dessous du tableau' },
	{ change: 'deleteRow', label: 'Supprimer la ligne', danger: true },
	{ change: 'deleteColumn', label: 'Supprimer la colonne', danger: true },
	{ change: 'deleteTable', label: 'Supprimer le tableau', danger: true },
];
