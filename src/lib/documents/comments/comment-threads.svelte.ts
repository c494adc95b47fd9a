import { askedInTurn } from '../asked-in-turn.ts';
import type { WriteCommentInput } from '../comment.input.ts';
import { isUnread, type Mentionable, type ThreadView } from '../comment.rules.ts';
import { askJson, bringSending, NOT_SENT, type Done } from '../ask-json.ts';

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
	readonly #sending = bringSending(async () => {
		const { CommentSending } = await import('./comment-sending.ts');
		return new CommentSending(this.#writeHref, {
			all: () => this.threads,
			reread: () => this.refresh().then(() => this.#isFresh),
		});
	});
	/** Whether the threads came when they were last asked for. */
	#isFresh = false;

	/** Asks for the comments, with one's own rights. */
	readonly refresh = askedInTurn(() => this.#ask());

	constructor(document: { id: string; departmentCode: string }) {
		this.#documentId = document.id;
		this.#spaceHref = `/${document.departmentCode}`;
	}

	async #ask(): Promise<void> {
		const threads = (await askJson(`/api/documents/${this.#documentId}/comments`)) as ThreadView[] | null;
		this.#isFresh = threads !== null;
		if (threads !== null) {
			this.threads = threads;
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

	/** Writes what was asked, once; says so when it could not, or when nobody knows. */
	async write(input: WriteCommentInput): Promise<Done> {
		const sending = await this.#sending();
		if (sending === null) return NOT_SENT;
		const sent = await sending.write(input);
		if (!sent.ok) return sent;
		const { threadId } = sent.answer as { threadId: string };
		this.activate(threadId);
		this.focused = threadId;
		return { ok: true };
	}

	/** Remembers what one has seen of these threads. */
	async markRead(threadIds: readonly string[]): Promise<void> {
		const seen = this.threads.filter((thread) => threadIds.includes(thread.id) && isUnread(thread));
		if (seen.length === 0) return;
		const threads = seen.map(({ id, comments }) => ({ id, until: comments.at(-1)?.createdAt }));
		const response = await fetch(`${this.#writeHref}/lus`, {
			method: 'POST',
			headers: { accept: 'application/json', 'content-type': 'application/json' },
			body: JSON.stringify({ threads }),
		}).catch(() => null);
		if (response?.ok === true) await this.refresh();
	}

	/** Who can be named, asked for once. */
	async loadMentionable(): Promise<void> {
		if (this.mentionable.length > 0) return;
		const found = (await askJson(`${this.#spaceHref}/citables`)) as Mentionable[] | null;
		if (found !== null) this.mentionable = found;
	}

	get #writeHref(): string {
		return `${this.#spaceHref}/documents/${this.#documentId}/commentaires`;
	}
}
