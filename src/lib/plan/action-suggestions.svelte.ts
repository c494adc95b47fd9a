import { askedInTurn } from '#lib/documents/asked-in-turn.ts';
import { askJson, bringSending, NOT_SENT, type Done } from '#lib/documents/ask-json.ts';
import {
	isFieldSuggestion,
	outcomesInWords,
	type DecidedSuggestion,
	type FieldSuggestion,
	type SuggestionView,
} from '#lib/documents/suggestion.rules.ts';
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
	readonly #sending = bringSending(() => this.#bringSending());
	/** Whether they came when they were last asked for. */
	#isFresh = false;

	/** Asks for the suggestions, with one's own rights. */
	readonly refresh = askedInTurn(() => this.#ask());

	/** @param base « /64/plan » */
	constructor(documentId: string, base: string) {
		this.#documentId = documentId;
		this.#writeHref = `${base}/propositions`;
	}

	async #bringSending() {
		const { SuggestionSending } = await import('#lib/documents/suggestions/suggestion-sending.ts');
		return new SuggestionSending<FieldSuggestion>(this.#writeHref, {
			all: () => this.all,
			reread: () => this.refresh().then(() => this.#isFresh),
		});
	}

	async #ask(): Promise<void> {
		const found = (await askJson(`/api/documents/${this.#documentId}/suggestions`)) as
			SuggestionView[] | null;
		this.#isFresh = found !== null;
		if (found !== null) this.all = found.filter(isFieldSuggestion);
	}

	/** Those of an action that wait, oldest first. */
	openOf(actionId: string): readonly FieldSuggestion[] {
		return this.#open.get(actionId) ?? [];
	}

	/** Those of an action that were decided, the last one first. */
	decidedOf(actionId: string): readonly FieldSuggestion[] {
		return this.all.filter((one) => one.actionId === actionId && one.state !== 'open');
	}

	/** Writes what was asked, once; says so when it could not, or when nobody knows. */
	async write(input: WriteValueSuggestionInput): Promise<Done> {
		const sending = await this.#sending();
		if (sending === null) return NOT_SENT;
		const sent = await (input.do === 'propose'
			? sending.propose(input, ({ actionId, field }) => actionId === input.actionId && field === input.field)
			: sending.decide(input));
		if (!sent.ok) return sent;
		this.told =
			input.do === 'propose'
				? 'Proposition enregistrée.'
				: outcomesInWords(sent.answer as DecidedSuggestion[]);
		return { ok: true };
	}
}
