import { expect, type Page } from '@playwright/test';

/** What the page says of what one writes. */
export const SAVED = 'Enregistré';
export const SAVING = 'Enregistrement…';
export const OFFLINE = 'Hors ligne\u00a0: gardé sur cet appareil';

/** « 3 modifications en attente ». */
export const WAITING = /^\d+ modifications? en attente$/;

/** The page says this now, or within the time given to any expectation. */
export async function expectWords(page: Page, words: string | RegExp, timeout = 30_000): Promise<void> {
	await expect(page.locator('[data-save] > span')).toHaveText(words, { timeout });
}

/** Writes down everything the page says from now on, so that what it must not say, even for an instant, is found. */
export async function listenToWords(page: Page): Promise<() => Promise<string[]>> {
	await page.evaluate(() => {
		const said: string[] = [];
		Object.assign(window, { said });
		const read = (): void => {
			const words = document.querySelector('[data-save] > span')?.textContent ?? '';
			if (words !== said.at(-1)) said.push(words);
		};
		read();
		new MutationObserver(read).observe(document.body, {
			subtree: true,
			childList: true,
			characterData: true,
		});
	});
	return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

/** What the diagnosis of the connection says: opened, read and closed as a person would. */
export async function readDiagnosis(page: Page): Promise<string> {
	const button = page.locator('summary[aria-label*="Diagnostic de la connexion"]');
	await button.click();
	const facts = page.getByRole('region', { name: 'Diagnostic de la connexion' });
	await expect(facts).toBeVisible();
	const text = await facts.innerText();
	await page.keyboard.press('Escape');
	await expect(facts).toBeHidden();
	return text.replaceAll('\u00a0', ' ');
}
