import { Extension, type CommandProps } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { redo, undo, ySyncPlugin, ySyncPluginKey, yUndoPlugin, yUndoPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { createOwnHistory } from './own-history.ts';
import { keepRootBlocks } from './root-blocks.ts';

declare module '@tiptap/core' {
	interface Commands<ReturnType> {
		sharedText: {
			/** Takes back the last edit made in this page; others' stay. */
			undo: () => ReturnType;
			redo: () => ReturnType;
		};
	}
}

/** Binds the editor to a shared text. The history holds what was done in this editor, nothing else. */
export const SharedText = Extension.create<
	{ fragment: Y.XmlFragment | null },
	{ history: Y.UndoManager | null }
>({
	name: 'sharedText',
	// Before the other extensions: their keys must not take those of the history.
	priority: 1_000,
	addOptions: () => ({ fragment: null }),
	addStorage: () => ({ history: null }),
	addCommands: () => ({
		undo: () => (props) => step(props, 'undoStack', undo),
		redo: () => (props) => step(props, 'redoStack', redo),
	}),
	addKeyboardShortcuts() {
		return {
			'Mod-z': () => this.editor.commands.undo(),
			'Mod-y': () => this.editor.commands.redo(),
			'Shift-Mod-z': () => this.editor.commands.redo(),
		};
	},
	addProseMirrorPlugins() {
		const { fragment } = this.options;
		if (fragment === null) return [];
		const history = createOwnHistory(fragment, ySyncPluginKey);
		this.storage.history = history;
		return [keepRootBlocks(), ySyncPlugin(fragment), lasting(yUndoPlugin({ undoManager: history }))];
	},
	onDestroy() {
		this.storage.history?.destroy();
	},
});

/**
 * The plugin of the history with a history that lives as long as the editor: ProseMirror makes the views of all plugins anew when one more
 * is registered, and the end of this one's would end the history with it.
 */
function lasting(plugin: Plugin): Plugin {
	const { view: follow, ...spec } = plugin.spec;
	let isFollowed = false;
	return new Plugin({
		...spec,
		view: (view) => {
			if (!isFollowed) follow?.(view);
			isFollowed = true;
			return {};
		},
	});
}

/** The shared history changes the text itself: the editor's own transaction must not be applied after it. */
function step(
	{ tr, state, dispatch }: CommandProps,
	stack: 'undoStack' | 'redoStack',
	run: (state: CommandProps['state']) => boolean | undefined,
): boolean {
	tr.setMeta('preventDispatch', true);
	const history: Y.UndoManager | undefined = yUndoPluginKey.getState(state)?.undoManager;
	if (history === undefined || history[stack].length === 0) return false;
	return dispatch === undefined ? true : run(state) === true;
}
