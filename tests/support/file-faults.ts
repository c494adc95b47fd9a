import { strFromU8, unzipSync } from 'fflate';
import { safeHref } from '#lib/documents/link.rules.ts';

/** The tags of a page with their attributes. What is text has its signs escaped: each `<` opens one. */
function tagsOf(html: string): { tag: string; attributes: [string, string][] }[] {
	const found = html.matchAll(/<(?!\/|!)([^\s>/]+)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g);
	return [...found].map(([, tag = '', rest = '']) => ({
		tag,
		attributes: [...rest.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
			name,
			value,
		]),
	}));
}

const unescaped = (value: string): string =>
	value
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replaceAll('&amp;', '&')
		.replaceAll('&quot;', '"');

/** What in a page could run, or bring something by itself. */
export function faultsOfPage(html: string): string[] {
	const faults: string[] = [];
	if (tagsOf(html).length !== html.split(/<(?!\/|!)/).length - 1) faults.push('a sign that opens no tag');
	for (const { tag, attributes } of tagsOf(html)) {
		if (/^(?:script|iframe|object|embed|link|base|form|svg|math|template)$/i.test(tag))
			faults.push(`<${tag}>`);
		for (const [name, value] of attributes) {
			if (/^on|^(?:srcdoc|action|formaction|background|xlink:href)$/i.test(name))
				faults.push(`${tag} ${name}`);
			const address = unescaped(value);
			if (name === 'href' && !address.startsWith('#') && safeHref(address) === null)
				faults.push(`href ${address}`);
			if (name === 'src' && !address.startsWith('data:image/')) faults.push(`src ${address}`);
			if (name === 'style') faults.push(`style ${value}`);
		}
	}
	return faults;
}

/** What in the parts of an office file leads elsewhere, or asks for something to be run. */
export function faultsOfOffice(bytes: Uint8Array): string[] {
	const faults: string[] = [];
	for (const [name, part] of Object.entries(unzipSync(bytes))) {
		if (/vba|macro|activeX|embeddings|Basic\/|Scripts\//i.test(name)) faults.push(name);
		if (!/\.(?:xml|rels)$/.test(name)) continue;
		const xml = strFromU8(part);
		if (
			/<(?:script:|form:|w:object|o:OLEObject|table:content-validation|f>|f )|table:formula|presentation:event/.test(
				xml,
			)
		)
			faults.push(`${name}: what runs`);
		if (/\bDDE(?:AUTO)?\b.*<\/w:instrText>|<w:instrText[^>]*>[^<]*\b(?:DDE|INCLUDE|IMPORT)/.test(xml))
			faults.push(`${name}: field`);
		for (const [, target = ''] of xml.matchAll(/Target="([^"]*)" TargetMode="External"/g))
			if (safeHref(unescaped(target)) === null) faults.push(`${name}: ${target}`);
		for (const [, type = ''] of xml.matchAll(/Type="([^"]*)" Target="[^"]*" TargetMode="External"/g))
			if (!type.endsWith('/hyperlink')) faults.push(`${name}: ${type}`);
		for (const [, target = ''] of xml.matchAll(/xlink:href="([^"]*)"/g))
			if (!/^Pictures\/|^#/.test(target) && safeHref(unescaped(target)) === null)
				faults.push(`${name}: ${target}`);
	}
	return faults;
}

/** What a reader of PDF acts on, outside the text that is drawn (which is compressed). */
export function faultsOfPdf(bytes: Uint8Array): string[] {
	const plain = Buffer.from(bytes)
		.toString('latin1')
		.replace(/\bstream\r?\n[\s\S]*?endstream/g, '');
	const names = plain.replace(/\((?:\\[\s\S]|[^()\\])*\)/g, '()');
	const actions = [
		...names.matchAll(
			/\/S \/(JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition)\b|\/(OpenAction|AA|EmbeddedFile)\b/g,
		),
	];
	const leads = [...plain.matchAll(/\/URI \(((?:\\.|[^()\\])*)\)/g)].map(([, address = '']) =>
		address.replace(/\\(.)/g, '$1'),
	);
	return [...actions.map(([found]) => found), ...leads.filter((address) => safeHref(address) === null)];
}
