import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openAs, type Person } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startServer();
});
test.afterAll(() => server.stop());

/** Every page of the site, and somebody to whom it is open. */
const PAGES: [path: string, person: Person | null][] = [
	['/connexion', null],
	['/mot-de-passe/oubli', null],
	['/accessibilite', null],
	['/donnees-personnelles', null],
	['/mentions-legales', null],
	['/nulle-part', 'mayor'],
	['/', 'urps'],
	['/64', 'mayor'],
	['/64/diagnostic', 'mayor'],
	['/64/diagnostic', 'evaluator'],
	['/64/plan', 'mayor'],
	['/64/plan/5-1', 'mayor'],
	['/64/plan/5-1', 'evaluator'],
	['/64/documents', 'mayor'],
	['/64/membres', 'facilitator'],
	['/64/membres/inviter', 'facilitator'],
	['/compte', 'mayor'],
	['/courriers', 'mayor'],
	['/admin', 'administrator'],
];

async function violationsOf(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	return violations.map(
		({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
	);
}

for (const theme of ['light', 'dark'] as const) {
	for (const person of [null, 'mayor', 'evaluator', 'facilitator', 'urps', 'administrator'] as const) {
		test(`no violation in ${theme}, as ${person ?? 'a visitor'}`, async ({ browser }) => {
			const options = { colorScheme: theme, viewport: { width: 1280, height: 900 } };
			const { context, page } =
				person === null
					? await (async () => {
							const context = await browser.newContext({ baseURL: server.origin, ...options });
							return { context, page: await context.newPage() };
						})()
					: await openAs(browser, server.origin, person, options);
			const found: Record<string, string[]> = {};
			for (const [path] of PAGES.filter(([, who]) => who === person)) {
				await page.goto(path);
				await page.waitForLoadState('networkidle');
				const violations = await violationsOf(page);
				if (violations.length > 0) found[path] = violations;
				await page.setViewportSize({ width: 390, height: 844 });
				const narrow = await violationsOf(page);
				if (narrow.length > 0) found[`${path} at 390`] = narrow;
				await page.setViewportSize({ width: 320, height: 800 });
				const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				if (overflow > 0) found[`${path} at 320`] = [`scrolls sideways by ${overflow} px`];
				await page.setViewportSize(options.viewport);
			}
			expect(found).toEqual({});
			await context.close();
		});
	}
}
