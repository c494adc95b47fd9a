/** First match wins: browsers name those they imitate, so the imitators come first. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/\bEdgA?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/(Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/\bVersion\/.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\b(Macintosh|Mac OS X)\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux'],
];

const firstOf = (list: typeof BROWSERS, text: string): string | null =>
	list.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/**
 * A browser in words, for the list of sessions: « Firefox, Windows ». Always made of the words above, so that
 * nothing of a hostile header is kept or shown.
 */
export function deviceWords(userAgent: string | null): string {
	const text = (userAgent ?? '').slice(0, 500);
	const browser = firstOf(BROWSERS, text);
	const system = firstOf(SYSTEMS, text);
	if (browser === null && system === null) return 'Programme sans navigateur';
	return [browser ?? 'Navigateur inconnu', system].filter((word) => word !== null).join(', ');
}
