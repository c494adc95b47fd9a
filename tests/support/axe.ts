import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { RunOptions, Result } from 'axe-core';
import { rememberTexts, type JudgedTexts } from './judged-texts.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer depends on colours, and so on the theme; the others read the same page. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What is in order is not described, nor is a path to what is not: finding both takes longer than the rules themselves. */
const QUICK: RunOptions = { resultTypes: ['violations'], selectors: false, preload: false };

/** Of the element at fault, so that it is found. */
const SHOWN_LENGTH = 160;

/**
 * Marks of the texts that were judged in order, here or on pages before: the frame of the site is the same on each, and so are the rows of
 * its tables. What a mark is made of holds wherever it is met.
 */
const JUDGED = new Set<string>();

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
	await page.evaluate(rememberTexts);
}

async function read(page: Page, options: RunOptions): Promise<string[]> {
	const found = await page.evaluate(
		async ({ options, length, before }) => {
			const axe = Reflect.get(window, 'axe') as {
				run(within: Document, options: RunOptions): Promise<{ violations: Result[] }>;
			};
			const { known, look } = Reflect.get(window, 'judgedTexts') as JudgedTexts;
			for (const mark of before) known.add(mark);
			look();
			const { violations } = await axe.run(document, options);
			const words = violations.map(
				({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, length)).join(' | ')}`,
			);
			return { words, known: [...known] };
		},
		{ options, length: SHOWN_LENGTH, before: [...JUDGED] },
	);
	for (const mark of found.known) JUDGED.add(mark);
	return found.words;
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
