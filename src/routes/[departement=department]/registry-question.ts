/** What the address of a registry asked, without the name of the action that answered. */
export function withoutAction(url: URL): string {
	const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	return kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`;
}
