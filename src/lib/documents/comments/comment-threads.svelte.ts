import { askedInTurn } from '../asked-in-turn.ts';
import type { WriteCommentInput } from '../comment.input.ts';
import { isUnread, type Mentionable, type ThreadView } from '../comment.rules.ts';

export type Written = { ok: true } | { ok: false; sentence: string };

const FAILED = 'Votre commentaire n’a pas pu être enregistré. Il reste ici\u00a0: réessayez.';

/** The threads of a document in a page, whatever they are about: asking for them, writing, what one has seen. */
export class CommentThreads {
	threads = $state.raw<readonly ThreadView[]>([]);
	/** Whether the server has answered once. */
	isKnown = $state.raw(false);
	/** The thread one is on. */
	active = $state.raw<string | null>(null);
	/** The thread that the keyboard has just gone to. */
	focused = $state.raw<string | null>(null);
	mentionable = $state.raw<readonly Mentionable[]>([]);

	readonly openCount = $derived(this.threads.filter((thread) => thread.resolvedAt === null).length);
	readonly unreadCount = $derived(this.threads.filter(isUnread).length);

	readonly #documentId: string;
	readonly #spaceHref: string;

	/** Asks for the comments, with one's own rights. */
	readonly refresh = askedInTurn(() => this.#ask());

	constructor(document: { id: string; departmentCode: string }) {
		this.#documentId = document.id;
		this.#spaceHref = `/${document.departmentCode}`;
	}

	async #ask(): Promise<void> {
		const response = await fetch(`/api/documents/${this.#documentId}/comments`).catch(() => null);
		if (response?.ok === true) {
			this.threads = (await response.json()) as ThreadView[];
			this.isKnown = true;
		}
		this.arrived();
	}

	/** Called each time the threads have been asked for. */
	protected arrived(): void {}

	/** Goes to a thread. */
	activate(threadId: string | null): void {
		this.active = threadId;
		if (threadId !== null) void this.markRead([threadId]);
	}

	/** Shows what a thread is about. */
	show(threadId: string): void {
		this.activate(threadId);
	}

	/** Writes what was asked; says so when it could not. */
	async write(input: WriteCommentInput): Promise<Written> {
		const response = await this.#post('', input);
		if (response === null) return { ok: false, sentence: FAILED };
		const answer: unknown = await response.json().catch(() => null);
		if (!response.ok) return { ok: false, sentence: sentenceOf(answer) };
		const threadId = (answer as { threadId: string }).threadId;
		await this.refresh();
		this.activate(threadId);
		this.focused = threadId;
		return { ok: true };
	}

	/** Remembers what one has seen of these threads. */
	async markRead(threadIds: readonly string[]): Promise<void> {
		const seen = this.threads.filter((thread) => threadIds.includes(thread.id) && isUnread(thread));
		if (seen.length === 0) return;
		const threads = seen.map(({ id, comments }) => ({ id, until: comments.at(-1)?.createdAt }));
		const response = await this.#post('/lus', { threads });
		if (response?.ok === true) await this.refresh();
	}

	/** Who can be named, asked for once. */
	async loadMentionable(): Promise<void> {
		if (this.mentionable.length > 0) return;
		const response = await fetch(`${this.#spaceHref}/citables`).catch(() => null);
		if (response?.ok === true) this.mentionable = (await response.json()) as Mentionable[];
	}

	#post(part: string, body: object): Promise<Response | null> {
		return fetch(`${this.#spaceHref}/documents/${this.#documentId}/commentaires${part}`, {
			method: 'POST',
			headers: { accept: 'application/json', 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}).catch(() => null);
	}
}

function sentenceOf(answer: unknown): string {
	const isSaid = typeof answer === 'object' && answer !== null && 'message' in answer;
	return isSaid && typeof answer.message === 'string' ? answer.message : FAILED;
}
