import { matchOptions, type ComboboxOption, type ComboboxSearch } from './combobox.ts';

/** Wait after the last key before asking the server, in milliseconds. */
const TYPING_PAUSE = 150;

type Sources = {
	options: () => readonly ComboboxOption[] | undefined;
	search: () => ComboboxSearch | undefined;
};

/** The list of a combobox: what is typed, what answers, which line is active. Made by the component, one for each. */
export class ComboboxList {
	query = $state('');
	open = $state(false);
	active = $state(-1);
	loading = $state(false);
	failed = $state(false);
	results = $state.raw<readonly ComboboxOption[]>([]);
	readonly #sources: Sources;
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	get activeOption(): ComboboxOption | undefined {
		return this.open ? this.results[this.active] : undefined;
	}

	/** What a screen reader is told. */
	get announcement(): string {
		if (!this.open) return '';
		if (this.loading) return 'Recherche…';
		if (this.failed) return 'La recherche a échoué. Réessayez dans un instant.';
		if (this.results.length === 0) return 'Aucun résultat';
		return this.results.length === 1 ? '1 résultat' : `${this.results.length} résultats`;
	}

	type(query: string): void {
		this.query = query;
		this.show();
	}

	show(): void {
		this.open = true;
		const search = this.#sources.search();
		if (search) {
			this.#askSoon(search);
			return;
		}
		this.#take(matchOptions(this.#sources.options() ?? [], this.query));
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#asked += 1;
		this.open = false;
		this.loading = false;
		this.active = -1;
	}

	move(step: number): void {
		const count = this.results.length;
		if (count === 0) return;
		const from = this.active === -1 && step < 0 ? 0 : this.active;
		this.active = (from + step + count) % count;
	}

	#take(results: readonly ComboboxOption[]): void {
		this.results = results;
		this.active = results.length > 0 && this.query !== '' ? 0 : -1;
		this.loading = false;
	}

	#askSoon(search: ComboboxSearch): void {
		clearTimeout(this.#timer);
		this.#asked += 1;
		const mine = this.#asked;
		this.loading = true;
		this.failed = false;
		this.#timer = setTimeout(() => void this.#ask(search, mine), TYPING_PAUSE);
	}

	/** An answer to an older question is dropped. */
	async #ask(search: ComboboxSearch, mine: number): Promise<void> {
		try {
			const results = await search(this.query);
			if (mine === this.#asked) this.#take(results);
		} catch {
			if (mine !== this.#asked) return;
			this.failed = true;
			this.#take([]);
		}
	}
}
