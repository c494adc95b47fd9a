import type { Editor } from '@tiptap/core';
import { untrack } from 'svelte';
import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { PersonPresent } from '#lib/collaboration/presence.ts';
import { askedInTurn } from '../asked-in-turn.ts';
import { drawSuggestions } from '../editor/suggested.extension.ts';
import { TextFollower, type FollowedText } from '../editor/text-follower.ts';
import { askJson, bringSending, NOT_SENT, type Done } from '../ask-json.ts';
import type { PlaceRefusal } from '../suggestion.content.ts';
import type { WriteSuggestionInput } from '../suggestion.input.ts';
import {
	colouredAsPresent,
	isTextSuggestion,
	outcomesInWords,
	type DecidedSuggestion,
	type SuggestionView,
	type TextSuggestion,
} from '../suggestion.rules.ts';
import type { SelectedPlace, Standings } from './suggestion-places.ts';
import type * as suggestionPlaces from './suggestion-places.ts';

/** What finds suggestions in a text, and places to propose in: its code comes with the first of them. */
type Places = typeof suggestionPlaces;

const NO_STANDINGS: Standings = new Map();

/** A change that is about to be proposed. */
export interface SuggestionDraft extends SelectedPlace {
	/** What the form begins with. */
	proposed: string;
}

const REFUSALS: Record<PlaceRefusal, string> = {
	'several-blocks':
		'Une proposition porte sur un seul paragraphe, titre, élément de liste ou case, sans saut de ligne. Faites-en une pour chacun.',
	empty: 'Placez le curseur dans une ligne qui a du texte, ou sélectionnez les mots à changer.',
	'too-long': 'Ce passage est trop long. Proposez phrase par phrase.',
	'not-text': 'Ce passage contient autre chose que du texte. Sélectionnez seulement les mots à changer.',
};

/** The suggestions of a document in a page: what they propose, where they are in the editor, what is being written. */
export class DocumentSuggestions {
	#listed = $state.raw<readonly TextSuggestion[]>([]);
	#people = $state.raw<readonly PersonPresent[]>([]);
	/** As the server tells them, each in the colour that its author has here. */
	readonly all = $derived(this.#listed.map((one) => colouredAsPresent(one, this.#people)));
	/** Where the open ones are in the editor. */
	standings = $state.raw<Standings>(NO_STANDINGS);
	/** The one that one is on. */
	active = $state.raw<string | null>(null);
	/** The one that the keyboard has just gone to. */
	focused = $state.raw<string | null>(null);
	draft = $state.raw<SuggestionDraft | null>(null);
	/** Why nothing can be proposed as asked; null when something can. */
	refusal = $state.raw<string | null>(null);
	/** What the last decision came to. */
	told = $state.raw('');

	readonly open = $derived(this.all.filter(({ state }) => state === 'open'));
	readonly decided = $derived(this.all.filter(({ state }) => state !== 'open'));

	readonly #documentId: string;
	readonly #writeHref: string;
	readonly #sending = bringSending(() => this.#bringSending());
	/** Whether they came when they were last asked for. */
	#isFresh = false;
	readonly #text = new TextFollower((text) => this.#place(text));
	#places: Places | null = null;

	/** Asks for the suggestions, with one's own rights. */
	readonly refresh = askedInTurn(() => this.#ask());

	constructor(document: { id: string; departmentCode: string }) {
		this.#documentId = document.id;
		this.#writeHref = `/${document.departmentCode}/documents/${document.id}/propositions`;
	}

	async #bringSending() {
		const { SuggestionSending } = await import('./suggestion-sending.ts');
		return new SuggestionSending<TextSuggestion>(this.#writeHref, {
			all: () => this.all,
			reread: () => this.refresh().then(() => this.#isFresh),
		});
	}

	async #ask(): Promise<void> {
		const found = (await askJson(`/api/documents/${this.#documentId}/suggestions`)) as
			SuggestionView[] | null;
		this.#isFresh = found !== null;
		if (found !== null) this.#listed = found.filter(isTextSuggestion);
		this.#text.look();
	}

	/** Says who is here. They move all the time: only another colour draws anything again. */
	meet(people: readonly PersonPresent[]): void {
		const coloursOf = (some: readonly PersonPresent[]) => some.map((one) => `${one.accountId} ${one.color}`);
		if (coloursOf(people).join() === untrack(() => coloursOf(this.#people)).join()) return;
		this.#people = people;
		this.#text.look();
	}

	/** Follows an editor that has just been drawn. */
	follow(session: DocumentSession, editor: Editor): void {
		this.#text.follow(session, editor);
	}

	leave(): void {
		this.#text.leave();
	}

	#place(text: FollowedText): void {
		// Without suggestions, typing costs nothing here.
		if (this.open.length === 0 && this.standings.size === 0) return;
		if (this.#places === null) return void this.#loadPlaces().then(() => this.#text.look());
		const found = this.#places.standings(text, this.open);
		this.standings = found;
		const drawn = this.open.flatMap((one) => {
			const { id, proposed, initials, color, authorName, organisation } = one;
			const standing = found.get(id);
			if (standing?.kind !== 'intact') return [];
			const { from, to } = standing;
			const author = organisation === '' ? authorName : `${authorName}, ${organisation}`;
			return [{ id, from, to, proposed, initials, color, author, isActive: id === this.active }];
		});
		drawSuggestions(text.editor, drawn);
	}

	/** The selected words become a draft, or the place of the caret. @returns whether there is one */
	async begin(): Promise<boolean> {
		const { text } = this.#text;
		return text !== null && this.#beginAt(text.editor.state.selection);
	}

	/** Once the text has changed: the same words, for what is read there now. @returns whether there is a draft */
	async beginAgain({ id, proposed }: TextSuggestion): Promise<boolean> {
		const standing = this.standings.get(id);
		return standing !== undefined && standing.kind !== 'gone' && this.#beginAt(standing, proposed);
	}

	async #beginAt(range: { from: number; to: number }, proposed?: string): Promise<boolean> {
		const { selectedPlace } = await this.#loadPlaces();
		const { text } = this.#text;
		if (text === null) return false;
		const selected = selectedPlace(text, range);
		this.refusal = typeof selected === 'string' ? REFUSALS[selected] : null;
		if (typeof selected === 'string') return false;
		this.draft = { ...selected, proposed: proposed ?? selected.words };
		return true;
	}

	async #loadPlaces(): Promise<Places> {
		this.#places ??= await import('./suggestion-places.ts');
		return this.#places;
	}

	/** Gives up what was being proposed: the keyboard goes back to the text, where it was. */
	cancel(): void {
		this.draft = null;
		this.#text.text?.editor.view.focus();
	}

	/** Goes to a suggestion, from the text or from the panel. */
	activate(id: string | null): void {
		this.active = id;
		this.#text.now();
	}

	/** Shows a suggestion in the text. */
	show(id: string): void {
		this.activate(id);
		const words = this.#text.text?.editor.view.dom.querySelector(`[data-suggestion="${id}"]`);
		words?.scrollIntoView({ block: 'center' });
	}

	/** The place of an open suggestion in the text, for their order; those without one come last. */
	orderOf({ id }: TextSuggestion): number {
		const standing = this.standings.get(id);
		return standing === undefined || standing.kind === 'gone' ? Infinity : standing.from;
	}

	/** The open suggestion after the one that one is on, or after the caret; from the top again after the last. */
	next(): string | null {
		const caret = this.#text.text?.editor.state.selection.from ?? 0;
		const inOrder = this.open.toSorted((left, right) => this.orderOf(left) - this.orderOf(right));
		const current = inOrder.findIndex(({ id }) => id === this.active);
		if (current !== -1) return inOrder[(current + 1) % inOrder.length]?.id ?? null;
		return (inOrder.find((one) => this.orderOf(one) >= caret) ?? inOrder[0])?.id ?? null;
	}

	/** Writes what was asked, once; says so when it could not, or when nobody knows. */
	async write(input: WriteSuggestionInput): Promise<Done> {
		const sending = await this.#sending();
		if (sending === null) return NOT_SENT;
		const sent = await (input.do === 'propose'
			? sending.propose(input, ({ anchor }) => anchor === input.anchor)
			: sending.decide(input));
		if (!sent.ok) return sent;
		if (input.do === 'propose') this.#proposed(sent.answer as { id: string });
		else this.told = outcomesInWords(sent.answer as DecidedSuggestion[]);
		return { ok: true };
	}

	#proposed({ id }: { id: string }): void {
		this.draft = null;
		this.told = 'Proposition enregistrée.';
		this.activate(id);
		this.focused = id;
	}
}
