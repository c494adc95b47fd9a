import * as Y from 'yjs';

/** A text that several people write at once, each on a copy of their own that follows late. */
export interface TextWalk {
	/** What the server holds: every update in the order in which it came. */
	doc: Y.Doc;
	/** One edit on one of the copies. @returns the update as it reaches the server */
	step(): Uint8Array;
}

const WRITERS = 3;
const WORDS = ['patient', 'médecin', 'Béarn', 'soins', 'délai', 'garde', 'stage', 'vallée'];

/** @param first what the document began with */
export function createTextWalk(random: () => number, first: Uint8Array): TextWalk {
	const doc = new Y.Doc();
	const copies = Array.from({ length: WRITERS }, (_, index) => {
		const copy = new Y.Doc();
		copy.clientID = 1_000 + index;
		return { copy, waiting: [first] };
	});
	Y.applyUpdate(doc, first);
	const below = (limit: number): number => Math.floor(random() * limit);
	const pick = <Value>(list: readonly Value[]): Value => list[below(list.length)] as Value;

	function edit(copy: Y.Doc): void {
		const content = copy.getXmlFragment('content');
		const blocks = content.toArray().filter((block) => block instanceof Y.XmlElement);
		if (blocks.length < 5 || (blocks.length < 60 && random() < 0.05)) {
			const element = new Y.XmlElement('paragraph');
			element.insert(0, [new Y.XmlText(pick(WORDS))]);
			content.insert(below(content.length + 1), [element]);
			return;
		}
		const texts = blocks.flatMap((block) => block.toArray().filter((child) => child instanceof Y.XmlText));
		const text = pick(texts);
		if (text === undefined || text.length < 4 || random() < 0.65) {
			if (text === undefined) content.insert(0, [new Y.XmlElement('paragraph')]);
			else text.insert(below(text.length + 1), `${pick(WORDS)} `);
		} else if (random() < 0.7) text.delete(below(text.length - 3), 3);
		else text.format(below(text.length - 3), 3, { bold: random() < 0.5 ? {} : null, italic: {} });
	}

	return {
		doc,
		step() {
			const writer = pick(copies);
			const made: Uint8Array[] = [];
			if (random() < 0.3) for (const update of writer.waiting.splice(0)) Y.applyUpdate(writer.copy, update);
			const keep = (update: Uint8Array): void => void made.push(update);
			writer.copy.on('update', keep);
			while (made.length === 0) writer.copy.transact(() => edit(writer.copy));
			writer.copy.off('update', keep);
			const update = Y.mergeUpdates(made);
			for (const other of copies) if (other !== writer) other.waiting.push(update);
			Y.applyUpdate(doc, update);
			return update;
		},
	};
}
