import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { tabTo } from '../support/keyboard.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

/** What follows the page's own chooser of files, which belongs to the system: the field has the focus, a file is in it. */
async function chooseFile(page: Page, name: string, text: string): Promise<void> {
	const field = page.locator(':focus');
	await expect(field).toHaveAttribute('type', 'file');
	await field.setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
}

test('the pages of documents without a mouse: a file brought, a version named, a part looked at, a setting, one’s actions', async ({
	browser,
}) => {
	test.setTimeout(180_000);
	const { context, page } = await openAs(browser, server.origin, 'facilitator');
	opened.push(context);

	await test.step('a file becomes a note', async () => {
		await page.goto('/64/documents');
		await tabTo(page, /^\s*Importer un fichier/);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/documents\/importer$/);
		await tabTo(page, /^\s*Fichier/);
		await chooseFile(page, 'note.md', '# Venue du clavier\n\nUn [lien](javascript:alert(1)).\n');
		await tabTo(page, /^\s*Importer\s*$/);
		await page.keyboard.press('Enter');
		await expect(page.getByText('2 blocs repris')).toBeVisible();
		await expect(page.getByText(/1 lien n’a pas été repris/)).toBeVisible();
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('a version of it is named, then read', async () => {
		await tabTo(page, /^note$/);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('main').getByText('Venue du clavier').first()).toBeVisible();
		await tabTo(page, /^\s*Historique/);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/historique$/);
		await tabTo(page, /Nommer la version/);
		await page.keyboard.press('Enter');
		await tabTo(page, /^\s*Nom de la version/);
		await page.keyboard.type('Telle qu’elle est arrivée');
		await page.keyboard.press('Enter');
		await expect(page.getByText('Version nommée.')).toBeVisible();
		await tabTo(page, /Telle qu’elle est arrivée/);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/historique\?de=/);
		await tabTo(page, /^\s*Lire/);
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/historique\/[0-9a-f-]{36}$/);
		await expect(page.getByRole('main').getByText('Venue du clavier').first()).toBeVisible();
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('the plan is shared with other committees', async () => {
		await page.goto('/64/reglages');
		await tabTo(page, /Partager le plan adopté/);
		await page.keyboard.press('Space');
		await tabTo(page, /^\s*Enregistrer/);
		await page.keyboard.press('Enter');
		await expect(page.getByText('Réglage enregistré.')).toBeVisible();
	});

	await test.step('a file that is no workbook is refused with a sentence, where one is', async () => {
		await page.goto('/64/plan/importer');
		await tabTo(page, /^\s*Fichier/);
		await chooseFile(page, 'plan.xlsx', 'Action;Statut');
		await tabTo(page, /Comparer avec le plan/);
		await page.keyboard.press('Enter');
		await expect(page.getByText(/Ce fichier n'est pas un classeur Excel/)).toBeVisible();
		expect(await violationsInBothThemes(page)).toEqual([]);
	});

	await test.step('one’s own actions lead to the plan', async () => {
		const professional = await openAs(browser, server.origin, 'professional');
		opened.push(professional.context);
		await professional.page.goto('/mes-actions');
		await tabTo(professional.page, /docteur junior/);
		await professional.page.keyboard.press('Enter');
		await expect(professional.page).toHaveURL(/\/64\/plan\/\d+-\d+/);
	});
});
