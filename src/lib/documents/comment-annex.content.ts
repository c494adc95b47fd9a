import type { ThreadView } from './comment.rules.ts';
import { cleanText, type Block, type Run } from './portable.content.ts';

const MOMENT = new Intl.DateTimeFormat('fr-FR', {
	dateStyle: 'long',
	timeStyle: 'short',
	timeZone: 'Europe/Paris',
});

/** « 22 novembre 2026 à 11:05 »: a file is read long after. */
const momentInWords = (instant: string): string => MOMENT.format(new Date(instant));

/** The comments of a document, for the end of a file: each passage, then what was said of it. Nothing without a comment. */
export function commentAnnex(threads: readonly ThreadView[]): Block[] {
	const told = threads.filter(({ comments }) => comments.some(({ isRemoved }) => !isRemoved));
	if (told.length === 0) return [];
	return [
		{ kind: 'heading', level: 1, runs: [{ text: 'Commentaires' }] },
		...told.flatMap((thread): Block[] => [
			{ kind: 'quote', blocks: [paragraph({ text: cleanText(thread.quote), italic: true })] },
			...thread.comments.filter(({ isRemoved }) => !isRemoved).map(commentBlock),
			...resolution(thread),
		]),
	];
}

function commentBlock({ authorName, createdAt, body }: ThreadView['comments'][number]): Block {
	const lines = body.split('\n').map((line): Run => ({ text: cleanText(line) }));
	const broken = lines.flatMap((line, index): Run[] => (index === 0 ? [line] : [{ text: '\n' }, line]));
	const author: Run = { text: `${cleanText(authorName)}, ${momentInWords(createdAt)}\u00a0: `, bold: true };
	return paragraph(author, ...broken.filter(({ text }) => text !== ''));
}

function resolution({ resolvedAt, resolvedBy }: ThreadView): Block[] {
	if (resolvedAt === null) return [];
	const by = resolvedBy === null ? '' : ` par ${cleanText(resolvedBy)}`;
	return [paragraph({ text: `Résolu${by}, ${momentInWords(resolvedAt)}.`, italic: true })];
}

function paragraph(...runs: Run[]): Block {
	return { kind: 'paragraph', runs };
}

/** The threads as they were at an instant: what came later is left out, and what was resolved later was open. */
export function threadsAt(threads: readonly ThreadView[], at: Date): ThreadView[] {
	const isBefore = (instant: string): boolean => new Date(instant) <= at;
	return threads
		.filter(({ createdAt }) => isBefore(createdAt))
		.map((thread) => ({
			...thread,
			...(thread.resolvedAt !== null && isBefore(thread.resolvedAt)
				? {}
				: { resolvedAt: null, resolvedBy: null }),
			comments: thread.comments.filter(({ createdAt }) => isBefore(createdAt)),
		}));
}
