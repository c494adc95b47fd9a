/** « [^1]: words », with the lines under it that are set in: the notes, wherever they stand in the text. */
const NOTE = /^\[\^([^\]\s]{1,80})\]:[ \t]+(.*(?:\r?\n(?: {2,}|\t)\S.*)*)(?:\r?\n|$)/gm;

/** A text without its notes, and what each of them says, by what it is called. */
export function takeNotes(text: string): { rest: string; definitions: Map<string, string> } {
	const definitions = new Map<string, string>();
	const rest = text.replace(NOTE, (_whole, label: string, words: string) => {
		definitions.set(label, words.replace(/\s*\r?\n\s*/g, ' '));
		return '';
	});
	return { rest, definitions };
}
