/** What Word says of a paragraph that is an item of a list: `mso-list:l0 level2 lfo1`. */
const ITEM = /mso-list:\s*l\d+\s+level(\d)/i;

/** A number or a letter, as Word writes it before an item of a numbered list. */
const NUMBERED = /^\s*(?:\d+|[a-z]{1,4})[.)]/i;

/**
 * HTML as Word copies it, with its lists as lists: Word writes each item as a paragraph with a sign typed before it. The rest
 * of what it brings (styles, classes, its own elements) is left out by the schema of the text. Nothing of it is run or loaded
 * on the way: the page that it is read into is nobody's.
 */
export function withListsOfWord(html: string): string {
	if (!/mso-list/i.test(html)) return html;
	const page = new DOMParser().parseFromString(html, 'text/html');
	let open: HTMLElement[] = [];
	for (const line of page.querySelectorAll('p')) {
		const level = Number(ITEM.exec(line.getAttribute('style') ?? '')?.[1] ?? 0);
		if (level === 0) continue;
		const [outer] = open;
		if (outer === undefined || line.previousElementSibling !== outer) open = [];
		const tag = takeSign(line) ? 'ol' : 'ul';
		open = listAt({ open, line, tag, depth: Math.min(level, open.length + 1) });
		const item = page.createElement('li');
		item.append(line);
		open.at(-1)?.append(item);
	}
	return page.body.innerHTML;
}

/** Removes the sign before an item. @returns whether it was a number */
function takeSign(line: HTMLElement): boolean {
	const sign = [...line.querySelectorAll('span')].find((span) =>
		/mso-list:\s*Ignore/i.test(span.getAttribute('style') ?? ''),
	);
	sign?.remove();
	return NUMBERED.test(sign?.textContent ?? '');
}

/** The lists that are open down to this depth, where an item of such a list goes into the last. */
function listAt(place: {
	open: HTMLElement[];
	line: HTMLElement;
	tag: 'ol' | 'ul';
	depth: number;
}): HTMLElement[] {
	const { open, line, tag, depth } = place;
	const kept = open.slice(0, depth);
	const last = kept[depth - 1];
	if (last?.localName === tag) return kept;
	const list = line.ownerDocument.createElement(tag);
	const parent = kept[depth - 2]?.lastElementChild;
	if (parent === undefined || parent === null) line.before(list);
	else parent.append(list);
	return [...kept.slice(0, depth - 1), list];
}
