import { expect, test } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

test('what one writes is found by the keyboard, by another, and leads to its part', async ({ browser }) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	const { page } = evaluator;
	await page.goto('/64');
	// The key is heard once the page is alive.
	await expect(async () => {
		await page.keyboard.press('Control+K');
		await expect(page).toHaveURL(/\/64\/recherche$/, { timeout: 1_000 });
	}).toPass();
	const field = page.getByRole('searchbox', { name: 'Chercher des mots' });
	await expect(field).toBeFocused();
	await field.fill('dispensaire itinerant');
	await field.press('Enter');
	await expect(page.getByRole('status').first()).toHaveText(/^Rien ne porte/);

	await openDiagnosis(mayor.page);
	await newLineAtTheEnd(mayor.page);
	await mayor.page.keyboard.type('Deux dispensaires itinérants desservent la vallée.');
	await expectSaved(mayor.page);

	// The text is in the index about a second after the commit; the same words asked again find what is there by then.
	await expect(async () => {
		await field.press('Enter');
		await expect(page.getByRole('status').first()).toHaveText(/^1 document porte/, { timeout: 1_000 });
	}).toPass();
	const passage = page.getByRole('article');
	await expect(passage.locator('mark')).toHaveText(['dispensaires', 'itinérants']);
	await passage.getByRole('heading', { level: 4 }).getByRole('link').click();
	await expect(page).toHaveURL(/\/64\/diagnostic#p-\d+-\d+$/);
	await expect(page.getByRole('main').getByRole('heading', { name: 'Nos priorités' })).toBeInViewport();

	await mayor.page.setViewportSize({ width: 390, height: 844 });
	await mayor.page.goto('/64');
	await mayor.page
		.getByRole('navigation', { name: /raccourcis/ })
		.getByText('Plus')
		.click();
	await mayor.page.getByRole('link', { name: 'Rechercher' }).last().click();
	await expect(mayor.page).toHaveURL(/\/64\/recherche$/);
	await mayor.context.close();
	await evaluator.context.close();
});
