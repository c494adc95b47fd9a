/** A session that has ended sends to the page where one signs in. */
const SIGNED_OUT =
	'Vous êtes déconnecté. Ce que vous avez écrit reste ici\u00a0: reconnectez-vous dans un autre onglet, puis réessayez.';

/** The server's answer, or what was found to stand for it. */
export type Sent = { ok: true; answer: unknown } | { ok: false; sentence: string };

interface Letter {
	href: string;
	input: object;
	/** What is known before it is sent. */
	ids: Iterable<string>;
	/** Reads again what it may have changed. @returns whether it could */
	reread: () => Promise<boolean>;
	/** What it changed, as an answer would say it, beside what was known; null when that is not there. */
	find: (known: ReadonlySet<string>) => object | null;
}

/**
 * Sends what must not be done twice over lines that are cut: an answer that does not come says nothing of what was saved. What it was
 * about is then read again; while that cannot be, nobody knows, and the same words are not sent again before it has been.
 */
export class SendOnce {
	readonly #words: { unsaved: string; unsure: string };
	/** What was sent and never answered, and what was known before it was. */
	readonly #unanswered = new Map<string, ReadonlySet<string>>();

	/** @param words what a person reads when nothing was saved, and when nobody knows */
	constructor(words: { unsaved: string; unsure: string }) {
		this.#words = words;
	}

	async send(letter: Letter): Promise<Sent> {
		const body = JSON.stringify(letter.input);
		const before = this.#unanswered.get(body);
		if (before !== undefined) {
			// It may have come after one last looked.
			const isRead = await letter.reread();
			const answer = letter.find(before);
			if (answer !== null) return this.#settled(body, { ok: true, answer });
			if (!isRead) return { ok: false, sentence: this.#words.unsure };
		}
		const known = before ?? new Set(letter.ids);
		const response = await post(letter.href, body);
		const said: unknown = (await response?.json().catch(() => null)) ?? null;
		const isRead = await letter.reread();
		if (response?.redirected === true) return this.#settled(body, { ok: false, sentence: SIGNED_OUT });
		if (response?.ok === false && said !== null)
			return this.#settled(body, { ok: false, sentence: this.#sentenceOf(said) });
		const answer = said ?? letter.find(known);
		if (answer !== null) return this.#settled(body, { ok: true, answer });
		this.#unanswered.set(body, known);
		return { ok: false, sentence: isRead ? this.#words.unsaved : this.#words.unsure };
	}

	#settled(body: string, sent: Sent): Sent {
		this.#unanswered.delete(body);
		return sent;
	}

	#sentenceOf(answer: unknown): string {
		const isSaid = typeof answer === 'object' && answer !== null && 'message' in answer;
		return isSaid && typeof answer.message === 'string' ? answer.message : this.#words.unsaved;
	}
}

function post(href: string, body: string): Promise<Response | null> {
	const headers = { accept: 'application/json', 'content-type': 'application/json' };
	return fetch(href, { method: 'POST', headers, body }).catch(() => null);
}
