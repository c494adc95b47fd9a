import type { Editor } from '@tiptap/core';
import { readToolState, type ToolState } from './tools.ts';

/** The tools of one editor, read again at most once per frame. */
export class FieldTools {
	editor = $state.raw<Editor | null>(null);
	tools = $state.raw<ToolState | null>(null);
	#frame = 0;

	/** Its tools are there when it is shown: nothing moves afterwards. */
	open(editor: Editor): void {
		this.editor = editor;
		this.tools = readToolState(editor);
	}

	look(): void {
		if (this.#frame !== 0) return;
		this.#frame = requestAnimationFrame(() => {
			this.#frame = 0;
			if (this.editor !== null && !this.editor.isDestroyed) this.tools = readToolState(this.editor);
		});
	}
}
