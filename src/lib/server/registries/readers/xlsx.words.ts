const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A text of XML as a person reads it; what is no entity of XML stays as it is. */
export function unescapeXml(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
		if (!name.startsWith('#')) return NAMED[name] ?? whole;
		const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
		return code > 8 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
			? String.fromCodePoint(code)
			: whole;
	});
}

/** The texts of one `<si>` or `<is>`, its phonetic guides left out. */
export function textsOf(xml: string): string {
	let whole = '';
	for (const [, text] of withoutGuides(xml).matchAll(/<t(?:\s[^<>]*)?>([^<]*)<\/t>/g)) {
		whole += unescapeXml(text ?? '');
	}
	return whole;
}

function withoutGuides(xml: string): string {
	let kept = xml;
	for (let from = kept.indexOf('<rPh'); from !== -1; from = kept.indexOf('<rPh', from)) {
		const to = kept.indexOf('</rPh>', from);
		kept = kept.slice(0, from) + (to === -1 ? '' : kept.slice(to + 6));
	}
	return kept;
}

/** What stands between the first `open` and the `close` after it, without a search that begins anew at each `open`. */
export function between(text: string, open: string, close: string): string {
	const from = text.indexOf(open);
	const to = from === -1 ? -1 : text.indexOf(close, from);
	return to === -1 ? '' : text.slice(from, to);
}

const ATTRIBUTES = {
	r: /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	s: /\ss\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	t: /\st\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	state: /\sstate\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	'r:id': /\sr:id\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	Id: /\sId\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	Target: /\sTarget\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	formatCode: /\sformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')/,
	numFmtId: /\snumFmtId\s*=\s*(?:"([^"]*)"|'([^']*)')/,
} as const;

export function attribute(tag: string, name: keyof typeof ATTRIBUTES): string | null {
	const found = ATTRIBUTES[name].exec(tag);
	return found === null ? null : unescapeXml(found[1] ?? found[2] ?? '');
}

/** 0 for A, 27 for AB; null for what names no column. */
export function columnIndex(place: string): number | null {
	const letters = /^([A-Z]{1,3})\d*$/.exec(place)?.[1];
	if (letters === undefined) return null;
	let column = 0;
	for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64;
	return column - 1;
}
