import { tick } from 'svelte';

/** After a refusal the keyboard goes to the first wrong field, whose sentence is read with it. */
export async function focusFirstWrong(within: ParentNode): Promise<void> {
	await tick();
	within.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
