import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	// A page left open goes on following what the next test does.
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(async () => {
	await server.stop();
});

/** Opens the plan as somebody and waits until it is live. */
async function openPlan(
	browser: Parameters<typeof openAs>[0],
	person: Person,
	options: {
		path?: string;
		viewport?: { width: number; height: number };
	} = {},
): Promise<Page> {
	const { path = '/64/plan', ...own } = options;
	const { context, page } = await openAs(browser, server.origin, person, own);
	opened.push(context);
	await page.goto(path);
	await expect(page.locator('[data-save="saved"], [data-save="reading"]')).toBeVisible();
	// The last of a panel to come is its live text.
	if (path !== '/64/plan') await expect(page.locator('.description .rich-text')).toBeVisible();
	return page;
}

function row(page: Page, number: string): Locator {
	return page.locator('tr[data-action]').filter({ has: page.getByText(number, { exact: true }) });
}

function cell(page: Page, number: string, field: string): Locator {
	return row(page, number).locator(`[data-field="${field}"]`);
}

async function saved(page: Page): Promise<void> {
	await expect(page.locator('[data-save="saved"]')).toBeVisible();
}

test('a caret in a field is not disturbed by what others do in the same action', async ({ browser }) => {
	const professional = await openPlan(browser, 'professional', { path: '/64/plan/1-1' });
	const mayor = await openPlan(browser, 'mayor', { path: '/64/plan/1-1' });
	const title = professional.getByRole('textbox', { name: 'Titre' });
	await title.fill('Former des maîtres de stage');
	await title.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
	await mayor.getByRole('combobox', { name: 'Statut' }).selectOption('À surveiller');
	await expect(cell(professional, '1.1', 'status')).toHaveText('À surveiller');
	await professional.keyboard.type(' vite');
	await expect(title).toHaveValue('Former vite des maîtres de stage');
	await expect(cell(mayor, '1.1', 'title')).toContainText('Former vite des maîtres de stage');
});

test('one remote change draws one row again', async ({ browser }) => {
	const professional = await openPlan(browser, 'professional');
	const mayor = await openPlan(browser, 'mayor');
	// Presence draws too: the mayor is on the row before one counts.
	await cell(mayor, '4.1', 'status').click();
	await expect(cell(professional, '4.1', 'title').getByText('Hélène Etcheverry')).toBeVisible();
	await professional.evaluate(() => {
		const touched = new Set<string>();
		Object.assign(window, { touched });
		new MutationObserver((records) => {
			for (const { target } of records) {
				const element = target instanceof Element ? target : target.parentElement;
				touched.add(element?.closest('tr')?.getAttribute('data-action') ?? 'elsewhere');
			}
		}).observe(document.querySelector('.plan-table tbody')?.parentElement ?? document.body, {
			subtree: true,
			childList: true,
			characterData: true,
		});
	});
	await mayor.getByRole('combobox', { name: 'Statut' }).selectOption('Terminée');
	await expect(cell(professional, '4.1', 'status')).toHaveText('Terminée');
	const touched = await professional.evaluate(() => [
		...(window as unknown as { touched: Set<string> }).touched,
	]);
	const id = await row(professional, '4.1').getAttribute('data-action');
	// The bande of its proposition follows, in the heading row; no other action is touched.
	expect(touched.filter((one) => one !== 'elsewhere')).toEqual([id]);
});

test('by keyboard alone: one tab stop, arrows, editing, moving, opening, undoing', async ({ browser }) => {
	const page = await openPlan(browser, 'professional');
	await page.getByRole('button', { name: 'Filtrer' }).focus();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: /^1\. Plus de stages/ })).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowRight');
	await expect(cell(page, '1.1', 'status')).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await expect(cell(page, '1.2', 'status')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	const before = await cell(page, '1.2', 'dueOn').innerText();
	await page.keyboard.press('F2');
	await expect(page.getByLabel('Échéance')).toBeFocused();
	await page.keyboard.type('14/07/2029');
	await page.keyboard.press('Enter');
	await expect(cell(page, '1.2', 'dueOn')).toHaveText(/14\sjuil\.\s2029/);
	await expect(cell(page, '1.2', 'dueOn')).toBeFocused();
	await page.keyboard.press('Control+z');
	await expect(cell(page, '1.2', 'dueOn')).toHaveText(before);
	await page.keyboard.press('F2');
	await page.keyboard.type('31/02/2027');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Février 2027 n’a que 28 jours')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(cell(page, '1.2', 'dueOn')).toHaveText(before);
	const title = await cell(page, '1.2', 'title').getByRole('link').textContent();
	await page.keyboard.press('Alt+Shift+ArrowUp');
	await expect(cell(page, '1.1', 'title').getByRole('link')).toHaveText(title ?? '');
	await expect(cell(page, '1.1', 'dueOn')).toBeFocused();
	await page.keyboard.press('Alt+Shift+ArrowDown');
	await expect(cell(page, '1.2', 'dueOn')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/64\/plan\/1-2$/);
	await expect(page.getByRole('complementary', { name: 'Action 1.2' })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page).toHaveURL(/\/64\/plan$/);
	await expect(cell(page, '1.2', 'dueOn')).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await expect(page.getByRole('button', { name: 'Filtrer' })).toBeFocused();
});

test('Échap closes the panel from the table too; a dialog gives the focus back', async ({ browser }) => {
	const page = await openPlan(browser, 'professional', { path: '/64/plan/1-1' });
	const panel = page.getByRole('complementary', { name: /^Action/ });
	const dueOn = cell(page, '1.2', 'dueOn');
	await dueOn.focus();
	await page.keyboard.press('F2');
	await expect(page.getByRole('grid').getByLabel('Échéance')).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(dueOn).toBeFocused();
	await expect(panel).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel).toBeHidden();
	await expect(page).toHaveURL(/\/64\/plan$/);
	await expect(dueOn).toBeFocused();

	const filter = page.getByRole('button', { name: 'Filtrer' });
	await filter.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Filtrer les actions' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(filter).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Filtrer les actions' })).toBeVisible();
});

test('a new action starts at its title; Échap takes back what was typed, then closes', async ({
	browser,
}) => {
	const page = await openPlan(browser, 'professional');
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await page.getByLabel('Titre de l’action').fill('Une idée à préciser');
	await page.keyboard.press('Enter');
	const title = page.getByRole('textbox', { name: 'Titre', exact: true });
	await expect(title).toBeFocused();
	await page.keyboard.type('Une idée précise');
	await page.keyboard.press('Escape');
	await expect(title).toHaveValue('Une idée à préciser');
	await expect(title).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('complementary', { name: /^Action/ })).toBeHidden();
	await page.getByRole('link', { name: 'Une idée à préciser' }).click();
	await expect(page.getByRole('complementary', { name: /^Action/ })).toBeFocused();
	await page.getByRole('button', { name: 'Supprimer l’action' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Garder l’action' }).click();
	await expect(page.getByRole('button', { name: 'Supprimer l’action' })).toBeFocused();
});

test('an action is added from the library, shown as already there, then removed and brought back', async ({
	browser,
}) => {
	const page = await openPlan(browser, 'professional');
	const mayor = await openPlan(browser, 'mayor');
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await page.getByRole('searchbox', { name: 'Chercher une mesure' }).fill('accords intercommunalites');
	await page.getByRole('button', { name: 'Ajouter la mesure P8.3' }).click();
	const panel = page.getByRole('complementary');
	await expect(panel.getByRole('textbox', { name: 'Titre' })).toHaveValue(/Limiter la concurrence/);
	await expect(mayor.getByRole('link', { name: /Limiter la concurrence/ })).toBeVisible();
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await expect(page.locator('li').filter({ hasText: 'P8.3' })).toContainText('Déjà dans le plan');
	await page.keyboard.press('Escape');
	await panel.getByRole('textbox', { name: 'Nouveau jalon' }).fill('Réunir les présidents');
	await page.keyboard.press('Enter');
	await panel.getByRole('checkbox', { name: 'Réunir les présidents' }).check();
	await panel.getByRole('combobox', { name: 'Communes' }).fill('orthez');
	await page.getByRole('option', { name: /^Orthez/ }).click();
	await expect(panel.getByText('Orthez')).toBeVisible();
	await panel.getByRole('button', { name: 'Supprimer l’action' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer l’action' }).click();
	await expect(mayor.getByRole('link', { name: /Limiter la concurrence/ })).toBeHidden();
	await page.getByRole('button', { name: 'Annuler' }).click();
	await mayor.getByRole('link', { name: /Limiter la concurrence/ }).click();
	await expect(mayor.getByRole('checkbox', { name: 'Réunir les présidents' })).toBeChecked();
	await expect(mayor.getByRole('complementary').getByText('Orthez')).toBeVisible();
});

test('the description is co-edited like a document', async ({ browser }) => {
	const page = await openPlan(browser, 'professional', { path: '/64/plan/5-1' });
	const mayor = await openPlan(browser, 'mayor', { path: '/64/plan/5-1' });
	// What is typed before the editor has come is kept, where one went into the text.
	await page.getByRole('textbox', { name: 'Description' }).focus();
	await page.keyboard.type('Relancer en janvier. ');
	await expect(page.locator('.description .ProseMirror')).toBeFocused();
	await page.keyboard.press('Control+End');
	await page.keyboard.type(' Une relance est faite en mars.');
	// Who only reads it follows it live, without an editor.
	await expect(mayor.locator('.description')).toContainText('Une relance est faite en mars.');
	await expect(mayor.locator('.description p').first()).toHaveText(/^Relancer en janvier\. /);
	await expect(mayor.locator('.description .ProseMirror')).toHaveCount(0);
	await saved(page);
});

test('the filter and the open action are in the address, before any script', async ({ browser }) => {
	const page = await openPlan(browser, 'mayor', { path: '/64/plan' });
	await page.getByRole('searchbox', { name: 'Chercher une action' }).fill('medecins registre');
	await expect(page).toHaveURL(/q=medecins/);
	await expect(page.getByRole('status').filter({ hasText: '1 action sur' })).toBeVisible();
	await page.getByRole('link', { name: /registre/ }).click();
	await expect(page).toHaveURL(/\/64\/plan\/5-\d\?q=medecins/);
	const html = await (await page.request.get(page.url())).text();
	expect(html).toContain('Tenir le registre');
	expect(html).not.toContain('Réserver seize logements meublés</a>');
	await page.getByRole('searchbox', { name: 'Chercher une action' }).fill('rien de tel');
	await expect(page.getByText('Aucune action ne correspond.')).toBeVisible();
});

test('the evaluator follows live, as text, without a button to change anything', async ({ browser }) => {
	const evaluator = await openPlan(browser, 'evaluator', { path: '/64/plan/5-2' });
	const mayor = await openPlan(browser, 'mayor', { path: '/64/plan/5-2' });
	await expect(evaluator.getByText(/Lecture seule\s: vous suivez le plan en direct/)).toBeVisible();
	await mayor.getByRole('textbox', { name: 'Titre' }).fill('Tenir le registre régional');
	await expect(evaluator.getByRole('heading', { name: 'Tenir le registre régional' })).toBeVisible();
	await expect(evaluator.getByRole('button', { name: /Ajouter|Supprimer|Monter/ })).toHaveCount(0);
	await expect(evaluator.getByRole('complementary').locator('input, select, textarea')).toHaveCount(0);
	await cell(evaluator, '5.2', 'status').click();
	await evaluator.keyboard.press('F2');
	await expect(evaluator.locator('table select')).toHaveCount(0);
});

test('accessible in light and dark: table, panel, dialogs, phone', async ({ browser }) => {
	const page = await openPlan(browser, 'professional', { path: '/64/plan/5-3' });
	const clean = async (state: string, except: string[] = []): Promise<void> => {
		expect(await violationsInBothThemes(page, { except }), state).toEqual([]);
	};
	await expect(page.getByRole('combobox', { name: 'Statut' })).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'Description' })).toBeVisible();
	await clean('panel');
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	await expect(page.getByRole('heading', { name: 'Bibliothèque des mesures' })).toBeVisible();
	await clean('library');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Filtrer' }).click();
	await expect(page.getByRole('dialog', { name: 'Filtrer les actions' })).toBeVisible();
	await clean('filter');
	await page.keyboard.press('Escape');
	await cell(page, '1.1', 'dueOn').click();
	await expect(page.getByRole('grid').getByLabel('Échéance')).toBeVisible();
	// The cell that is being edited is covered by its own field, which axe takes for an obstacle.
	await clean('cell', ['target-size']);
	await page.keyboard.press('Escape');
	await page.setViewportSize({ width: 390, height: 844 });
	await expect(page.getByRole('dialog', { name: /Action 5\.3/ })).toBeVisible();
	await clean('phone panel');
	await page.getByRole('button', { name: 'Fermer' }).click();
	await expect(row(page, '1.1')).toBeVisible();
	await clean('phone');
	await page.setViewportSize({ width: 320, height: 640 });
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow).toBeLessThanOrEqual(0);
});
