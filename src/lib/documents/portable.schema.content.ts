import type { JSONContent } from '@tiptap/core';
import { safeHref } from './link.rules.ts';
import { imageWords } from './portable.images.content.ts';
import type { Block, Cell, ListItem, Run } from './portable.content.ts';

/** The neutral form in the editor's: what `documentSchema` makes nodes of. A container that is empty gets an empty line. */
export function schemaBlocks(blocks: readonly Block[]): JSONContent[] {
	return blocks.length === 0 ? [{ type: 'paragraph' }] : blocks.map(schemaBlock);
}

function schemaBlock(block: Block): JSONContent {
	switch (block.kind) {
		case 'heading':
			return { type: 'heading', attrs: { level: block.level }, content: block.runs.map(schemaRun) };
		case 'paragraph':
			return { type: 'paragraph', content: block.runs.map(schemaRun) };
		case 'quote':
			return { type: 'blockquote', content: schemaBlocks(block.blocks) };
		case 'callout':
			return { type: 'callout', attrs: { kind: block.callout }, content: schemaBlocks(block.blocks) };
		case 'image': {
			const { id, alt, file } = block.image;
			if (id === null || file === null)
				return { type: 'paragraph', content: [{ type: 'text', text: imageWords(alt) }] };
			return { type: 'image', attrs: { id, alt, width: file.width, height: file.height } };
		}
		case 'rule':
			return { type: 'horizontalRule' };
		case 'table':
			return { type: 'table', content: block.rows.map(schemaRow) };
		case 'list':
			return schemaList(block);
	}
}

function schemaList({ list, start, items }: Extract<Block, { kind: 'list' }>): JSONContent {
	const task = list === 'task';
	const content = items.map((item: ListItem) => ({
		type: task ? 'taskItem' : 'listItem',
		...(task ? { attrs: { checked: item.checked } } : {}),
		content: schemaBlocks(item.blocks),
	}));
	if (list === 'ordered') return { type: 'orderedList', attrs: { start }, content };
	return { type: task ? 'taskList' : 'bulletList', content };
}

function schemaRow(cells: readonly Cell[]): JSONContent {
	const content = cells.map(({ header, colspan, rowspan, blocks }) => ({
		type: header ? 'tableHeader' : 'tableCell',
		attrs: { colspan, rowspan },
		content: schemaBlocks(blocks),
	}));
	return { type: 'tableRow', content };
}

function schemaRun({ text, bold, italic, strike, highlight, href, note }: Run): JSONContent {
	if (text === '\n') return { type: 'hardBreak' };
	if (note !== undefined) return { type: 'footnote', attrs: { text: note.text, source: note.source } };
	const marks: { type: string; attrs?: Record<string, unknown> }[] = [];
	const address = safeHref(href);
	if (address !== null) marks.push({ type: 'link', attrs: { href: address } });
	if (bold) marks.push({ type: 'bold' });
	if (italic) marks.push({ type: 'italic' });
	if (strike) marks.push({ type: 'strike' });
	if (highlight) marks.push({ type: 'highlight' });
	return marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks };
}
