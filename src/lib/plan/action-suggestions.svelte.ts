import { askedInTurn } from '#lib/documents/asked-in-turn.ts';
import {
	isFieldSuggestion,
	outcomesInWords,
	type DecidedSuggestion,
	type FieldSuggestion,
	type SuggestionView,
} from '#lib/documents/suggestion.rules.ts';
import { postSuggestion, type Done } from '#lib/documents/suggestions/post-suggestion.ts';
import type { WriteValueSuggestionInput } from './action-suggestion.input.ts';

/** The values proposed for the fields of the plan's actions, in a page. */
export class ActionSuggestions {
	all = $state.raw<readonly FieldSuggestion[]>([]);
	/** What the last decision came to. */
	told = $state.raw('');

	readonly #open = $derived(
		Map.groupBy(
			this.all.filter(({ state }) => state === 'open'),
			({ actionId }) => actionId,
		),
	);

	readonly #documentId: string;
	readonly #writeHref: string;

	/** Asks for the suggestions, with one's own rights. */
	readonly refresh = askedInTurn(() => this.#ask());

	/** @param base « /64/plan » */
	constructor(documentId: string, base: string) {
		this.#documentId = documentId;
		this.#writeHref = `${base}/propositions`;
	}

	async #ask(): Promise<void> {
		const response = await fetch(`/api/documents/${this.#documentId}/suggestions`).catch(() => null);
		if (response?.ok === true)
			this.all = ((await response.json()) as SuggestionView[]).filter(isFieldSuggestion);
	}

	/** Those of an action that wait, oldest first. */
	openOf(actionId: string): readonly FieldSuggestion[] {
		return this.#open.get(actionId) ?? [];
	}

	/** Those of an action that were decided, the last one first. */
	decidedOf(actionId: string): readonly FieldSuggestion[] {
		return this.all.filter((one) => one.actionId === actionId && one.state !== 'open');
	}

	/** Writes what was asked; says so when it could not. */
	async write(input: WriteValueSuggestionInput): Promise<Done> {
		const posted = await postSuggestion(this.#writeHref, input);
		await this.refresh();
		if (!posted.ok) return posted;
		this.told =
			input.do === 'propose'
				? 'Proposition enregistrée.'
				: outcomesInWords(posted.answer as DecidedSuggestion[]);
		return { ok: true };
	}
}
