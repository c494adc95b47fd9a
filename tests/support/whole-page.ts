import type { BrowserContext, Page } from '@playwright/test';

/**
 * A page that is gone to once its script has come too: on a machine that does much at once, what is clicked before is lost, as it is for
 * whoever is quicker than a bad line. SvelteKit adds its announcer then.
 */
export async function newWholePage(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	const goto = page.goto.bind(page);
	page.goto = async (address, options) => {
		const answer = await goto(address, options);
		if (answer?.headers()['content-type']?.startsWith('text/html') !== true) return answer;
		const isScripted = await page.evaluate(() =>
			[...document.scripts].some(({ textContent }) => textContent?.includes('__sveltekit')),
		);
		if (isScripted) await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
		return answer;
	};
	return page;
}
