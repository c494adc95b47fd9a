/**
 * Whether « / » and « ? » do something pressed alone, kept on the device: a voice or a hand that strays may not want it (RGAA 12.11). In
 * the page too, where the device keeps nothing (private browsing).
 */
export const SINGLE_KEYS = 'singleKeys';

export function hasSingleKeys(): boolean {
	try {
		return (document.documentElement.dataset[SINGLE_KEYS] ?? localStorage.getItem(SINGLE_KEYS)) !== 'off';
	} catch {
		return true;
	}
}

/** Where a character is written, or goes to what begins with it. */
const WRITTEN = 'input, textarea, select, [contenteditable=true], [role=menu]';

/** Whether this key was pressed for itself: alone, nowhere where one writes, under no dialog. */
export function isSingleKey(
	{ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent,
	wanted: string,
): boolean {
	return (
		key === wanted &&
		!(ctrlKey || altKey || metaKey) &&
		!(target as Element).closest?.(WRITTEN) &&
		!document.querySelector('dialog:modal') &&
		hasSingleKeys()
	);
}
