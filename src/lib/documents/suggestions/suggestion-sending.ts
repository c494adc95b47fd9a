import { SendOnce, type Sent } from '../send-once.ts';
import type { DecisionInput } from '../suggestion.input.ts';
import type { DecidedSuggestion, SuggestionView } from '../suggestion.rules.ts';

const WORDS = {
	unsaved: 'Votre demande n’a pas pu être enregistrée. Rien n’a changé\u00a0: réessayez.',
	unsure:
		'La liaison est coupée\u00a0: on ne sait pas si votre demande est enregistrée. Réessayez\u00a0: elle ne le sera pas deux fois.',
};

/** The suggestions that a page knows. */
interface Known<One> {
	all: () => readonly One[];
	/** @returns whether they came */
	reread: () => Promise<boolean>;
}

/** Asks for suggestions to be made or decided, once. */
export class SuggestionSending<One extends SuggestionView> {
	readonly #href: string;
	readonly #known: Known<One>;
	readonly #sending = new SendOnce(WORDS);

	constructor(href: string, known: Known<One>) {
		this.#href = href;
		this.#known = known;
	}

	/** @param isIt whether a suggestion is about what is proposed */
	propose(input: object, isIt: (one: One) => boolean): Promise<Sent> {
		return this.#send(
			input,
			(known) => this.#known.all().find((one) => one.isOwn && !known.has(one.id) && isIt(one)) ?? null,
		);
	}

	decide(input: DecisionInput): Promise<Sent> {
		const ids = 'ids' in input ? input.ids : [input.suggestionId];
		return this.#send(input, () => {
			const decided = this.#known.all().flatMap(({ id, state }): DecidedSuggestion[] => {
				return state === 'open' || !ids.includes(id) ? [] : [{ id, outcome: state }];
			});
			return decided.length === 0 ? null : decided;
		});
	}

	#send(input: object, find: (known: ReadonlySet<string>) => object | null): Promise<Sent> {
		const { all, reread } = this.#known;
		return this.#sending.send({ href: this.#href, input, ids: all().map(({ id }) => id), reread, find });
	}
}
