import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer depends on colours, and so on the theme; the others read the same page. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds on a page as it stands: everything in the light theme, and what depends on colours again in the dark one. */
export async function violationsInBothThemes(
	page: Page,
	{ except = [] }: { except?: string[] } = {},
): Promise<string[]> {
	await show(page, 'light');
	const light = await axeOn(page).withTags(TAGS).disableRules(except).analyze();
	await show(page, 'dark');
	const dark = await axeOn(page).withRules(COLOUR_RULES).analyze();
	await show(page, 'light');
	return [...inWords('light', light.violations), ...inWords('dark', dark.violations)];
}

/**
 * In the page itself, which has no frame: otherwise each reading opens another page beside. What is in order is not described, which
 * takes longer than to find what is not.
 */
function axeOn(page: Page): AxeBuilder {
	return new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
}

/** Changes the theme and waits for the end of what fades: a colour read half-way belongs to neither. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
	await page.emulateMedia({ colorScheme });
	await page.evaluate(async () => {
		await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
		const ending = document
			.getAnimations()
			.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map(({ finished }) => finished));
	});
}

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

function inWords(theme: string, violations: Violations): string[] {
	return violations.map(
		({ id, nodes }) => `${theme}, ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
	);
}
