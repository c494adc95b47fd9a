import { storable } from '#lib/text.ts';

/** Stands for what cannot be: no code, no identifier, no name holds it. */
const NOTHING = '\ufffd';

/**
 * Takes out of an address what no database keeps, before anything is asked with it: a part of its path that held it leads to nothing, and
 * what it asks after « ? » is asked without.
 */
export function makeAskable({ params, url }: { params: Partial<Record<string, string>>; url: URL }): void {
	for (const [name, said] of Object.entries(params)) {
		if (said !== undefined && said !== storable(said)) params[name] = said.replaceAll('\0', NOTHING);
	}
	if (!/%00|\0/.test(url.search)) return;
	const asked = [...url.searchParams].map((pair) => pair.map(storable));
	url.search = new URLSearchParams(asked).toString();
}

/** Whether an address cannot be read: a « % » in it is followed by no code, or by codes of no letter. Kit finds no page for it. */
export function isMalformed(url: URL): boolean {
	try {
		// As Kit reads it, which leaves the code of « % » for later.
		url.pathname.split('%25').forEach(decodeURI);
		return false;
	} catch {
		return true;
	}
}
