/** Schemes a link in a document may have. Anything else could run a script or reach inside the reader's machine. */
const SCHEMES = ['http:', 'https:', 'mailto:'] as const;

/** Longest address kept: what browsers and servers still accept. */
const LONGEST = 2_000;

/** Characters that browsers skip inside a scheme (`java\tscript:`), and those that would show an address other than it is. */
const INVISIBLE =
	/[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff\ufff9-\ufffb]/g;

/**
 * The address to put in a page for what a document says, or null when it is not one to follow: absolute, http, https
 * or mailto, judged once what browsers skip has been removed. Never throws, whatever the value.
 */
export function safeHref(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	const text = value.replace(INVISIBLE, '');
	if (text === '' || text.length > LONGEST) return null;
	try {
		const url = new URL(text);
		if (!SCHEMES.some((scheme) => scheme === url.protocol)) return null;
		if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null;
		// A name before the host (`https://banque.fr@piege.example`) only ever misleads.
		return url.username === '' && url.password === '' ? url.href : null;
	} catch {
		return null;
	}
}

/** What a person typed as an address: a bare `exemple.fr` or `nom@exemple.fr` is completed. Null when it cannot be one. */
export function hrefFromTyped(typed: string): string | null {
	const text = typed.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d+(\/|$)/.test(text)) return safeHref(text);
	if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return safeHref(`mailto:${text}`);
	return /^[^\s/]+\.[^\s/.]{2,}(\/|$|\?|#|:)/.test(text) ? safeHref(`https://${text}`) : null;
}
