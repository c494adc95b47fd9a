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
