import { Node, mergeAttributes } from '@tiptap/core';
import type { DOMOutputSpec } from '@tiptap/pm/model';
import { CALLOUT_LABEL, soundCallout, type CalloutKind } from './callout.rules.ts';
import type { Rendered } from './text-blocks.ts';

declare module '@tiptap/core' {
	interface Commands<ReturnType> {
		callout: {
			/** Puts the lines one is in into a callout; in a callout already, changes what it is for, or takes it off. */
			toggleCallout: (kind: CalloutKind) => ReturnType;
		};
	}
}

/** Lines set apart from the text: what to know, what to watch, what to keep in mind. */
export const Callout = Node.create({
	name: 'callout',
	group: 'block',
	content: 'block+',
	defining: true,
	addAttributes: () => ({ kind: { default: 'information', rendered: false } }),
	parseHTML: () => [
		{
			tag: 'div[data-callout]',
			getAttrs: (element: HTMLElement) => ({ kind: soundCallout(element.dataset.callout) }),
			contentElement: (element: HTMLElement) => element.querySelector<HTMLElement>(':scope > div') ?? element,
		},
	],
	renderHTML({ node, HTMLAttributes }: Rendered): DOMOutputSpec {
		const kind = soundCallout(node.attrs.kind);
		const said = { class: 'callout', role: 'note', 'aria-label': CALLOUT_LABEL[kind], 'data-callout': kind };
		const name = ['p', { class: 'callout-name', contenteditable: 'false' }, CALLOUT_LABEL[kind]];
		return ['div', mergeAttributes(HTMLAttributes, said), name, ['div', 0]];
	},
	addCommands() {
		return {
			toggleCallout:
				(kind) =>
				({ commands, editor }) => {
					if (!editor.isActive(this.name)) return commands.wrapIn(this.name, { kind });
					if (editor.isActive(this.name, { kind })) return commands.lift(this.name);
					return commands.updateAttributes(this.name, { kind });
				},
		};
	},
});
