/** A run of a plain-text mail; `href` when it is a link. */
export interface MailPiece {
	text: string;
	href: string | null;
}

/** Cuts a plain-text mail at its links, so that a page can make them links without reading any markup. */
export function mailPieces(text: string): MailPiece[] {
	return text
		.split(/(https?:\/\/[^\s<>"]+)/)
		.filter((piece) => piece !== '')
		.map((piece) => ({ text: piece, href: /^https?:\/\//.test(piece) ? piece : null }));
}
