import { Extension, type Editor } from '@tiptap/core';
import { Fragment, Slice, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { UploadResult } from './image-upload.ts';

/** What becomes of pictures. */
export interface PictureHandlers {
	/** A picture is brought: what it shows must be said before it is in the text. */
	onfile: (file: File) => void;
	/** A picture that stands in some document: this one's, or a copy for it. */
	copy: (id: string) => Promise<UploadResult>;
	onrefused: (sentence: string) => void;
}

declare module '@tiptap/core' {
	interface Storage {
		imagePaste: { handlers: PictureHandlers | null };
	}
}

/**
 * Pictures that are pasted or dropped: a file is asked about, one of another document is copied by the server first. The tools give the
 * handlers when they are there; a plugin added to an editor that is open would make the views of all again, and the history ends with its own.
 */
export const ImagePaste = Extension.create<object, { handlers: PictureHandlers | null }>({
	name: 'imagePaste',
	// Before the shared text: what is pasted must not be in it first.
	priority: 1_100,
	addStorage: () => ({ handlers: null }),
	addProseMirrorPlugins() {
		return [imagePaste(this.editor, () => this.storage.handlers)];
	},
});

function imagePaste(editor: Editor, handlersOf: () => PictureHandlers | null): Plugin {
	const brought = (data: DataTransfer | null): File | null => {
		// A word processor brings its text with a picture of it: the text is what is meant.
		if (data === null || data.types.includes('text/html')) return null;
		return [...data.files].find((file) => file.type.startsWith('image/')) ?? null;
	};
	const take = (slice: Slice, { copy, onrefused }: PictureHandlers): boolean => {
		if (idsIn(slice.content).length === 0) return false;
		void copiedSlice(slice, copy).then(({ copied, refused }) => {
			if (editor.isDestroyed || !editor.isEditable) return;
			editor.view.dispatch(editor.state.tr.replaceSelection(copied).scrollIntoView());
			if (refused !== null) onrefused(refused);
		});
		return true;
	};
	return new Plugin({
		props: {
			handlePaste(_view, event, slice) {
				const handlers = handlersOf();
				if (handlers === null) return false;
				const file = brought(event.clipboardData);
				if (file === null) return take(slice, handlers);
				handlers.onfile(file);
				return true;
			},
			handleDrop(view, event, slice, moved) {
				const handlers = handlersOf();
				if (moved || handlers === null) return false;
				const file = brought(event.dataTransfer);
				if (file === null && idsIn(slice.content).length === 0) return false;
				event.preventDefault();
				placeCaret(view, event);
				if (file === null) return take(slice, handlers);
				handlers.onfile(file);
				return true;
			},
		},
	});
}

function placeCaret(view: EditorView, event: MouseEvent): void {
	const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
	if (found === null) return;
	const { doc, tr } = view.state;
	view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(found.pos))));
}

function idsIn(content: Fragment): string[] {
	const ids = new Set<string>();
	content.descendants((node) => {
		if (node.type.name === 'image' && typeof node.attrs.id === 'string') ids.add(node.attrs.id);
	});
	return [...ids];
}

async function copiedSlice(
	slice: Slice,
	copy: (id: string) => Promise<UploadResult>,
): Promise<{ copied: Slice; refused: string | null }> {
	const kept = new Map<string, string>();
	let refused: string | null = null;
	for (const id of idsIn(slice.content)) {
		const result = await copy(id);
		if ('kept' in result) kept.set(id, result.kept.id);
		else refused = result.refused;
	}
	const content = withImages(slice.content, kept);
	const isWhole = content.size === slice.content.size;
	return {
		copied: isWhole ? new Slice(content, slice.openStart, slice.openEnd) : Slice.maxOpen(content),
		refused,
	};
}

/** The same content with the ids of this document's pictures; those that could not be copied are left out. */
function withImages(content: Fragment, kept: ReadonlyMap<string, string>): Fragment {
	const nodes: ProseMirrorNode[] = [];
	content.forEach((node) => {
		if (node.type.name !== 'image') nodes.push(node.copy(withImages(node.content, kept)));
		else {
			const id = kept.get(String(node.attrs.id));
			if (id !== undefined) nodes.push(node.type.create({ ...node.attrs, id }));
		}
	});
	return Fragment.fromArray(nodes);
}
