import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { RunOptions, Result } from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer depends on colours, and so on the theme; the others read the same page. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What is in order is not described, nor is a path to what is not: finding both takes longer than the rules themselves. */
const QUICK: RunOptions = { resultTypes: ['violations'], selectors: false, preload: false };

/** Of the element at fault, so that it is found. */
const SHOWN_LENGTH = 160;

/** What axe finds on a page as it stands: everything in the light theme, and what depends on colours again in the dark one. */
export async function violationsInBothThemes(
	page: Page,
	{ except = [], darkToo = true }: { except?: string[]; darkToo?: boolean } = {},
): Promise<string[]> {
	await loadAxe(page);
	await show(page, 'light');
	const disabled = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
	const light = await read(page, { ...QUICK, runOnly: TAGS, rules: disabled });
	if (!darkToo) return light.map((words) => `light, ${words}`);
	await show(page, 'dark');
	const dark = await read(page, { ...QUICK, runOnly: { type: 'rule', values: COLOUR_RULES } });
	await show(page, 'light');
	return [...light.map((words) => `light, ${words}`), ...dark.map((words) => `dark, ${words}`)];
}

/**
 * Axe by hand, once for each page that is loaded: its builder brings it again for each reading, and carries everything it read out of
 * the browser.
 */
async function loadAxe(page: Page): Promise<void> {
	if (await page.evaluate(() => 'axe' in window)) return;
	const program = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
	await page.evaluate(readFileSync(program, 'utf8'));
}

function read(page: Page, options: RunOptions): Promise<string[]> {
	return page.evaluate(
		async ({ options, length }) => {
			const axe = Reflect.get(window, 'axe') as {
				run(within: Document, options: RunOptions): Promise<{ violations: Result[] }>;
			};
			const { violations } = await axe.run(document, options);
			return violations.map(
				({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, length)).join(' | ')}`,
			);
		},
		{ options, length: SHOWN_LENGTH },
	);
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
