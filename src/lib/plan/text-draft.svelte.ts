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
	#before: string | null = null;
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
		if (text !== null && text !== this.#options.value()) this.#options.commit(text);
	}

	/**
	 * Back to what the field held when it was entered, even if a pause has already written.
	 * @returns whether there was anything to take back
	 */
	cancel(): boolean {
		clearTimeout(this.#timer);
		const shown = this.text;
		const before = this.#before ?? this.#options.value();
		this.#draft = null;
		if (before !== this.#options.value()) this.#options.commit(before);
		return shown !== before;
	}
}
