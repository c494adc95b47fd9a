import type { WriteCommentInput } from '../comment.input.ts';
import type { ThreadView } from '../comment.rules.ts';
import { findWritten } from '../comment-written.rules.ts';
import { SendOnce, type Sent } from '../send-once.ts';

const WORDS = {
	unsaved: 'Votre commentaire n’a pas pu être enregistré. Il reste ici\u00a0: réessayez.',
	unsure:
		'La liaison est coupée\u00a0: on ne sait pas si votre commentaire est enregistré. Il reste ici\u00a0; renvoyé tel quel, il ne sera pas enregistré deux fois.',
};

/** The threads that a page knows. */
interface Known {
	all: () => readonly ThreadView[];
	/** @returns whether they came */
	reread: () => Promise<boolean>;
}

/** Writes comments, once. */
export class CommentSending {
	readonly #href: string;
	readonly #known: Known;
	readonly #sending = new SendOnce(WORDS);

	constructor(href: string, known: Known) {
		this.#href = href;
		this.#known = known;
	}

	write(input: WriteCommentInput): Promise<Sent> {
		const { all, reread } = this.#known;
		return this.#sending.send({
			href: this.#href,
			input,
			ids: all().flatMap(({ comments }) => comments.map(({ id }) => id)),
			reread,
			find: (known) => findWritten(all(), input, known),
		});
	}
}
