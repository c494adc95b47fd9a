import { untrack } from 'svelte';
import { LiveDocument } from '#lib/collaboration/live-document.svelte.ts';
import type { Access } from '#lib/collaboration/protocol.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { Action } from './action.rules.ts';
import { titleInWords } from './action.words.ts';
import { learnCommuneNames } from './place-search.ts';
import { lookup, setOf } from './lookup.ts';
import type { NewAction } from './plan.new-action.content.ts';
import type { Replacement } from './plan.editor.ts';
import type { NamesData } from './plan.names.svelte.ts';
import { PlanView } from './plan.view.svelte.ts';
import { replacedSentence, showRemoteChange } from './remote-changes.ts';

/** What the server gives of a plan. */
export interface PlanData extends NamesData {
	document: { id: string; departmentCode: string; clientKey: string; access: Access; comments: Access };
	actions: readonly (Action & { description: string })[];
	myOrganisationIds: readonly string[];
	unread: Readonly<Record<string, number>>;
	followedIds: readonly string[];
	today: string;
}

/** Where somebody says they are. */
export type Place = { action: string; field?: string } | null;

/**
 * The live actions: the shared document, the rows that follow it, and what one person does to them. Made while a
 * component starts: it holds effects.
 */
export class PlanLive {
	readonly live: LiveDocument;
	readonly view: PlanView;
	readonly mayComment: boolean;
	/** Actions that one follows. */
	followed = $state.raw<ReadonlySet<string>>(setOf<string>([]));
	/** What is said aloud. */
	spoken = $state('');
	readonly #base: string;
	readonly #toasts: Toasts;
	/** Descriptions as they were last projected. */
	readonly #stored: ReadonlyMap<string, string>;

	constructor(options: { plan: PlanData; accountId: string; base: string; toasts: Toasts }) {
		const { plan, accountId } = options;
		this.#base = options.base;
		this.#toasts = options.toasts;
		this.view = new PlanView(plan);
		const { id: documentId, clientKey, access } = plan.document;
		this.live = new LiveDocument({ documentId, accountId, clientKey, access });
		this.#stored = lookup(plan.actions.map((action) => [action.id, action.description] as const));
		$effect.pre(() => {
			this.view.people = this.live.people;
		});
		$effect(() => this.#follow());
		$effect(() => this.#learnNames());
		$effect(() => this.#askSuggestions(plan.document.id));
		$effect(() => this.#askComments(plan.document));
		this.followed = setOf(plan.followedIds);
		this.mayComment = plan.document.comments === 'write';
		$effect(() => untrack(() => this.live.open()));
	}

	/** This person's rights let them read only. */
	readonly readsOnly = $derived.by(
		() => this.live.access === 'read' && this.live.accessReason === 'rights' && !this.live.showsHeld,
	);

	/** Follows an action, or no longer. */
	async follow(actionId: string, follows: boolean): Promise<void> {
		const { follow } = await import('./follow.ts');
		const isDone = await follow(this.#base, { actionId, follows });
		if (!isDone) return this.say('Le suivi n’a pas pu être enregistré. Réessayez.');
		const others = [...this.followed].filter((id) => id !== actionId);
		this.followed = setOf(follows ? [...others, actionId] : others);
		this.say(follows ? 'Vous suivez cette action.' : 'Vous ne suivez plus cette action.');
	}

	/** The description as it was last projected, until the live one has come. */
	storedDescription(id: string): string {
		return this.#stored.get(id) ?? '';
	}

	place(place: Place): void {
		this.live.say(place);
	}

	say(sentence: string): void {
		// The same sentence twice is said twice.
		this.spoken = this.spoken === sentence ? `${sentence}\u00a0` : sentence;
	}

	/** @returns the id of the new action; undefined for who reads only */
	create(values: NewAction): string | undefined {
		const id = this.view.editor?.create(values);
		if (id !== undefined) this.view.fold(values.proposition, false);
		return id;
	}

	shift(id: string, by: 1 | -1): void {
		if (this.view.editor?.shift({ id, by }))
			this.say(`Déplacée\u00a0: c’est maintenant l’action ${this.view.numbers.get(id) ?? ''}.`);
		else this.say(by < 0 ? 'Déjà la première de sa proposition.' : 'Déjà la dernière de sa proposition.');
	}

	/** @returns whether it was there */
	remove(id: string): boolean {
		const title = titleInWords(this.view.row(id)?.action.title ?? '');
		if (!this.view.editor?.remove(id)) return false;
		this.#toasts.show({
			message: `L’action «\u00a0${title}\u00a0» a été supprimée.`,
			action: { label: 'Annuler', run: () => this.#restore(id) },
		});
		return true;
	}

	#restore(id: string): void {
		if (!this.view.editor?.restore(id))
			this.say('L’action n’a pas pu être rétablie ici\u00a0: elle est dans l’historique du plan.');
	}

	/** Rows become the live document's as soon as it is open, and again at each change of access. */
	#follow(): (() => void) | undefined {
		const { session } = this.live;
		const { view } = this;
		if (session === null) return undefined;
		let undo: (() => void) | null = null;
		let ended = false;
		void import('./plan.session.ts').then(({ openPlanSession }) => {
			if (ended) return;
			const opened = openPlanSession({
				session,
				onReplaced: (replacement, person) => this.#tellReplaced(replacement, person),
				onRemote: showRemoteChange,
			});
			const detach = view.attach(opened.rows);
			view.editor = opened.editor;
			undo = () => {
				view.editing = null;
				view.editor = null;
				detach();
				opened.close();
			};
		});
		return () => {
			ended = true;
			untrack(() => undo?.());
		};
	}

	/** What is proposed: asked for when the page can, and again each time it may have changed. */
	#askSuggestions(documentId: string): void {
		if (this.live.session === null) return;
		// Read for its changes alone.
		void this.live.comments;
		const { view } = this;
		if (view.suggestions !== null) return void view.suggestions.refresh();
		void import('./action-suggestions.svelte.ts').then(({ ActionSuggestions }) => {
			view.suggestions ??= new ActionSuggestions(documentId, this.#base);
		});
	}

	/** What is said of the actions: asked for once an action is open or something is said, and again each time it may have changed. */
	#askComments(document: PlanData['document']): void {
		// The first time says only that the line is open: what was unread came with the page.
		const isNews = this.live.comments > 1 || this.view.selectedId !== null;
		if (this.live.session === null || !isNews) return;
		const { view } = this;
		if (view.comments !== null) return void view.comments.refresh();
		void Promise.all([
			import('#lib/documents/comments/comment-threads.svelte.ts'),
			import('./unread.rules.ts'),
		]).then(([{ CommentThreads }, { unreadByAction }]) => {
			view.countUnread = unreadByAction;
			view.comments ??= new CommentThreads(document);
		});
	}

	/** Names of the communes that others have added since the page came. */
	#learnNames(): void {
		const row = this.view.row(this.view.selectedId);
		if (row === null) return;
		void learnCommuneNames(this.#base, this.view.names, row.action.communeCodes);
		void this.#learnLabels(row.action);
	}

	/** Labels of a measure or of indicators that have been chosen since the page came. */
	async #learnLabels(action: Action): Promise<void> {
		const { names } = this.view;
		const unknown = [action.measure, ...action.indicators].filter(
			(code) => code !== '' && names.label(code) === null,
		);
		if (unknown.length === 0) return;
		const { catalogueLabels } = await import('./catalogue.labels.ts');
		const labels = catalogueLabels([action]);
		// Those of the committee itself are in no catalogue: nothing is learned, and nobody told.
		if (unknown.some((code) => Object.hasOwn(labels, code))) names.learnLabels(labels);
	}

	/** The last one on a field wins; who had it before is told, with a way back. */
	#tellReplaced(replacement: Replacement, person: Parameters<typeof replacedSentence>[2]): void {
		const { actionId: id, field, mine: value } = replacement;
		this.#toasts.show({
			message: replacedSentence(this.view, replacement, person),
			action: {
				label: 'Remettre ma valeur',
				run: () => this.view.editor?.setField({ id, field, value }),
			},
		});
	}
}
