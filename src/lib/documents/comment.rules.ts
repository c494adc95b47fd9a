import { fold } from '#lib/ui/fold.ts';

/** Longest comment, in characters: a page of a book; longer belongs to the document. */
export const COMMENT_LONGEST = 4_000;

/** Most people and organisations named in one comment. */
export const MENTIONS_AT_MOST = 20;

/** Most threads of one document that are told at once, and that may be open together: more than a committee opens in a year on one text. */
export const THREADS_AT_MOST = 1_000;

/** A person or an organisation that can be named in a comment. */
export interface Mentionable {
	kind: 'person' | 'organisation';
	id: string;
	/** As it is written after the `@`. */
	name: string;
	/** Which organisation a person sits for; what an acronym stands for. */
	detail: string;
}

export type Mention = Pick<Mentionable, 'kind' | 'id'>;

/** One comment, as its reader may know it. Instants are ISO. */
export interface CommentView {
	id: string;
	authorId: string;
	authorName: string;
	/** Empty once it has been withdrawn. */
	body: string;
	mentions: { kind: Mentionable['kind']; id: string; name: string }[];
	createdAt: string;
	editedAt: string | null;
	/** Withdrawn by its author: nothing of what it said is kept. */
	isRemoved: boolean;
	isOwn: boolean;
	isUnread: boolean;
}

/** A thread with its comments, the first one opening it. */
export interface ThreadView {
	id: string;
	/** Where it is in the text, encoded; the passage itself as it was, to be shown when the text has lost it. */
	anchor: string;
	quote: string;
	createdAt: string;
	resolvedAt: string | null;
	/** Name of who resolved it. */
	resolvedBy: string | null;
	/** The reader takes part in it, or is named in it, by themselves or by their organisation. */
	concernsReader: boolean;
	comments: CommentView[];
}

export const THREAD_FILTERS = ['open', 'resolved', 'mine'] as const;
export type ThreadFilter = (typeof THREAD_FILTERS)[number];

export const THREAD_FILTER_LABEL: Record<ThreadFilter, string> = {
	open: 'Ouverts',
	resolved: 'Résolus',
	mine: 'Qui me concernent',
};

/** Whether a thread is among those a reader asks for; those that concern them are shown until they are resolved. */
export function fitsThreadFilter(thread: ThreadView, filter: ThreadFilter): boolean {
	if (filter === 'resolved') return thread.resolvedAt !== null;
	return thread.resolvedAt === null && (filter === 'open' || thread.concernsReader);
}

export function isUnread(thread: ThreadView): boolean {
	return thread.comments.some((comment) => comment.isUnread);
}

/** A piece of what a comment says: words, or somebody named. */
export interface CommentPart {
	text: string;
	isMention: boolean;
}

/** Parts a comment at the names it holds, `@` included; the longest name first, so that none hides in another. */
export function commentParts(body: string, names: readonly string[]): CommentPart[] {
	const marks = names.map((name) => `@${name}`).sort((left, right) => right.length - left.length);
	const parts: CommentPart[] = [];
	let words = '';
	for (let at = 0; at < body.length;) {
		const mark = marks.find((one) => body.startsWith(one, at));
		if (mark === undefined) {
			words += body[at] ?? '';
			at += 1;
			continue;
		}
		if (words !== '') parts.push({ text: words, isMention: false });
		parts.push({ text: mark, isMention: true });
		words = '';
		at += mark.length;
	}
	if (words !== '') parts.push({ text: words, isMention: false });
	return parts;
}

/** Of those chosen while a comment was written, the ones whose name is still in it. */
export function keptMentions(body: string, chosen: readonly Mentionable[]): Mention[] {
	const kept = chosen.filter(({ name }) => body.includes(`@${name}`));
	const ids = new Set<string>();
	return kept.flatMap(({ kind, id }) => (ids.has(id) || !ids.add(id) ? [] : [{ kind, id }]));
}

/** What is being typed after an `@`, up to the caret: where it begins and what to look for. Names have spaces, sentences end. */
const TYPED_MENTION = /(?:^|[\s(«])@([^@\n.,;:!?]{0,40})$/;

/** The mention being typed before the caret; null when there is none. */
export function typedMention(body: string, caret: number): { start: number; query: string } | null {
	const query = TYPED_MENTION.exec(body.slice(0, caret))?.[1];
	return query === undefined ? null : { start: caret - query.length - 1, query };
}

const wordsOf = (text: string): string[] =>
	fold(text)
		.split(/[\s'-]+/)
		.filter(Boolean);

/** The people and organisations that a typed name may mean: each of its words begins one of theirs. */
export function matchingMentionables(
	all: readonly Mentionable[],
	query: string,
	atMost: number,
): Mentionable[] {
	const typed = wordsOf(query);
	const fits = ({ name, detail }: Mentionable): boolean => {
		const words = wordsOf(`${name} ${detail}`);
		return typed.every((start) => words.some((word) => word.startsWith(start)));
	};
	return all.filter(fits).slice(0, atMost);
}
