import { Mark, markInputRule, markPasteRule } from '@tiptap/core';
import type { DOMOutputSpec } from '@tiptap/pm/model';
import { safeHref } from './link.rules.ts';

export const Bold = Mark.create({
	name: 'bold',
	parseHTML: () => [
		{ tag: 'strong' },
		// Some programs write `<b style="font-weight: normal">` around a whole paste.
		{ tag: 'b', getAttrs: (element: HTMLElement) => (element.style.fontWeight === 'normal' ? false : null) },
		{
			style: 'font-weight',
			getAttrs: (value: string) => (/^(?:bold(?:er)?|[6-9]\d\d)$/.test(value) ? null : false),
		},
	],
	renderHTML: (): DOMOutputSpec => ['strong', 0],
	addKeyboardShortcuts() {
		return { 'Mod-b': () => this.editor.commands.toggleMark(this.name) };
	},
	addInputRules() {
		return [markInputRule({ find: /(?:^|\s)(\*\*(?!\s)([^*]+)\*\*)$/, type: this.type })];
	},
});

export const Italic = Mark.create({
	name: 'italic',
	parseHTML: () => [
		{ tag: 'em' },
		{ tag: 'i', getAttrs: (element: HTMLElement) => (element.style.fontStyle === 'normal' ? false : null) },
		{ style: 'font-style=italic' },
	],
	renderHTML: (): DOMOutputSpec => ['em', 0],
	addKeyboardShortcuts() {
		return { 'Mod-i': () => this.editor.commands.toggleMark(this.name) };
	},
});

export const Strike = Mark.create({
	name: 'strike',
	parseHTML: () => [
		{ tag: 's' },
		{ tag: 'del' },
		{ tag: 'strike' },
		{ style: 'text-decoration=line-through' },
	],
	renderHTML: (): DOMOutputSpec => ['s', 0],
	addKeyboardShortcuts() {
		return { 'Mod-Shift-s': () => this.editor.commands.toggleMark(this.name) };
	},
});

export const Highlight = Mark.create({
	name: 'highlight',
	parseHTML: () => [{ tag: 'mark' }],
	renderHTML: (): DOMOutputSpec => ['mark', 0],
	addKeyboardShortcuts() {
		return { 'Mod-Shift-h': () => this.editor.commands.toggleMark(this.name) };
	},
});

/** A link says an address and nothing else: no target, class or script may come from a document. */
export const Link = Mark.create({
	name: 'link',
	priority: 1_000,
	keepOnSplit: false,
	exitable: true,
	inclusive: false,
	addAttributes: () => ({
		href: { default: null, parseHTML: (element: HTMLElement) => safeHref(element.getAttribute('href')) },
	}),
	parseHTML: () => [
		{
			tag: 'a[href]',
			getAttrs: (element: HTMLElement) => (safeHref(element.getAttribute('href')) === null ? false : null),
		},
	],
	renderHTML({ HTMLAttributes }): DOMOutputSpec {
		const href = safeHref(HTMLAttributes.href);
		return href === null ? ['span', {}, 0] : ['a', { href, rel: 'noopener noreferrer nofollow' }, 0];
	},
	addPasteRules() {
		const address = /https?:\/\/[^\s<>"'«»]+[^\s<>"'«».,;:!?)]/g;
		return [
			markPasteRule({
				find: address,
				type: this.type,
				getAttributes: ([href]) => ({ href: safeHref(href) }),
			}),
		];
	},
});
