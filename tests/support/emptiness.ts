import type { Page } from '@playwright/test';

/**
 * By how much the window scrolls on a page whose own zones scroll instead, in pixels. What is out of sight in such a zone, for screen
 * readers alone, stretches the page when the zone is not positioned. On a phone the page itself scrolls.
 */
export async function emptinessBelow(page: Page): Promise<number> {
	return await page.evaluate(() =>
		document.querySelector('.page-fill') === null || innerWidth <= 760
			? 0
			: document.documentElement.scrollHeight - innerHeight,
	);
}
