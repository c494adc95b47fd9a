import Bold from '@lucide/svelte/icons/bold';
import Highlighter from '@lucide/svelte/icons/highlighter';
import Italic from '@lucide/svelte/icons/italic';
import List from '@lucide/svelte/icons/list';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Quote from '@lucide/svelte/icons/quote';
import Strikethrough from '@lucide/svelte/icons/strikethrough';
import type { ToggleName } from './tools.ts';

/** A button that stays in while what it does is done. */
export type FormattingTool = {
	name: ToggleName;
	label: string;
	keys: string;
	icon: typeof Bold;
	/** The least room where it has a button of its own; always, when there is none. */
	from?: 'middle' | 'wide';
};

export const MARK_TOOLS: readonly FormattingTool[] = [
	{ name: 'bold', label: 'Gras', keys: 'Control+B', icon: Bold },
	{ name: 'italic', label: 'Italique', keys: 'Control+I', icon: Italic },
	{ name: 'strike', label: 'Barré', keys: 'Control+Shift+S', icon: Strikethrough, from: 'wide' },
	{ name: 'highlight', label: 'Surligné', keys: 'Control+Shift+H', icon: Highlighter, from: 'wide' },
];

export const BLOCK_TOOLS: readonly FormattingTool[] = [
	{ name: 'bulletList', label: 'Liste à puces', keys: 'Control+Shift+8', icon: List, from: 'middle' },
	{ name: 'orderedList', label: 'Liste numérotée', keys: 'Control+Shift+7', icon: ListOrdered, from: 'wide' },
	{ name: 'taskList', label: 'Liste de tâches', keys: 'Control+Shift+9', icon: ListTodo, from: 'wide' },
	{ name: 'blockquote', label: 'Citation', keys: 'Control+Shift+B', icon: Quote, from: 'wide' },
];
