import type { Plugin } from 'vite';
import { leaveOut, type LeftOut } from './vite.leave-out.ts';

/** The commands of the editor that are called: by our extensions and tools, by its own keys, and by these commands themselves. */
export const EDITOR_COMMANDS = [
	'clearNodes',
	'command',
	'createParagraphNear',
	'deleteCurrentNode',
	'deleteRange',
	'deleteSelection',
	'exitCode',
	'extendMarkRange',
	'first',
	'insertContent',
	'insertContentAt',
	'joinBackward',
	'joinForward',
	'lift',
	'liftEmptyBlock',
	'liftListItem',
	'newlineInCode',
	'selectAll',
	'selectNodeBackward',
	'selectNodeForward',
	'selectTextblockEnd',
	'selectTextblockStart',
	'setMark',
	'setNode',
	'setTextSelection',
	'sinkListItem',
	'splitBlock',
	'splitListItem',
	'toggleList',
	'toggleMark',
	'toggleNode',
	'toggleWrap',
	'undoInputRule',
	'unsetMark',
	'updateAttributes',
	'wrapIn',
	'wrapInList',
] as const;

const EDITOR: LeftOut = {
	properties: { commands_exports: EDITOR_COMMANDS },
	values: {
		// Nobody listens to them: what is pasted, dropped and deleted is read by plugins of our own.
		Delete: 'null',
		Drop: 'null',
		Paste: 'null',
		// The whole text is written from left to right.
		TextDirection: '{ configure: () => null }',
		isDev: 'false',
	},
	bodies: {
		// The text comes from the shared document, never from HTML nor from options.
		'Editor.createDoc': 'return this.schema.topNodeType.createAndFill();',
		createNodeFromContent:
			'return Array.isArray(content) ? Fragment$1.fromArray(content.map((one) => schema.nodeFromJSON(one))) : schema.nodeFromJSON(content);',
		'Editor.getText': '',
		'Editor.getHTML': '',
		// Places are ProseMirror's own.
		'Editor.$pos': '',
		'Editor.$node': '',
		'Editor.$nodes': '',
		// What is drawn over the text is drawn by plugins (`drawn-over.extension.ts`), and no mark draws itself.
		'ExtensionManager.createDecorationPlugin': 'return null;',
		'ExtensionManager.markViews': 'return {};',
		'ExtensionManager.dispatchTransaction': 'return baseDispatch;',
		'ExtensionManager.transformPastedHTML': 'return baseTransform;',
		// The style sheet is the page's, and the focus is given by the page.
		'Editor.injectCSS': '',
		resolveFocusPosition: 'return null;',
		parseStyleEntries: 'return [];',
		// One copy of the model is all that a build can hold.
		warnOnDuplicatedProseMirrorModel: '',
	},
	statements: {
		'Editor.constructor': ['this.options.onDrop', 'this.options.onPaste', 'this.options.onDelete'],
		'Editor.mount': ['this.css', 'this.options.autofocus', 'typeof document'],
		'Editor.unmount': ['this.css'],
		'Editor.state': ['isDev'],
		'Editor.dispatchTransaction': ['this.isCapturingTransaction'],
		inputRulesPlugin: ['simulatedInputMeta'],
	},
};

/** Between the shared text and the editor: the past is read by the server, and the history of an editor is its own (`own-history.ts`). */
const BINDING: LeftOut = {
	bodies: {
		'ProsemirrorBinding._renderSnapshot': '',
		'ProsemirrorBinding.renderSnapshot': '',
		'ProsemirrorBinding.unrenderSnapshot': '',
	},
	statements: { yUndoPlugin: ['!_undoManager'] },
};

/** Browsers that have not run a page like ours since 2020: Internet Explorer, and Edge before it was Chromium. */
const VIEW: LeftOut = {
	values: { ie_edge: 'null', ie_upto10: 'null', ie_11up: 'null', ie: 'false', ie_version: '0' },
};

/** What this module makes when it is read, each with a call that the bundler cannot know to be without effect. */
const MADE_AT_START = /= (?=\$\.\$custom\()/g;

/** The plugins that make the scripts of the pages lighter; the server's program is left as it is. */
export function withoutUnusedCode(): Plugin[] {
	const lighter = (name: string, id: RegExp, change: (code: string) => string): Plugin => ({
		name: `terrimed:${name}`,
		apply: (config, { command }) => command === 'build' && config.build?.ssr !== true,
		transform: { filter: { id }, handler: (code) => ({ code: change(code), map: { mappings: '' } }) },
	});
	return [
		lighter('editor', /\/@tiptap\/core\/dist\/index\.js$/, (code) => leaveOut(code, EDITOR)),
		lighter('binding', /\/@tiptap\/y-tiptap\/dist\/y-tiptap\.js$/, (code) => leaveOut(code, BINDING)),
		lighter('view', /\/prosemirror-view\/dist\/index\.js$/, (code) => leaveOut(code, VIEW)),
		// Yjs needs the environment of this library, never what it checks nodes of a page with: a whole library of schemas.
		lighter('schemas', /\/lib0\/dom\.js$/, (code) => code.replace(MADE_AT_START, '= /* @__PURE__ */ ')),
	];
}

/** The editor's module as the pages have it: for the test that holds it against what the pages call. */
export function lighterEditor(code: string): string {
	return leaveOut(code, EDITOR);
}
