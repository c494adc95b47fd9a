import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { emptinessBelow } from '../support/emptiness.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import {
	countOf,
	editorOf,
	endOfFirstLine,
	expectSaved,
	newLineAtTheEnd,
	openDiagnosis,
} from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

const HISTORY = '/64/diagnostic/historique';
const LAST_PART = 'Nos priorités';

async function expectNoViolation(page: Page): Promise<void> {
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 900 });
		expect(await violationsInBothThemes(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
			0,
		);
	}
	await page.setViewportSize({ width: 1440, height: 900 });
	expect(await emptinessBelow(page)).toBe(0);
}

test('a document from its first version to its adoption: named, changed, compared, one part restored, adopted, reviewed', async ({
	browser,
}) => {
	const facilitator = await openAs(browser, server.origin, 'facilitator');
	const mayor = await openAs(browser, server.origin, 'mayor');
	opened.push(facilitator.context, mayor.context);
	const { page } = facilitator;

	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await page.keyboard.insertText('⟦avant⟧');
	await expectSaved(page);
	await page.getByRole('link', { name: 'Historique' }).click();
	await page.locator('summary', { hasText: 'Nommer la version' }).click();
	await page.getByLabel('Nom de la version', { exact: true }).fill('Relecture du bureau');
	await page.getByRole('button', { name: 'Nommer la version', exact: true }).click();
	await expect(page.getByText('Version nommée.')).toBeVisible();
	await expect(page.getByLabel('Nom de la version', { exact: true })).toHaveValue('');

	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await page.keyboard.insertText('⟦après⟧');
	await expectSaved(page);
	await page.goto(HISTORY);
	const part = page.getByRole('region', { name: LAST_PART });
	await expect(part.locator('ins', { hasText: '⟦après⟧' })).toBeVisible();
	await expect(part.getByText('1 passage changé')).toBeVisible();
	await expectNoViolation(page);

	await openDiagnosis(mayor.page);
	await endOfFirstLine(mayor.page);
	const tokens = Array.from({ length: 12 }, (_, index) => `⟦maire-${index}⟧`);
	const typing = (async () => {
		for (const token of tokens) await mayor.page.keyboard.insertText(` ${token}`);
	})();
	// Without a mouse: the link, then the button of what it asks.
	await part.getByRole('link', { name: 'Rétablir cette partie' }).focus();
	await page.keyboard.press('Enter');
	const confirm = page.getByRole('button', { name: 'Rétablir cette partie' });
	await confirm.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('Texte rétabli.')).toBeVisible();
	await typing;
	const all = [...tokens, '⟦avant⟧', '⟦après⟧'];
	await expect
		.poll(() => countOf(mayor.page, all), { timeout: 30_000 })
		.toEqual([...tokens.map(() => 1), 1, 0]);
	await expectSaved(mayor.page);

	await page.goto(HISTORY);
	await page.locator('summary', { hasText: 'Adopter une version' }).click();
	await page.getByLabel(/^Nom de la version adoptée/).fill('Diagnostic 2026');
	await page.getByRole('radio', { name: /Le document est figé/ }).check();
	await page.getByRole('button', { name: 'Adopter cette version' }).click();
	await expect(page.getByText('Version adoptée. Son texte')).toBeVisible();
	// Whoever was writing reads on, at once.
	await expect(editorOf(mayor.page)).toHaveAttribute('contenteditable', 'false', { timeout: 4_000 });

	const evaluator = await openAs(browser, server.origin, 'evaluator');
	opened.push(evaluator.context);
	const review = evaluator.page;
	await review.goto('/64/diagnostic');
	await expect(review.getByRole('link', { name: 'Diagnostic 2026' }).first()).toBeVisible();
	await review.goto(HISTORY);
	await review
		.getByLabel('Comparer', { exact: true })
		.selectOption({ label: await labelOf(review, 'Relecture du bureau') });
	await review
		.getByLabel('avec', { exact: true })
		.selectOption({ label: await labelOf(review, 'Diagnostic 2026') });
	await review.getByRole('button', { name: 'Comparer', exact: true }).focus();
	await review.keyboard.press('Enter');
	await expect(review).toHaveURL(/de=.+a=/);
	await expect(review.locator('ins', { hasText: '⟦maire-0⟧' })).toBeVisible();
	for (const forbidden of [/Nommer/, /Adopter/, /Rétablir/]) {
		await expect(review.getByRole('button', { name: forbidden })).toHaveCount(0);
		await expect(review.getByRole('link', { name: forbidden })).toHaveCount(0);
	}
	await review.getByRole('link', { name: 'Dans le texte' }).click();
	await expect(review).toHaveURL(/vue=texte/);
	await expectNoViolation(review);

	await review.goto(HISTORY);
	await review.getByRole('link', { name: 'Diagnostic 2026' }).first().click();
	await expect(review.getByText('Empreinte SHA-256')).toBeVisible();
	await review.getByRole('link', { name: 'Qui a écrit' }).click();
	await expect(review.locator('.written').first()).toBeVisible();
	await expectNoViolation(review);
});

async function labelOf(page: Page, name: string): Promise<string> {
	const option = page.getByLabel('Comparer', { exact: true }).locator('option', { hasText: name });
	return (await option.first().textContent()) ?? '';
}
