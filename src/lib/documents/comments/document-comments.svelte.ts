import type { Editor } from '@tiptap/core';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { WriteCommentInput } from '../comment.input.ts';
import { drawPassages } from '../editor/commented.extension.ts';
import { TextFollower, type FollowedText } from '../editor/text-follower.ts';
import type { Done } from '../ask-json.ts';
import { CommentThreads } from './comment-threads.svelte.ts';
import type { Draft, ThreadPlaces } from './text-places.ts';
import type * as textPlaces from './text-places.ts';

/** What finds passages in a text: its code comes with the first comment. */
type Places = typeof textPlaces;

const NO_PLACES: ThreadPlaces = new Map();

const REFUSALS = {
	'too-long': 'Ce passage est trop long. Sélectionnez quelques phrases, ou le titre de la partie.',
	none: 'Sélectionnez d’abord les mots à commenter dans le texte.',
} as const;

/** The comments of a text in a page: what they say, where they are in the editor, what is being written. */
export class DocumentComments extends CommentThreads {
	/** Where each thread is in the editor; one that is not here is detached, or the editor is not drawn yet. */
	places = $state.raw<ThreadPlaces>(NO_PLACES);
	/** Whether places are known. */
	placed = $state.raw(false);
	draft = $state.raw<Draft | null>(null);
	/** Why nothing can be commented as asked; null when something can. */
	refusal = $state.raw<string | null>(null);
	readonly #text = new TextFollower((text) => this.#place(text));
	#find: Places | null = null;
	#wanted: string | null = null;

	protected override arrived(): void {
		this.#text.look();
	}

	/** Follows an editor that has just been drawn. */
	follow(session: DocumentSession, editor: Editor): void {
		this.#text.follow(session, editor);
	}

	leave(): void {
		this.#text.leave();
		this.placed = false;
	}

	#place({ editor, fragment, doc }: FollowedText): void {
		// Without comments, typing costs nothing here.
		if (this.threads.length === 0 && this.places.size === 0) return;
		if (this.#find === null) return void this.#loadPlaces().then(() => this.#text.look());
		const places = this.#find.placeThreads(this.#find.readTextPlaces(editor, fragment), doc, this.threads);
		this.places = places;
		this.placed = true;
		const open = this.threads.filter(({ id, resolvedAt }) => resolvedAt === null || id === this.active);
		const drawn = open.flatMap(({ id: threadId }) => {
			const place = places.get(threadId);
			return place === undefined ? [] : [{ threadId, ...place, isActive: threadId === this.active }];
		});
		drawPassages(editor, drawn);
		const wanted = this.#wanted;
		if (wanted === null || !this.threads.some(({ id }) => id === wanted)) return;
		this.#wanted = null;
		this.show(wanted);
	}

	/** The selected passage becomes a draft. @returns whether there is one */
	async begin(): Promise<boolean> {
		this.refusal = null;
		const { selectedPassage } = await this.#loadPlaces();
		const { text } = this.#text;
		if (text === null) return false;
		const selected = selectedPassage(text.editor, text.fragment);
		if (typeof selected === 'string') this.refusal = REFUSALS[selected];
		else this.draft = selected;
		return typeof selected !== 'string';
	}

	async #loadPlaces(): Promise<Places> {
		this.#find ??= await import('./text-places.ts');
		return this.#find;
	}

	/** Goes to a thread, from the text or from the panel. */
	override activate(threadId: string | null): void {
		super.activate(threadId);
		this.#text.now();
	}

	/** Shows the passage of a thread in the text. */
	override show(threadId: string): void {
		this.activate(threadId);
		const passage = this.#text.text?.editor.view.dom.querySelector(`[data-thread="${threadId}"]`);
		passage?.scrollIntoView({ block: 'center' });
	}

	/** Goes to a thread that is not known yet: as soon as it is, and has its place. */
	goTo(threadId: string): void {
		this.#wanted = threadId;
		this.#text.now();
	}

	/** The next open thread after the caret, from the top again after the last; null without any. */
	next(): string | null {
		const caret = this.#text.text?.editor.state.selection.from ?? 0;
		const inOrder = this.threads
			.filter(({ resolvedAt }) => resolvedAt === null)
			.flatMap(({ id }) => ({ id, at: this.places.get(id)?.from ?? null }))
			.flatMap(({ id, at }) => (at === null ? [] : [{ id, at }]))
			.sort((left, right) => left.at - right.at);
		const current = inOrder.findIndex(({ id }) => id === this.active);
		if (current !== -1) return inOrder[(current + 1) % inOrder.length]?.id ?? null;
		return (inOrder.find(({ at }) => at >= caret) ?? inOrder[0])?.id ?? null;
	}

	override async write(input: WriteCommentInput): Promise<Done> {
		const written = await super.write(input);
		if (written.ok && input.do === 'start') this.draft = null;
		return written;
	}
}
