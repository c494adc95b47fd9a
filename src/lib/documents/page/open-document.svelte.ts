import type { Editor } from '@tiptap/core';
import { tick } from 'svelte';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import { LiveDocument } from '#lib/collaboration/live-document.svelte.ts';
import type { Access } from '#lib/collaboration/protocol.ts';
import type { DocumentComments } from '../comments/document-comments.svelte.ts';
import type { OutlineEntry } from '../document.content.ts';
import { DocumentFigures } from './document-figures.svelte.ts';
import type { DocumentView } from '../editor/document-view.svelte.ts';
import type { DocumentSuggestions } from '../suggestions/document-suggestions.svelte.ts';

/** The document that a page shows, as its server gives it. */
export type ShownDocument = {
	id: string;
	title: string;
	clientKey: string;
	access: Access;
	comments: Access;
	departmentCode: string;
};

/** What stands beside the text, one thing at a time. */
export type SidePanel = 'comments' | 'suggestions';

/** What is drawn over a text in its editor, and must find its place again in each new one. */
export interface DrawnOver {
	follow(session: DocumentSession, editor: Editor): void;
	leave(): void;
}

type Given = {
	document: ShownDocument;
	accountId: string;
	outline: readonly OutlineEntry[];
	/** The comment that the page's address asks for. */
	thread: () => string | null;
};

/** A document open in a page: its session, its editor once drawn, what is drawn over it and what stands beside it. */
export class OpenDocument {
	readonly live: LiveDocument;
	view = $state.raw<DocumentView | null>(null);
	/** The session whose editor is drawn: until then, and while another is made, the server's text stands. */
	drawn = $state.raw<DocumentSession | null>(null);
	/** On a phone one reads first: a thumb that scrolls must not open the keyboard. */
	reading = $state(false);
	readonly figures: DocumentFigures;
	comments = $state.raw<DocumentComments | null>(null);
	suggestions = $state.raw<DocumentSuggestions | null>(null);
	panel = $state.raw<SidePanel | null>(null);
	/** What opened the panel: the focus goes back there. */
	panelToggle = $state.raw<HTMLElement | null>(null);
	suggestionsToggle = $state.raw<HTMLElement | null>(null);

	readonly isDrawn = $derived.by(() => this.drawn !== null && this.drawn === this.live.session);
	readonly mayWrite = $derived.by(() => this.live.access === 'write' && this.live.closed === null);
	readonly mayComment = $derived.by(() => this.shown.comments === 'write' && this.live.closed === null);
	readonly editing = $derived.by(() => this.mayWrite && !this.reading && this.isDrawn);
	readonly outline = $derived.by(() =>
		this.view === null || this.drawn === null ? this.#given().outline : this.view.outline,
	);

	readonly #given: () => Given;
	readonly #drawnOver: DrawnOver[] = [];

	/** @param given what the server says of the document, which may be said anew */
	constructor(given: () => Given) {
		this.#given = given;
		const { document, accountId } = given();
		this.figures = this.#drawOver(new DocumentFigures(document.id));
		const { id: documentId, clientKey, access } = document;
		this.live = new LiveDocument({ documentId, accountId, clientKey, access });
	}

	get shown(): ShownDocument {
		return this.#given().document;
	}

	/** Connects and loads what a page needs after its text. @returns its undoing */
	open(): () => void {
		this.reading = matchMedia('(max-width: 760px)').matches;
		const close = this.live.open();
		// What comes after one has left finds no document any more.
		let isLeft = false;
		void import('../editor/document-view.svelte.ts').then(({ DocumentView }) => {
			if (isLeft) return;
			this.view = new DocumentView(this.#given().outline);
		});
		void import('../comments/document-comments.svelte.ts').then(({ DocumentComments }) => {
			if (isLeft) return;
			this.comments = this.#drawOver(new DocumentComments(this.shown));
			const thread = this.#given().thread();
			if (thread === null) return;
			this.panel = 'comments';
			this.comments.goTo(thread);
		});
		void import('../suggestions/document-suggestions.svelte.ts').then(({ DocumentSuggestions }) => {
			if (isLeft) return;
			this.suggestions = this.#drawOver(new DocumentSuggestions(this.shown));
		});
		return () => {
			isLeft = true;
			this.view?.leave();
			for (const drawnOver of this.#drawnOver) drawnOver.leave();
			close();
		};
	}

	/** An editor is drawn: what follows the text follows it there. */
	follow(drawn: { session: DocumentSession; editor: Editor; scroller: HTMLElement }): void {
		if (this.view === null) return;
		const { session, editor, scroller } = drawn;
		this.view.follow(session, editor, scroller);
		this.drawn = session;
		for (const drawnOver of this.#drawnOver) drawnOver.follow(session, editor);
		const hash = decodeURIComponent(location.hash.slice(1));
		if (hash !== '') this.view.goTo(hash);
	}

	async startEditing(): Promise<void> {
		this.reading = false;
		await tick();
		this.view?.editor?.view.focus();
	}

	/** Shows in the panel what is said of a passage. */
	showThread(thread: string): void {
		this.panel = 'comments';
		this.comments?.activate(thread);
	}

	/** Shows in the panel what is proposed for a passage. */
	showSuggestion(id: string): void {
		this.panel = 'suggestions';
		this.suggestions?.activate(id);
	}

	#drawOver<Kind extends DrawnOver>(drawnOver: Kind): Kind {
		this.#drawnOver.push(drawnOver);
		if (this.drawn !== null && this.view?.editor) drawnOver.follow(this.drawn, this.view.editor);
		return drawnOver;
	}
}
