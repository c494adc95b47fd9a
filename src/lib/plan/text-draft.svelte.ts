/** A pause this long while typing writes what is there: the others see it come without each letter being a change. */
const PAUSE_MS = 700;

interface Options {
	/** What the plan holds. */
	value: () => string;
	commit: (text: string) => void;
}

/** What is being typed into a field of one value, until it is written: on leaving, on Enter, or at a pause. */
export class TextDraft {
	#draft = $state<string | null>(null);
	readonly #options: Options;
	/** What Échap brings back: what the field held when it was entered, or what somebody else has put there since. */
	#before = '';
	/** What the field held once a pause had written there. */
	#written: string | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	/** What the field shows. */
	get text(): string {
		return this.#draft ?? this.#options.value();
	}

	/** The field is entered: what it holds now is what Échap brings back. */
	enter(): void {
		this.#before = this.#options.value();
		this.#written = null;
	}

	type(text: string): void {
		this.#draft = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
	}

	/** Writes what is typed, if anything is. */
	flush(): void {
		clearTimeout(this.#timer);
		const text = this.#draft;
		this.#draft = null;
		if (text === null) return;
		const now = this.#options.value();
		if (text === now) return;
		if (now !== this.#written) this.#before = now;
		this.#options.commit(text);
		this.#written = this.#options.value();
	}

	/**
	 * Takes one's own words back, even if a pause has already written them; what somebody else has put there stays.
	 * @returns whether there was anything to take back
	 */
	cancel(): boolean {
		clearTimeout(this.#timer);
		const now = this.#options.value();
		const typed = this.#draft !== null && this.#draft !== now;
		const wrote = this.#written === now && this.#before !== now;
		this.#draft = null;
		this.#written = null;
		if (wrote) this.#options.commit(this.#before);
		return typed || wrote;
	}
}
