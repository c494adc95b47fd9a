import type { Editor } from '@tiptap/core';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { FigureValue } from '../figure.rules.ts';
import { figuresById } from '../figure.tree.ts';
import type { DrawnOver } from './open-document.svelte.ts';

/** How often the figures of a text that is being read are asked for again. */
const AGAIN_MS = 60_000;

/** The least time between two askings that the server has given reason for: a plan being filled in changes each second. */
const PAUSE_MS = 2_000;

/** The figures of a text as its reader may see them: asked for together, drawn in place, and again while the page is looked at. */
export class DocumentFigures implements DrawnOver {
	values = $state.raw<readonly FigureValue[]>([]);
	/** Whether the server has answered once. */
	isKnown = $state(false);

	readonly #documentId: string;
	#editor: Editor | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;
	#soon: ReturnType<typeof setTimeout> | undefined;
	readonly #look = (): void => {
		if (document.visibilityState === 'visible') void this.refresh();
	};

	constructor(documentId: string) {
		this.#documentId = documentId;
	}

	follow(_session: DocumentSession, editor: Editor): void {
		this.leave();
		this.#editor = editor;
		this.#draw();
		void this.refresh();
		document.addEventListener('visibilitychange', this.#look);
		this.#timer = setInterval(() => {
			if (this.#isShown()) this.#look();
		}, AGAIN_MS);
	}

	leave(): void {
		clearInterval(this.#timer);
		clearTimeout(this.#soon);
		this.#soon = undefined;
		document.removeEventListener('visibilitychange', this.#look);
		this.#editor = null;
	}

	/** The server says that figures have changed: they are asked for soon, once however often it says so, if the text shows one. */
	changed(): void {
		if (this.#soon !== undefined || !this.#isShown()) return;
		this.#soon = setTimeout(() => {
			this.#soon = undefined;
			this.#look();
		}, PAUSE_MS);
	}

	/** Asks for the values; without the network those that are known stay. */
	async refresh(): Promise<void> {
		try {
			const response = await fetch(`/api/documents/${this.#documentId}/figures`, {
				headers: { accept: 'application/json' },
			});
			if (!response.ok) return;
			this.values = (await response.json()) as FigureValue[];
			this.isKnown = true;
			this.#draw();
		} catch {
			// Offline: asked again when the page is looked at.
		}
	}

	#draw(): void {
		const editor = this.#editor;
		if (editor === null || editor.isDestroyed) return;
		const store = editor.storage.liveFigure;
		store.values = figuresById(this.values);
		for (const draw of store.draw) draw();
	}

	#isShown(): boolean {
		return this.#editor !== null && this.#editor.storage.liveFigure.draw.size > 0;
	}
}
