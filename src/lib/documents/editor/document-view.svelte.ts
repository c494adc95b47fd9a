import type { Editor } from '@tiptap/core';
import type * as Y from 'yjs';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import { contentOf, outlineOf, type OutlineEntry } from '../document.content.ts';
import type { Footnote } from '../footnote.rules.ts';
import { notesInEditor } from '../notes/footnote-list.ts';
import { RemoteNews } from './remote-news.ts';
import { readToolState, type ToolState } from './tools.ts';

/** The outline is read again at most this often while people type. */
const OUTLINE_MS = 150;

/** A heading this far under the top of the text is the one being read. */
const READING_LINE_PX = 140;

/** What a page follows of a document in an editor: outline, where one is, tools, what others do. */
export class DocumentView {
	outline = $state.raw<readonly OutlineEntry[]>([]);
	/** The part with the caret, or the one being read. */
	/** The notes of the text, in the order of their numbers. */
	notes = $state.raw<readonly Footnote[]>([]);
	current = $state.raw<string | null>(null);
	tools = $state.raw<ToolState | null>(null);
	editor = $state.raw<Editor | null>(null);
	/** For the live region: « Claire Dufau écrit dans « Nos priorités » ». */
	news = $state.raw('');

	#stop: (() => void)[] = [];
	#frame = 0;

	constructor(outline: readonly OutlineEntry[]) {
		this.outline = outline;
		this.current = outline[0]?.id ?? null;
	}

	/** Follows an editor that has just been made; `scroller` is what scrolls on a large screen. */
	follow(session: DocumentSession, editor: Editor, scroller: HTMLElement): void {
		this.leave();
		this.editor = editor;
		const fragment = contentOf(session.doc);
		let timer: ReturnType<typeof setTimeout> | undefined;
		const changed = (): void => {
			timer ??= setTimeout(() => {
				timer = undefined;
				this.outline = outlineOf(fragment);
				this.notes = notesInEditor(editor.state.doc);
				this.look();
			}, OUTLINE_MS);
		};
		const news = new RemoteNews(session.people, (sentence) => (this.news = sentence));
		const observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
			if (!transaction.local) news.changed(events, transaction, this.outline);
		};
		const scrolled = (): void => this.look();
		session.doc.on('update', changed);
		fragment.observeDeep(observe);
		scroller.addEventListener('scroll', scrolled, { passive: true });
		window.addEventListener('scroll', scrolled, { passive: true });
		this.#stop.push(() => {
			clearTimeout(timer);
			news.stop();
			session.doc.off('update', changed);
			fragment.unobserveDeep(observe);
			scroller.removeEventListener('scroll', scrolled);
			window.removeEventListener('scroll', scrolled);
		});
		this.outline = outlineOf(fragment);
		this.notes = notesInEditor(editor.state.doc);
		this.look();
	}

	leave(): void {
		for (const stop of this.#stop) stop();
		this.#stop = [];
		cancelAnimationFrame(this.#frame);
		this.#frame = 0;
		this.editor = null;
		this.tools = null;
	}

	/** Reads again, once per frame, what depends on selection and scroll. */
	look(): void {
		if (this.#frame !== 0) return;
		this.#frame = requestAnimationFrame(() => {
			this.#frame = 0;
			const { editor } = this;
			if (editor === null || editor.isDestroyed) return;
			this.tools = readToolState(editor);
			this.current = editor.isFocused ? this.#underCaret(editor) : this.#beingRead(editor);
		});
	}

	/** Brings a part to the top of the text; with the caret in it where one may write. */
	goTo(id: string): void {
		const { editor } = this;
		const entry = this.outline.find((one) => one.id === id);
		if (editor === null || entry === undefined) return;
		const heading = headingElement(editor, entry);
		heading?.scrollIntoView({ block: 'start' });
		if (editor.isEditable) {
			const size = editor.state.doc.maybeChild(entry.index)?.nodeSize ?? 2;
			editor.commands.setTextSelection(positionOf(editor, entry.index) + size - 1);
			editor.view.focus();
		}
		this.current = id;
	}

	/** Brings the call of a note into view, with the caret after it where one may write. */
	goToNote(index: number): void {
		const { editor } = this;
		const call = editor?.view.dom.querySelectorAll<HTMLElement>('[data-note]')[index];
		if (!editor || call === undefined) return;
		call.scrollIntoView({ block: 'center' });
		if (editor.isEditable) {
			editor.commands.setTextSelection(editor.view.posAtDOM(call, 0) + 1);
			editor.view.focus();
		} else call.querySelector('button')?.focus();
	}

	#underCaret(editor: Editor): string | null {
		const at = editor.state.selection.$head.index(0);
		return this.outline.findLast((entry) => entry.index <= at)?.id ?? null;
	}

	#beingRead(editor: Editor): string | null {
		const top = Math.max(editor.view.dom.parentElement?.getBoundingClientRect().top ?? 0, 0);
		const above = this.outline.findLast((entry) => {
			const element = headingElement(editor, entry);
			return element !== null && element.getBoundingClientRect().top < top + READING_LINE_PX;
		});
		return (above ?? this.outline[0])?.id ?? null;
	}
}

function positionOf(editor: Editor, index: number): number {
	let position = 0;
	const { doc } = editor.state;
	for (let at = 0; at < Math.min(index, doc.childCount); at += 1) position += doc.child(at).nodeSize;
	return position;
}

function headingElement(editor: Editor, entry: OutlineEntry): HTMLElement | null {
	if (entry.index >= editor.state.doc.childCount) return null;
	const node = editor.view.nodeDOM(positionOf(editor, entry.index));
	return node instanceof HTMLElement ? node : null;
}
