import type { Block, Run } from './portable.content.ts';

/** Each run of some blocks, changed by one function, in the order in which one reads them. */
function mapRuns(blocks: readonly Block[], change: (run: Run) => Run): Block[] {
	const inside = (inner: readonly Block[]): Block[] => mapRuns(inner, change);
	return blocks.map((block): Block => {
		switch (block.kind) {
			case 'heading':
			case 'paragraph':
				return { ...block, runs: block.runs.map(change) };
			case 'quote':
			case 'callout':
				return { ...block, blocks: inside(block.blocks) };
			case 'list':
				return { ...block, items: block.items.map((item) => ({ ...item, blocks: inside(item.blocks) })) };
			case 'table':
				return {
					...block,
					rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: inside(cell.blocks) }))),
				};
			case 'image':
			case 'rule':
				return block;
		}
	});
}

/** Gives each note its number: its place among the notes of the text. */
export function numberNotes(blocks: readonly Block[]): Block[] {
	let number = 0;
	return mapRuns(blocks, (run) =>
		run.note === undefined ? run : { ...run, note: { ...run.note, number: (number += 1) } },
	);
}

export type NumberedNote = NonNullable<Run['note']>;

/** The notes of a text, in order. */
export function notesOf(blocks: readonly Block[]): NumberedNote[] {
	const notes: NumberedNote[] = [];
	mapRuns(blocks, (run) => {
		if (run.note !== undefined) notes.push(run.note);
		return run;
	});
	return notes;
}

/** What a note says as a line of text: its words, then its source as a link that can be read on paper. */
export function noteRuns({ text, source }: { text: string; source: string | null }): Run[] {
	if (source === null) return [{ text }];
	const link = { text: source, href: source };
	return text === '' ? [link] : [{ text: `${text} ` }, link];
}

/** The same the other way, from whatever line a file has for a note: a link at its end is its source. */
export function noteOfRuns(runs: readonly Run[]): { text: string; source: string | null } {
	const last = runs.at(-1);
	const isSource = last?.href !== undefined && /^https?:/.test(last.href) && last.text.trim() === last.href;
	const words = isSource ? runs.slice(0, -1) : runs;
	const text = words.map((run) => (run.text === '\n' ? ' ' : run.text)).join('');
	return { text: text.replace(/\s+/g, ' ').trim(), source: isSource ? (last.href ?? null) : null };
}
