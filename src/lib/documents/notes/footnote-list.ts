import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { TextTree } from '../document.tree.ts';
import { soundNote, type Footnote } from '../footnote.rules.ts';

/** The notes of a text as the server drew it, in the order of their numbers. */
export function notesInTree(trees: readonly TextTree[]): Footnote[] {
	return trees.flatMap((tree) => {
		if (typeof tree === 'string') return [];
		const { attributes, children } = tree;
		if (attributes['data-note'] === undefined) return notesInTree(children);
		return [soundNote({ text: attributes['data-note'], source: attributes['data-source'] })];
	});
}

/** The same of a text in its editor. */
export function notesInEditor(doc: ProseMirrorNode): Footnote[] {
	const notes: Footnote[] = [];
	doc.descendants((node) => {
		if (node.type.name === 'footnote') notes.push(soundNote(node.attrs));
	});
	return notes;
}
