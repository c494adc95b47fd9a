import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { countOf, editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

/** A page whose sockets say an older version while `older` is set in its storage: what a page left open over a release does. */
async function open(
	browser: Parameters<typeof openAs>[0],
	person: Person,
): Promise<{ page: Page; context: BrowserContext }> {
	const made = await openAs(browser, server.origin, person);
	opened.push(made.context);
	await made.context.addInitScript(() => {
		const Real = window.WebSocket;
		window.WebSocket = class extends Real {
			constructor(url: string | URL, protocols?: string | string[]) {
				const older = localStorage.getItem('older') !== null;
				super(older ? String(url).replace(/schema=\d+/, 'schema=0') : url, protocols);
			}
		};
	});
	return made;
}

test('QUAR-1 edits made offline by a page that is then too old are kept apart, shown after the reload, and merged', async ({
	browser,
}) => {
	const mine = await open(browser, 'mayor');
	const other = await open(browser, 'professional');
	await openDiagnosis(mine.page);
	await openDiagnosis(other.page);
	await newLineAtTheEnd(mine.page);
	await expectSaved(mine.page);
	const tokens = Array.from({ length: 20 }, (_, index) => `⟦ancienne-${index}⟧`);
	const theirs = Array.from({ length: 10 }, (_, index) => `⟦autre-${index}⟧`);

	await mine.context.setOffline(true);
	await mine.page.keyboard.insertText(tokens.join(' '));
	await expect(mine.page.getByText(/Hors ligne/).first()).toBeVisible({ timeout: 40_000 });
	await newLineAtTheEnd(other.page);
	await other.page.keyboard.insertText(theirs.join(' '));
	await expectSaved(other.page);

	// The release: from now on this page is the older one.
	await mine.page.evaluate(() => localStorage.setItem('older', 'yes'));
	await mine.context.setOffline(false);
	await expect(mine.page.getByText('Une nouvelle version est prête.')).toBeVisible({ timeout: 40_000 });
	await expect(mine.page.getByText(/écrit avec l’ancienne version est gardé à part/)).toBeVisible({
		timeout: 20_000,
	});
	await expect(editorOf(mine.page)).toHaveAttribute('contenteditable', 'false');
	await expect.poll(() => countOf(mine.page, theirs)).toEqual(theirs.map(() => 1));
	expect(await countOf(other.page, tokens)).toEqual(tokens.map(() => 0));

	await mine.page.evaluate(() => localStorage.removeItem('older'));
	await mine.page.getByRole('button', { name: 'Recharger' }).click();
	await expect(editorOf(mine.page)).toHaveAttribute('contenteditable', 'true', { timeout: 40_000 });
	await expect(mine.page.getByText(/modifications? faites? avec l’ancienne version/)).toBeVisible({
		timeout: 30_000,
	});
	expect(await countOf(mine.page, tokens)).toEqual(tokens.map(() => 0));
	await expect(other.page.getByText(/avec l’ancienne version/)).toHaveCount(0);

	await mine.page.getByRole('button', { name: 'Reprendre' }).click();
	for (const { page } of [mine, other]) {
		await expect
			.poll(() => countOf(page, [...tokens, ...theirs]), { timeout: 30_000 })
			.toEqual([...tokens, ...theirs].map(() => 1));
	}
	await expect(mine.page.getByText(/avec l’ancienne version/)).toHaveCount(0);
	await mine.page.reload();
	await expect(editorOf(mine.page)).toHaveAttribute('contenteditable', 'true', { timeout: 40_000 });
	await expect.poll(() => countOf(mine.page, tokens)).toEqual(tokens.map(() => 1));
	await expectSaved(mine.page);
	await expect(mine.page.getByText(/avec l’ancienne version/)).toHaveCount(0);
});

test('QUAR-3 a page that comes back with most of the document removed changes nothing until its author confirms', async ({
	browser,
}) => {
	const mine = await open(browser, 'mayor');
	const other = await open(browser, 'professional');
	await openDiagnosis(mine.page);
	await openDiagnosis(other.page);
	await expectSaved(mine.page);
	const before = await editorOf(other.page).innerText();

	await mine.context.setOffline(true);
	await editorOf(mine.page).focus();
	await mine.page.keyboard.press('Control+A');
	await mine.page.keyboard.press('Delete');
	await mine.page.keyboard.insertText('⟦ajouté⟧');
	await expect(mine.page.getByText(/Hors ligne/).first()).toBeVisible({ timeout: 40_000 });
	await mine.context.setOffline(false);

	const notice = mine.page.getByText('Une suppression importante a été mise de côté.');
	await expect(notice).toBeVisible({ timeout: 40_000 });
	await expect.poll(() => countOf(mine.page, ['⟦ajouté⟧']), { timeout: 30_000 }).toEqual([1]);
	const lines = before.split('\n').filter((line) => line.trim() !== '');
	for (const { page } of [mine, other]) {
		await expect
			.poll(
				async () => {
					const text = await editorOf(page).innerText();
					return lines.filter((line) => !text.includes(line));
				},
				{ timeout: 30_000 },
			)
			.toEqual([]);
	}
	await expectSaved(mine.page);

	await mine.page.getByRole('button', { name: 'Supprimer quand même' }).click();
	await mine.page.getByRole('alertdialog').getByRole('button', { name: 'Revenir' }).click();
	await expect(notice).toBeVisible();
	await mine.page.getByRole('button', { name: 'Renoncer' }).click();
	await mine.page.getByRole('alertdialog').getByRole('button', { name: 'Renoncer' }).click();
	await expect(notice).toHaveCount(0);
	await mine.page.reload();
	await expect(editorOf(mine.page)).toHaveAttribute('contenteditable', 'true', { timeout: 40_000 });
	await expectSaved(mine.page);
	await expect(notice).toHaveCount(0);
	for (const line of lines) await expect(editorOf(mine.page)).toContainText(line.trim().slice(0, 40));
});
