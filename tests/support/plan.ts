import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the plan of 64 and waits until it is live. */
export async function openPlan(page: Page, canWrite = true): Promise<void> {
	await page.goto('/64/plan');
	if (canWrite) await expect(page.getByRole('button', { name: 'Ajouter une action' })).toBeEnabled();
	await expect(
		page.getByText(canWrite ? 'Enregistré' : 'Lecture seule', { exact: true }).first(),
	).toBeVisible();
}

export function rowOf(page: Page, title: string): Locator {
	return page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) });
}

/** Adds an action of one's own by the dialog; its panel opens. */
export async function addAction(page: Page, title: string): Promise<void> {
	await page.getByRole('button', { name: 'Ajouter une action' }).click();
	const dialog = page.getByRole('dialog', { name: 'Ajouter une action' });
	await dialog.getByLabel('Titre de l’action').fill(title);
	await dialog.getByLabel('Titre de l’action').press('Enter');
	await expect(dialog).toBeHidden();
	await expect(rowOf(page, title)).toHaveCount(1);
	await expect(page.getByRole('textbox', { name: 'Titre', exact: true })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('complementary', { name: /^Action/ })).toHaveCount(0);
}

/** Opens the cell of a row for editing, by the keyboard of the grid. */
export async function editCell(page: Page, title: string, field: string): Promise<Locator> {
	const cell = rowOf(page, title).locator(`[data-field="${field}"]`);
	const held = field === 'title' ? cell.locator('[data-cell]') : cell;
	await held.focus();
	await page.keyboard.press('F2');
	return cell.locator('select, input').first();
}
