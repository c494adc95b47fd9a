/**
 * What somebody chose in a list before the page's script had come, null when it stands as it was served. Read when the component of the
 * list is made: Svelte keeps what was typed by then in a field, and not what was chosen in a list.
 */
export function earlyChoice(id: string): string | null {
	if (typeof document === 'undefined') return null;
	const list = document.getElementById(id);
	if (!(list instanceof HTMLSelectElement)) return null;
	const served = [...list.options].findIndex(({ defaultSelected }) => defaultSelected);
	return list.selectedIndex === Math.max(0, served) ? null : list.value;
}
