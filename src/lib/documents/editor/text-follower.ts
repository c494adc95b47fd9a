import type { Editor } from '@tiptap/core';
import type * as Y from 'yjs';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import { contentOf } from '../document.content.ts';

/** While one types, passages move with the text by themselves: they are looked for again at most this often. */
const LOOK_MS = 150;

/** An editor on a shared text. */
export interface FollowedText {
	editor: Editor;
	fragment: Y.XmlFragment;
	doc: Y.Doc;
}

/** Follows the text of an editor, and says when what is drawn over it must find its place again. */
export class TextFollower {
	readonly #place: (text: FollowedText) => void;
	#text: FollowedText | null = null;
	#stop: () => void = () => {};
	#timer: ReturnType<typeof setTimeout> | undefined;
	#frame = 0;

	constructor(place: (text: FollowedText) => void) {
		this.#place = place;
	}

	/** The editor that is drawn now. */
	get text(): FollowedText | null {
		return this.#text === null || this.#text.editor.isDestroyed ? null : this.#text;
	}

	/** Follows an editor that has just been drawn. */
	follow({ doc }: DocumentSession, editor: Editor): void {
		this.leave();
		this.#text = { editor, fragment: contentOf(doc), doc };
		const changed = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
			// What others change redraws the text, and what was drawn over it is lost: before the next frame, it is there again.
			if (!local) this.look();
			else this.#timer ??= setTimeout(() => this.look(), LOOK_MS);
		};
		doc.on('update', changed);
		this.#stop = () => doc.off('update', changed);
		this.look();
	}

	leave(): void {
		this.#stop();
		this.#stop = () => {};
		clearTimeout(this.#timer);
		cancelAnimationFrame(this.#frame);
		this.#timer = undefined;
		this.#frame = 0;
		this.#text = null;
	}

	/** Before the next frame. */
	look(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#frame !== 0) return;
		this.#frame = requestAnimationFrame(() => {
			this.#frame = 0;
			this.now();
		});
	}

	/** At once. */
	now(): void {
		const { text } = this;
		if (text !== null) this.#place(text);
	}
}
