import { Node } from '@tiptap/core';
import type { DOMOutputSpec } from '@tiptap/pm/model';
import { imagePath, soundImage } from './image.rules.ts';
import type { Rendered } from './text-blocks.ts';

/**
 * A picture between two blocks. The document holds its id and what it shows in words; its bytes are in the database, behind the
 * document's own rights. An address of elsewhere is never one.
 */
export const ImageBlock = Node.create({
	name: 'image',
	group: 'block',
	atom: true,
	draggable: true,
	addAttributes: () => ({
		id: { default: null, rendered: false },
		alt: { default: '', rendered: false },
		width: { default: 1, rendered: false },
		height: { default: 1, rendered: false },
	}),
	parseHTML: () => [
		{
			tag: 'figure[data-image]',
			getAttrs: (element: HTMLElement) => {
				const drawn = element.querySelector('img');
				const image = soundImage({
					id: element.dataset.image,
					alt: drawn?.getAttribute('alt'),
					width: drawn?.getAttribute('width'),
					height: drawn?.getAttribute('height'),
				});
				return image.id === null ? false : { ...image };
			},
		},
	],
	renderHTML({ node }: Rendered): DOMOutputSpec {
		const { id, alt, width, height } = soundImage(node.attrs);
		if (id === null) {
			return [
				'div',
				{ class: 'missing-image' },
				`Image qui ne peut pas être affichée${alt === '' ? '' : ` : ${alt}`}`,
			];
		}
		const drawn = {
			src: imagePath(id),
			alt,
			width: String(width),
			height: String(height),
			decoding: 'async',
		};
		return ['figure', { class: 'image', 'data-image': id, 'data-opens': 'image' }, ['img', drawn]];
	},
	renderText: ({ node }) => `[Image : ${soundImage(node.attrs).alt}]`,
});
