import type * as Y from 'yjs';
import { soundImage } from './image.rules.ts';
import { soundFigure } from './figure.rules.ts';
import { soundNote } from './footnote.rules.ts';

/**
 * In words, what stands in a text and is not text: so that a history, a difference and a search can say it. Null for what this
 * version does not know. Two that say the same words are the same.
 */
export function wordsOfNode(element: Y.XmlElement): string | null {
	const attributes: Record<string, unknown> = element.getAttributes();
	switch (element.nodeName) {
		case 'footnote': {
			const { text, source } = soundNote(attributes);
			return `[Note\u00a0: ${text}${source === null ? '' : `, ${source}`}]`;
		}
		case 'liveFigure': {
			const { key, of } = soundFigure(attributes);
			return `[Chiffre\u00a0: ${key.replaceAll('-', ' ')}${of === '' ? '' : `, ${of}`}]`;
		}
		case 'image':
			return `[Image\u00a0: ${soundImage(attributes).alt}]`;
		default:
			return null;
	}
}
