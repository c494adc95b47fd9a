import { expect, type Locator, type Page } from '@playwright/test';

/** The text being written, once the editor has taken the place of the page's first view. */
export function editorOf(page: Page): Locator {
	return page.locator('.ProseMirror');
}

/** Opens the diagnosis and waits until it can be written in. */
export async function openDiagnosis(page: Page): Promise<Locator> {
	await page.goto('/64/diagnostic');
	const editor = editorOf(page);
	await expect(editor).toHaveAttribute('contenteditable', 'true');
	return editor;
}

/** Puts the caret at the end of the document, on a line of its own. */
export async function newLineAtTheEnd(page: Page): Promise<void> {
	await editorOf(page).focus();
	await page.keyboard.press('Control+End');
	await page.keyboard.press('Enter');
}

/**
 * Puts the caret at the end of the first line. In the fifth of a second after the focus, ProseMirror takes a caret at the very start for the
 * browser's doing and puts back the one that was there: as a person would, press again.
 */
export async function endOfFirstLine(page: Page): Promise<void> {
	const editor = editorOf(page);
	await editor.focus();
	await expect(async () => {
		await page.keyboard.press('Control+Home');
		await page.keyboard.press('End');
		const isThere = await editor.evaluate(async (text) => {
			await new Promise(requestAnimationFrame);
			return text.firstElementChild?.contains(getSelection()?.anchorNode ?? null);
		});
		expect(isThere).toBe(true);
	}).toPass();
}

/** Selects the last characters before the caret, by the keyboard. */
export async function selectBack(page: Page, count: number): Promise<void> {
	const selected = () => page.evaluate(() => getSelection()?.toString().length ?? 0);
	// A key that comes while the editor draws a change of somebody else may count for nothing: as a person would, press until it is so.
	await expect(async () => {
		const missing = count - (await selected());
		const key = missing > 0 ? 'Shift+ArrowLeft' : 'Shift+ArrowRight';
		for (let index = 0; index < Math.abs(missing); index += 1) await page.keyboard.press(key);
		expect(await selected()).toBe(count);
	}).toPass();
}

export async function expectSaved(page: Page): Promise<void> {
	await expect(page.getByText('Enregistré', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
}

/** How many times each of the tokens stands in the text; others' carets, drawn between its letters, are no part of it. */
export async function countOf(page: Page, tokens: readonly string[]): Promise<number[]> {
	const text = await editorOf(page).evaluate((editor) => {
		const copy = editor.cloneNode(true) as Element;
		for (const caret of copy.querySelectorAll('.others-caret')) caret.remove();
		return Array.from(copy.children, (block) => block.textContent.replaceAll('\u00a0', ' ')).join('\n');
	});
	return tokens.map((token) => text.split(token).length - 1);
}
