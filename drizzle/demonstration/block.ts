/**
 * Rich text as data: blocks whose text knows `**bold**`, `*italic*`, `==highlight==` and `[words](https://…)`.
 * `block.content.ts` turns them into nodes of the editor.
 */
export type Block =
	| { kind: 'heading'; text: string }
	| { kind: 'paragraph'; text: string }
	| { kind: 'bullets'; items: readonly string[] }
	| { kind: 'numbers'; items: readonly string[] }
	| { kind: 'tasks'; items: readonly { text: string; done: boolean }[] }
	| { kind: 'quote'; text: string }
	| { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] };

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const bullets = (...items: string[]): Block => ({ kind: 'bullets', items });
export const numbers = (...items: string[]): Block => ({ kind: 'numbers', items });
export const quote = (text: string): Block => ({ kind: 'quote', text });
export const table = (head: string[], ...rows: string[][]): Block => ({ kind: 'table', head, rows });

/** Things to do, none done yet. */
export const tasks = (...texts: string[]): Block => ({
	kind: 'tasks',
	items: texts.map((text) => ({ text, done: false })),
});

/** What the sources do not say and the committee alone can write: shown highlighted. */
export const missing = (what: string): Block => paragraph(`==À compléter par le comité : ${what}==`);

/** Where the figures of a section come from. */
export const sources = (text: string): Block => paragraph(`*Sources : ${text}*`);
