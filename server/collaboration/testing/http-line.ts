import { decodeAnswer, encodeFrames, StreamReader, type PostAnswer } from '#lib/collaboration/http-wire.ts';
import { CURRENT_SCHEMA_VERSION, SCHEMA_PARAMETER } from '#lib/collaboration/protocol.ts';
import { DOCUMENT } from './harness.ts';

export type HttpLineOptions = {
	/** `http://127.0.0.1:3000` */
	origin: string;
	/** Null: nobody. */
	cookie: string | null;
	documentId?: string;
	id?: string;
	/** What it says it holds of the document. */
	state?: Uint8Array;
	headers?: Record<string, string>;
};

/** The page's end of a connection over HTTP by hand, for what no page sends. */
export class HttpLine {
	readonly frames: Uint8Array[] = [];
	closed: { code: number; reason: string } | null = null;
	readonly #options: HttpLineOptions;
	readonly #id: string;
	readonly #left = new AbortController();
	#number = 0;

	constructor(options: HttpLineOptions) {
		this.#options = options;
		this.#id = options.id ?? crypto.randomUUID().replaceAll('-', '');
	}

	/** Opens the stream. Resolves when the page is let in or told why not, with the status. */
	async open(): Promise<Response> {
		const address = this.#address('flux');
		const { state } = this.#options;
		if (state !== undefined) address.searchParams.set('etat', Buffer.from(state).toString('base64url'));
		const answer = await fetch(address, {
			headers: this.#headers(),
			signal: this.#left.signal,
		});
		if (!answer.ok || answer.body === null) return answer;
		const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
		await new Promise<void>((resolve) => void this.#read(text, resolve));
		return answer;
	}

	/** Posts frames, and says what came of them; null when the answer was not one of ours. */
	async post(
		frames: readonly Uint8Array[],
		how: { number?: number; last?: boolean } = {},
	): Promise<PostAnswer | null> {
		const answer = await this.postBody(encodeFrames(frames), how);
		return answer.ok ? decodeAnswer(new Uint8Array(await answer.arrayBuffer())) : null;
	}

	postBody(body: BodyInit, how: { number?: number; last?: boolean } = {}): Promise<Response> {
		this.#number = how.number ?? this.#number + 1;
		const address = this.#address('messages');
		address.searchParams.set('suite', String(this.#number));
		if (how.last) address.searchParams.set('fin', '1');
		return fetch(address, { method: 'POST', body, headers: this.#headers() });
	}

	/** The page is gone. */
	leave(): void {
		this.#left.abort();
	}

	#address(name: string): URL {
		const { origin, documentId = DOCUMENT } = this.#options;
		return new URL(
			`${origin}/collaboration/${documentId}/${name}?${SCHEMA_PARAMETER}=${CURRENT_SCHEMA_VERSION}&connexion=${this.#id}`,
		);
	}

	#headers(): Record<string, string> {
		const { cookie, headers } = this.#options;
		return { ...(cookie === null ? {} : { cookie }), ...headers };
	}

	async #read(text: ReadableStreamDefaultReader<string>, opened: () => void): Promise<void> {
		const events = new StreamReader();
		try {
			for (;;) {
				const { done, value } = await text.read();
				if (done) break;
				for (const { name, data } of events.read(value)) {
					if (name === '') this.frames.push(new Uint8Array(Buffer.from(data, 'base64')));
					else if (name === 'close') this.closed = JSON.parse(data) as { code: number; reason: string };
					opened();
				}
			}
		} catch {
			this.closed ??= { code: 1006, reason: 'cut' };
		}
		this.closed ??= { code: 1006, reason: 'ended' };
		opened();
	}
}
