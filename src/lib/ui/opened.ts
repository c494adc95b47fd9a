/**
 * Attributes of a `<details>` that opens by itself when `is`, and otherwise stays as its reader left it: one that was opened before the page's
 * script had come is not closed by it.
 */
export function openedWhen(is: boolean): { open?: true } {
	return is ? { open: true } : {};
}
