import { expect, test, type Locator, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

const BOARD = '/64/plan?vue=colonnes';
const TIMELINE = '/64/plan?vue=frise';

async function openLook(browser: Parameters<typeof openAs>[0], person: Person, path: string): Promise<Page> {
	const { page } = await openAs(browser, server.origin, person);
	await page.goto(path);
	await expect(page.locator('[data-save="saved"], [data-save="reading"]')).toBeVisible();
	return page;
}

const column = (page: Page, status: string): Locator => page.locator(`[data-column="${status}"]`);
const link = (page: Page, title: RegExp): Locator =>
	page.locator('[data-plan-look]').getByRole('link', { name: title });
const said = (page: Page, words: RegExp): Locator => page.getByRole('status').filter({ hasText: words });

test('the board: a card by mouse, by menu and by keyboard, while somebody else edits it', async ({
	browser,
}) => {
	const page = await openLook(browser, 'professional', BOARD);
	const mayor = await openLook(browser, 'mayor', '/64/plan/7-1?vue=colonnes');
	const title = /Étudier une présence médicale/;
	const isIn = async (status: string): Promise<void> => {
		for (const one of [page, mayor]) {
			await expect(column(one, status).getByRole('link', { name: title })).toBeVisible();
		}
	};
	await isIn('proposed');

	// One moves the card that the other edits: neither loses anything.
	const field = mayor.getByRole('textbox', { name: 'Titre' });
	await field.fill('Étudier une présence médicale');
	await column(page, 'proposed')
		.locator('li')
		.filter({ hasText: 'présence médicale' })
		.dragTo(column(page, 'at-risk'));
	await isIn('at-risk');
	await field.press('End');
	await mayor.keyboard.type(' à Tardets');
	await expect(link(page, /présence médicale à Tardets/)).toBeVisible();
	await expect(mayor.getByRole('combobox', { name: 'Statut' })).toHaveValue('at-risk');

	// By keyboard: each step is said.
	await link(page, title).focus();
	await page.keyboard.press(' ');
	await expect(said(page, /Action 7\.1 prise/)).toHaveCount(1);
	await page.keyboard.press('ArrowLeft');
	await expect(said(page, /Au-dessus de «\sDans les temps\s»/)).toHaveCount(1);
	await page.keyboard.press(' ');
	await isIn('on-track');
	await expect(said(page, /Action 7\.1\s: dans les temps/)).toHaveCount(1);
	await expect(link(page, title)).toBeFocused();
	await page.keyboard.press(' ');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Escape');
	await expect(said(page, /Laissée où elle était/)).toHaveCount(1);
	await page.keyboard.press('Control+z');
	await isIn('at-risk');

	// By the menu of the card.
	await page.keyboard.press('Shift+F10');
	await page.getByRole('menuitem', { name: 'Proposée' }).click();
	await isIn('proposed');

	// What is past its date stays late, and says so.
	await link(page, /Trouver dix médecins/).focus();
	await page.keyboard.press('Shift+F10');
	await page.getByRole('menuitem', { name: 'Dans les temps' }).click();
	await expect(said(page, /reste montrée en retard/)).toHaveCount(1);
	await expect(column(page, 'late').getByRole('link', { name: /Trouver dix médecins/ })).toBeVisible();
});

test('the timeline: dates by mouse and by keyboard, as one edit; what is late says what it holds back', async ({
	browser,
}) => {
	const page = await openLook(browser, 'professional', TIMELINE);
	const late = page.locator('li[data-action]').filter({ hasText: 'Trouver dix médecins' });
	await expect(late).toContainText('retarde 2.1');
	await expect(page.locator('path.arrow.held')).not.toHaveCount(0);

	const row = page.locator('li[data-action]').filter({ hasText: 'Former sur place' });
	const words = row.locator('.visually-hidden');
	const before = await words.innerText();
	const bar = row.locator('[data-bar]');
	// The ends of a bar are there when it can be moved.
	await expect(bar.locator('[data-edge]')).toHaveCount(2);
	const box = await bar.boundingBox();
	if (box === null) throw new Error('no bar');
	await page.mouse.move(box.x + box.width / 2, box.y + 8);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width / 2 + 60, box.y + 8, { steps: 4 });
	await expect(page.locator('.dates[data-shown]')).toHaveText(/^du .+ au .+/);
	await page.mouse.up();
	await expect(words).not.toHaveText(before);
	const moved = await words.innerText();
	await page.keyboard.press('Control+z');
	await expect(words).toHaveText(before);
	await page.keyboard.press('Control+y');
	await expect(words).toHaveText(moved);

	await row.getByRole('link').focus();
	await page.keyboard.press(' ');
	await expect(said(page, /Action 1\.2 prise/)).toHaveCount(1);
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press('Enter');
	await expect(words).not.toHaveText(moved);
	await expect(row.getByRole('link')).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(link(page, /Réserver seize logements/)).toBeFocused();

	// A click is not a drag: it opens the action, where a wait is written; what would close a ring is not offered.
	await bar.click();
	const panel = page.getByRole('complementary', { name: /Action 1\.2/ });
	await panel.getByText('Attentes', { exact: true }).click();
	const waits = panel.getByRole('combobox', { name: 'Attend la fin de' });
	await waits.fill('5.4');
	await page.getByRole('option', { name: /^5\.4/ }).click();
	await expect(panel.getByText('Retardée par 5.4.')).toBeVisible();
	// Dates the wrong way round are kept, and said in the panel and on the line.
	const [start, due] = ['Début', 'Échéance'].map((name) => panel.getByRole('textbox', { name }));
	await start?.fill('01/09/2039');
	await page.keyboard.press('Tab');
	await expect(due ?? panel).toHaveAccessibleDescription('L’échéance est avant le début.');
	await expect(row).toContainText('échéance avant le début');
	await start?.fill('');
	await page.keyboard.press('Tab');
	await expect(due ?? panel).toHaveAccessibleDescription('');
	await expect(row).not.toContainText('avant le début');
	await page.keyboard.press('Escape');
	await page.goto('/64/plan/5-4?vue=frise');
	await panel
		.or(page.getByRole('complementary', { name: /Action 5\.4/ }))
		.getByText('Attentes', { exact: true })
		.click();
	await page.getByRole('combobox', { name: 'Attend la fin de' }).fill('Former');
	await expect(page.getByRole('option', { name: /^1\.2/ })).toHaveCount(0);
});

test('the sheet tells everything, and the evaluator reads the three views without changing one', async ({
	browser,
}) => {
	const page = await openLook(browser, 'evaluator', BOARD);
	await expect(page.locator('[draggable="true"]')).toHaveCount(0);
	await link(page, /Trouver dix médecins/).focus();
	await page.keyboard.press(' ');
	await expect(said(page, /prise/)).toHaveCount(0);
	await page.getByRole('link', { name: 'Frise' }).click();
	await expect(page.locator('[data-bar]').first()).toBeVisible();
	await expect(page.locator('[data-edge]')).toHaveCount(0);
	await page.goto('/64/plan/2-1/fiche');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Accueillir chaque docteur junior');
	await expect(page.getByText('Retardée par 5.4.')).toBeVisible();
	await expect(page.getByText(/Avancement\s: .+ par .+, le/).first()).toBeVisible();
	const calendar = await page.request.get('/api/departements/64/plan/export?format=ics');
	expect(calendar.headers()['content-type']).toContain('text/calendar');
	expect(await calendar.text()).toContain('BEGIN:VEVENT');
	expect((await page.request.get('/api/departements/64/plan/export?format=exe')).status()).toBe(400);
	await page.goto('/mes-actions');
	await expect(page.getByRole('heading', { name: 'Mes actions' })).toBeVisible();
});

test('accessible in light and dark, on a desk and on a phone', async ({ browser }) => {
	const page = await openLook(browser, 'professional', BOARD);
	const clean = async (state: string): Promise<void> => {
		expect(await violationsInBothThemes(page), state).toEqual([]);
	};
	const fits = async (state: string): Promise<void> => {
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(overflow, state).toBeLessThanOrEqual(0);
	};
	await clean('board');
	await page.getByRole('link', { name: 'Frise' }).click();
	await expect(page.locator('[data-bar]').first()).toBeVisible();
	await clean('timeline');
	await page.setViewportSize({ width: 390, height: 844 });
	await clean('timeline on a phone');
	await fits('timeline on a phone');
	await page.getByRole('link', { name: 'Colonnes' }).click();
	await expect(column(page, 'proposed')).toBeVisible();
	await clean('board on a phone');
	await fits('board on a phone');
	await page.goto('/64/plan/2-1/fiche');
	await clean('sheet on a phone');
	await fits('sheet on a phone');
	await page.goto('/64');
	await page.getByRole('link', { name: 'Mes actions' }).click();
	await expect(page.getByRole('link', { name: /docteur junior/ })).toBeVisible();
	await clean('my actions on a phone');
	await fits('my actions on a phone');
});
