import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs, type Person } from '../support/people.ts';
import { childEnvironment } from '../support/environment.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.describe.configure({ timeout: 120_000 });
test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function openGrid(browser: Browser, code: string): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	await page.goto(`/${code}/indicateurs/saisie?rythme=yearly`);
	await expect(page.getByRole('heading', { level: 1, name: 'Saisie des indicateurs' })).toBeVisible();
	// The grid answers the keyboard once the page lives.
	await expect(page.locator('form.live')).toBeVisible();
	return page;
}

/** Cells by their row and column: years 2021 to 2026 in the demonstration's time are the columns 0 to 5. */
const cell = (page: Page, row: number, column: number) =>
	page.locator(`input[data-row="${row}"][data-column="${column}"]`);

test('values are entered by the keyboard in two départements, pasted with a preview, and never over somebody else’s', async ({
	browser,
}) => {
	const page = await openGrid(browser, '40');
	await cell(page, 1, 0).focus();
	await page.keyboard.type('12');
	await page.keyboard.press('Enter');
	await expect(cell(page, 2, 0)).toBeFocused();
	await page.keyboard.type('beaucoup');
	await expect(page.getByText('Écrivez un nombre, par exemple 63 ou 63,5.')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(cell(page, 2, 0)).toHaveValue('');
	await page.keyboard.press('ArrowRight');
	await expect(cell(page, 2, 1)).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('ArrowUp');
	await expect(cell(page, 1, 0)).toBeFocused();
	await expect(cell(page, 1, 0)).toHaveValue('12');

	await cell(page, 1, 1).evaluate((input) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', '13\tn. c.\n21\t22');
		input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	});
	const dialog = page.getByRole('dialog', { name: 'Coller dans la grille' });
	await expect(dialog.getByText('3 cases seront remplies, 1 est refusée.')).toBeVisible();
	await expect(
		dialog.getByRole('cell', { name: 'Écrivez un nombre, par exemple 63 ou 63,5.' }),
	).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Remplir 3 cases' }).press('Enter');
	await expect(page.getByText('4 cases à enregistrer')).toBeVisible();

	// Meanwhile, elsewhere, the same cell.
	const other = await openGrid(browser, '40');
	await cell(other, 1, 0).focus();
	await other.keyboard.type('14');
	await other.keyboard.press('Control+Enter');
	await expect(other.getByText('Une valeur enregistrée.')).toBeVisible();

	await cell(page, 1, 0).focus();
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText(/a\s+enregistré\s+14\s%,\s+vous\s+avez\s+saisi\s+12/)).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: /^Corriger en 12/ }).click();
	await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
	await expect(page.getByText('4 valeurs enregistrées.')).toBeVisible();
	await expect(cell(page, 1, 0)).toHaveValue('12');

	await page.goto('/64/indicateurs/saisie?rythme=yearly');
	await expect(page.locator('form.live')).toBeVisible();
	await cell(page, 1, 0).focus();
	await page.keyboard.type('31');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('Une valeur enregistrée.')).toBeVisible();
});

test('a file of values is compared, then written', async ({ browser }) => {
	const { context, page } = await openAs(browser, server.origin, 'urps');
	opened.push(context);
	await page.goto('/40/indicateurs/importer');
	const text = 'Indicateur;2022;2023\nI8.3;70;72\nInconnu;1;\n';
	await page
		.getByLabel(/^Fichier/)
		.setInputFiles({ name: 'valeurs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
	await page.getByRole('button', { name: 'Comparer avec les valeurs' }).click();
	await expect(page.getByText('valeurs.csv : 2 valeurs à écrire, 1 refusée.')).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: 'Enregistrer les 2 valeurs' }).click();
	await expect(page.getByText('2 valeurs enregistrées.')).toBeVisible();
});

/** The quarter under way, down the whole column, without a mouse. @returns how many values were typed */
async function enterQuarter(page: Page, code: string): Promise<number> {
	await page.goto(`/${code}/indicateurs/saisie?rythme=quarterly`);
	await expect(page.locator('form.live')).toBeVisible();
	const rows = await page.locator('input[data-column="5"]').count();
	await cell(page, 0, 5).focus();
	let typed = 0;
	for (let row = 0; row < rows; row += 1) {
		if (await cell(page, row, 5).isEditable()) {
			await page.keyboard.type('20');
			typed += 1;
		}
		await page.keyboard.press('Enter');
	}
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText(`${typed} valeurs enregistrées.`)).toBeVisible();
	return typed;
}

/** What `npm run dossier:verify` says of a file, and how it ends. */
function verify(
	path: string,
	environment: Record<string, string> = {},
): { status: number | null; said: string } {
	const { status, stdout } = spawnSync(process.execPath, ['server/dossier-verify.ts', path], {
		...{ encoding: 'utf8' as const, env: childEnvironment(environment) },
	});
	return { status, said: stdout };
}

test('a quarter is entered for two départements, contested and answered; the evaluator sees it, slides to the spring, and keeps a file that tells when it was changed', async ({
	browser,
}, info) => {
	const visit = async (person: Person): Promise<Page> => {
		const { context, page } = await openAs(browser, server.origin, person);
		opened.push(context);
		return page;
	};
	const evaluator = await visit('evaluator');
	await evaluator.goto('/64/revue');
	await evaluator.getByRole('button', { name: 'Terminer la revue' }).click();
	await expect(evaluator.getByText('Revue terminée.')).toBeVisible();

	const coordinator = await visit('urps');
	const started = performance.now();
	const typed = (await enterQuarter(coordinator, '64')) + (await enterQuarter(coordinator, '40'));
	const seconds = ((performance.now() - started) / 1_000).toFixed(1);
	info.annotations.push({ type: 'script time', description: `${typed} values by keyboard in ${seconds} s` });

	const member = await visit('professional');
	await member.goto('/64/indicateurs/I8.4');
	await member
		.getByRole('link', { name: /^Contester la valeur/ })
		.first()
		.click();
	await member.getByLabel(/^Pourquoi contestez-vous/).fill('Deux postes ont été comptés deux fois.');
	await member.getByRole('button', { name: 'Contester la valeur' }).click();
	await expect(member.getByText('Contestation enregistrée.')).toBeVisible();
	await coordinator.goto('/64/indicateurs/I8.4');
	await coordinator.getByLabel(/^Réponse à/).fill('Vérifié\u00a0: chacun est compté une fois.');
	await coordinator.getByRole('button', { name: 'Répondre' }).click();
	await expect(coordinator.getByText('Réponse enregistrée.')).toBeVisible();

	await evaluator.goto('/64/revue');
	await expect(evaluator.getByRole('heading', { level: 1 })).toContainText('Depuis votre dernière revue');
	const changes = evaluator.locator('#changements');
	await expect(changes).toContainText(findCatalogueIndicator('I8.4')?.definition.name ?? '?');

	await evaluator.goto('/64/revue/etat');
	const heading = evaluator.getByRole('heading', { level: 1 });
	const slider = evaluator.getByRole('slider');
	await expect(slider).toBeEnabled();
	await slider.focus();
	// The ends of the last quarters, one after the other: three of them lead to the spring, or before.
	for (let quarter = 0; quarter < 3; quarter += 1) {
		const before = (await heading.textContent()) ?? '';
		await evaluator.keyboard.press('PageDown');
		await expect(heading).not.toHaveText(before);
	}
	await expect(evaluator.getByText(/^\d+ actions?\s*:/)).toContainText('proposée');

	await evaluator.goto('/64/revue/dossier');
	await evaluator.getByRole('button', { name: 'Préparer le dossier' }).click();
	const link = evaluator.getByRole('link', { name: /^Télécharger/ });
	await expect(link).toBeVisible({ timeout: 60_000 });
	const file = await evaluator.request.get((await link.getAttribute('href')) ?? '');
	const path = info.outputPath('dossier.zip');
	await writeFile(path, await file.body());
	expect(verify(path)).toMatchObject({ status: 0 });
	const files = unzipSync(await readFile(path));
	const piece = Object.keys(files).find((name) => name.endsWith('.csv')) ?? '';
	files[piece] = strToU8(`${strFromU8(files[piece]!)}0\n`);
	const tampered = info.outputPath('change.zip');
	await writeFile(tampered, zipSync(files));
	const found = verify(tampered);
	expect(found.status).toBe(1);
	expect(found.said).toContain(piece);
	await server.stop();
	expect(verify(path, { DATABASE_URL: server.databaseUrl ?? '' })).toMatchObject({ status: 0 });
});
