import type { Block, Cell, PortableImage, Run } from '#lib/documents/portable.content.ts';
import { CALLOUT_LABEL } from '#lib/documents/callout.rules.ts';
import { withoutImage } from '#lib/documents/portable.images.content.ts';
import { noteRuns, notesOf } from '#lib/documents/portable.notes.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { escapeXml } from '../../files/xml.ts';

/** A page that holds all it needs: no script, its pictures inside, nothing fetched from elsewhere, which its own policy says too. */
export function writeHtml(head: FileHead, blocks: readonly Block[]): string {
	const title = escapeXml(head.title);
	return [
		'<!doctype html>',
		'<html lang="fr"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
		`<title>${title}</title><style>${STYLE}</style></head>`,
		`<body><main><header><h1>${title}</h1>`,
		...headLines(head).map((line) => `<p class="facts">${escapeXml(line)}</p>`),
		'</header>',
		...blocks.map(blockOf),
		notesSection(blocks),
		'</main></body></html>',
		'',
	].join('\n');
}

/** The notes of the text at its end, each with a way back to where it is called. */
function notesSection(blocks: readonly Block[]): string {
	const notes = notesOf(blocks).map((note) => {
		const back = `<a href="#appel-${note.number}" aria-label="Revenir à l’appel de la note ${note.number}">↩</a>`;
		return `<li id="note-${note.number}">${inline(noteRuns(note))} ${back}</li>`;
	});
	return notes.length === 0
		? ''
		: `<section class="notes"><h2>Notes</h2><ol>${notes.join('')}</ol></section>`;
}

const STYLE = [
	'body{margin:0;background:#fff;color:#1c2b2b;font:1.0625rem/1.6 Georgia,"Source Serif 4",serif}',
	'main{max-width:42rem;margin:0 auto;padding:3rem 1.25rem}',
	'h1,h2,h3,h4{line-height:1.25;font-family:system-ui,sans-serif}',
	'.facts{margin:0;color:#566;font:.875rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}',
	'a{color:#0b5c5c}mark{background:#fff1b8;color:inherit}',
	'blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #0b5c5c}',
	'.callout{margin:1rem 0;padding:.75rem 1rem;border:1px solid #9aa5a5;border-left:4px solid #0b5c5c;background:#f4f7f7}',
	'.callout>:first-child{margin:0 0 .25rem;font:600 .9375rem/1.4 system-ui,sans-serif}.callout>:last-child{margin-bottom:0}',
	'figure{margin:1rem 0}img{max-width:100%;height:auto}',
	'.notes{margin-top:3rem;border-top:1px solid #9aa5a5;font-size:.9375rem}sup{line-height:0}',
	'table{width:100%;border-collapse:collapse;margin:1rem 0}',
	'th,td{padding:.375rem .5rem;border:1px solid #9aa5a5;text-align:left;vertical-align:top}th{background:#edf2f2}',
	'ul.tasks{padding-left:.25rem;list-style:none}ul.tasks>li{position:relative;padding-left:1.75rem}',
	'ul.tasks>li>span.box{position:absolute;left:0}',
	'td>:first-child,th>:first-child,li>:first-child,li>.box+*{margin-top:0}td>:last-child,th>:last-child{margin-bottom:0}',
	'@media print{main{max-width:none;padding:0}tr{break-inside:avoid}h2,h3,h4{break-after:avoid}}',
].join('');

function blockOf(block: Block): string {
	switch (block.kind) {
		case 'heading':
			return `<h${block.level + 1}>${inline(block.runs)}</h${block.level + 1}>`;
		case 'paragraph':
			return `<p>${block.runs.length === 0 ? '<br>' : inline(block.runs)}</p>`;
		case 'quote':
			return `<blockquote>${block.blocks.map(blockOf).join('')}</blockquote>`;
		case 'callout':
			return `<div class="callout" role="note"><p><strong>${CALLOUT_LABEL[block.callout]}</strong></p>${block.blocks.map(blockOf).join('')}</div>`;
		case 'image':
			return imageOf(block.image);
		case 'rule':
			return '<hr>';
		case 'table':
			return `<table><tbody>${block.rows.map(rowOf).join('')}</tbody></table>`;
		case 'list':
			return listOf(block);
	}
}

function imageOf(image: PortableImage): string {
	if (image.file === null) return blockOf(withoutImage(image));
	const { bytes, type, width, height } = image.file;
	const data = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
	return `<figure><img src="${data}" alt="${escapeXml(image.alt)}" width="${width}" height="${height}"></figure>`;
}

function listOf({ list, start, items }: Extract<Block, { kind: 'list' }>): string {
	const inside = items.map(({ checked, blocks }) => {
		// A sign with its words, rather than a box that looks as if one could tick it.
		const word = checked ? 'Fait' : 'À faire';
		const box = `<span class="box" role="img" aria-label="${word}">${checked ? '☑' : '☐'}</span>`;
		return `<li>${list === 'task' ? box : ''}${blocks.map(blockOf).join('')}</li>`;
	});
	if (list === 'ordered') return `<ol${start === 1 ? '' : ` start="${start}"`}>${inside.join('')}</ol>`;
	return `<ul${list === 'task' ? ' class="tasks"' : ''}>${inside.join('')}</ul>`;
}

function rowOf(cells: readonly Cell[], index: number): string {
	const written = cells.map(({ header, colspan, rowspan, blocks }) => {
		const scope = header ? ` scope="${index === 0 ? 'col' : 'row'}"` : '';
		const spans = `${colspan > 1 ? ` colspan="${colspan}"` : ''}${rowspan > 1 ? ` rowspan="${rowspan}"` : ''}`;
		const tag = header ? 'th' : 'td';
		return `<${tag}${scope}${spans}>${blocks.map(blockOf).join('')}</${tag}>`;
	});
	return `<tr>${written.join('')}</tr>`;
}

function inline(runs: readonly Run[]): string {
	return runs.map(runOf).join('');
}

function runOf({ text, bold, italic, strike, highlight, href, note }: Run): string {
	if (note !== undefined) {
		return `<sup><a id="appel-${note.number}" href="#note-${note.number}" aria-label="Note ${note.number}">${note.number}</a></sup>`;
	}
	if (text === '\n') return '<br>';
	let written = escapeXml(text);
	if (strike) written = `<s>${written}</s>`;
	if (italic) written = `<em>${written}</em>`;
	if (bold) written = `<strong>${written}</strong>`;
	if (highlight) written = `<mark>${written}</mark>`;
	return href === undefined
		? written
		: `<a href="${escapeXml(href)}" rel="noopener noreferrer nofollow">${written}</a>`;
}
