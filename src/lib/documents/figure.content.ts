import * as Y from 'yjs';
import { contentOf } from './document.content.ts';
import { figureId, soundFigure } from './figure.rules.ts';

/** The ids of the figures that a text shows. A walk without recursion; never changes the document. */
export function figuresIn(doc: Y.Doc): Set<string> {
	const ids = new Set<string>();
	const waiting: unknown[] = contentOf(doc).toArray();
	while (waiting.length > 0) {
		const node = waiting.pop();
		if (!(node instanceof Y.XmlElement)) continue;
		if (node.nodeName === 'liveFigure') ids.add(figureId(soundFigure(node.getAttributes())));
		waiting.push(...node.toArray());
	}
	return ids;
}
