import * as Y from 'yjs';

/** A part of a rich text: a heading and what follows it up to the next one. */
export interface Section {
	/** « 2.1 » by the place of the heading, or as its author numbered it; empty before the first heading. */
	number: string;
	heading: string;
	/** Text, nodes and attributes in a form that changes when, and only when, the content does. */
	content: string;
}

interface OpenSection {
	level: number;
	heading: string;
	pieces: string[];
}

/** Longer headings are cut: they are shown in one line. */
const HEADING_LENGTH = 160;

/** Only tables, lists and quotes nest; deeper trees come from no editor and are read down to here. */
const DEPTH = 60;

/** The parts of the rich text of a document, in order. Never changes the document, whatever its shape. */
export function readSections(doc: Y.Doc): Section[] {
	const sections: OpenSection[] = [{ level: 0, heading: '', pieces: [] }];
	for (const node of doc.getXmlFragment('content').toArray()) {
		if (node instanceof Y.XmlElement && node.nodeName === 'heading') {
			const { text } = readNode(node);
			sections.push({ level: headingLevel(node), heading: text.trim().slice(0, HEADING_LENGTH), pieces: [] });
		} else {
			sections.at(-1)?.pieces.push(readNode(node).content);
		}
	}
	return numberSections(sections.filter((section) => section.level > 0 || section.pieces.length > 0));
}

function headingLevel(node: Y.XmlElement): number {
	const level = Number(node.getAttribute('level'));
	return Number.isInteger(level) && level >= 1 && level <= 6 ? level : 1;
}

const OWN_NUMBER = /^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+/;

/** A heading of the highest level that is alone and first is the title of the whole: it takes no number. */
function numberSections(sections: OpenSection[]): Section[] {
	const levels = sections.map((section) => section.level).filter((level) => level > 0);
	const highest = Math.min(...levels);
	const hasTitle =
		levels[0] === highest && levels.length > 1 && levels.filter((level) => level === highest).length === 1;
	const top = hasTitle ? Math.min(...levels.slice(1)) : highest;
	const counters: number[] = [];
	return sections.map(({ level, heading, pieces }) => {
		const content = pieces.join('\n');
		if (level === 0 || level < top) return { number: '', heading, content };
		const depth = level - top;
		counters.length = Math.min(counters.length, depth + 1);
		for (let index = counters.length; index <= depth; index += 1) counters.push(index === depth ? 0 : 1);
		counters[depth] = (counters[depth] ?? 0) + 1;
		const own = OWN_NUMBER.exec(heading);
		return {
			number: own?.[1] ?? counters.join('.'),
			heading: own === null ? heading : heading.slice(own[0].length),
			content,
		};
	});
}

/** The plain text of a node, and the same with its structure; a walk without recursion, for trees of any depth. */
function readNode(root: unknown): { text: string; content: string } {
	const text: string[] = [];
	const content: string[] = [];
	const rest: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }];
	for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
		const { node, depth } = next;
		if (node instanceof Y.XmlText) {
			for (const piece of node.toDelta() as { insert: unknown; attributes?: unknown }[]) {
				if (typeof piece.insert === 'string') text.push(piece.insert);
				content.push(stable(piece.insert), stable(piece.attributes));
			}
		} else if (node instanceof Y.XmlElement) {
			content.push(`<${node.nodeName} ${stable(node.getAttributes())}>`);
			if (depth < DEPTH) {
				for (const child of node.toArray().reverse()) rest.push({ node: child, depth: depth + 1 });
			}
		}
	}
	return { text: text.join(''), content: content.join('') };
}

/** Any value a shared type may hold, as text. */
function stable(value: unknown): string {
	if (value === undefined) return '';
	try {
		return JSON.stringify(value, (_key, inner: unknown) =>
			typeof inner === 'bigint' || inner instanceof Uint8Array ? String(inner) : inner,
		);
	} catch {
		return `(${typeof value})`;
	}
}
