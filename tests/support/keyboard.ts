import type { Page } from '@playwright/test';

/** Presses Tab until what has the focus answers to a name, as somebody without a mouse does. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
	for (let pressed = 0; pressed < 80; pressed += 1) {
		await page.keyboard.press('Tab');
		const found = await page.evaluate(() => {
			const element = document.activeElement;
			if (!(element instanceof HTMLElement)) return '';
			const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
			return [
				element.getAttribute('aria-label'),
				...labels.map((label) => label.textContent),
				element.textContent,
			]
				.filter(Boolean)
				.join(' ');
		});
		if (name.test(found)) return;
	}
	throw new Error(`Tab never reached ${name}`);
}
