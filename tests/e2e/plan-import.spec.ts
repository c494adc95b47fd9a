import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { readWorkbook } from '#lib/server/plan/readers/workbook.reader.ts';
import { writeWorkbook } from '#lib/server/plan/writers/workbook.writer.ts';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { openPlan, rowOf } from '../support/plan.ts';
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

const HEAD = { title: 'Plan', place: '64', state: '', moment: '', sha256: '' };

/** The plan as it is taken away, with something else in some cells of the action 5.1 and one row more. */
async function changedFile(page: Page): Promise<{ title: string; buffer: Buffer }> {
	const taken = await page.request.get('/api/departements/64/plan/export?format=xlsx');
	const [titles = [], ...rows] = await readWorkbook(new Uint8Array(await taken.body()));
	const at = (title: string): number => titles.indexOf(title);
	const row = rows.find((one) => one[at('N°')] === '5.1')!;
	const title = String(row[at('Action')]);
	row[at('Avancement (%)')] = 77;
	row[at('Échéance')] = 'bientôt';
	const added = titles.map(() => null) as typeof row;
	added[at('Action')] = 'Une action venue du tableur';
	added[at('Proposition')] = 5;
	const columns = titles.map((one) => ({ key: '', title: String(one), width: 10 }));
	const bytes = await writeWorkbook(HEAD, { columns, rows: [...rows, added] });
	return { title, buffer: Buffer.from(bytes) };
}

test('a workbook taken away comes back: what it changes is shown, chosen, then seen by who has the plan open', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const professional = await openAs(browser, server.origin, 'professional');
	opened.push(mayor.context, professional.context);
	await openPlan(professional.page);
	const { page } = mayor;
	await openPlan(page);
	const { title, buffer } = await changedFile(page);
	await page.getByRole('link', { name: 'Importer un tableur' }).click();
	await page.getByLabel('Fichier').setInputFiles({
		name: 'plan.xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		buffer,
	});
	await page.getByRole('button', { name: 'Comparer avec le plan' }).click();
	await expect(page.getByText(/plan\.xlsx\s: 1 action modifiée, 1 action nouvelle/)).toBeVisible();
	await expect(page.getByRole('checkbox', { name: `Avancement (%), ${title}` })).toBeChecked();
	await expect(page.getByRole('row', { name: /bientôt/ })).toContainText('31/03/2027');
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.getByRole('button', { name: 'Écrire dans le plan' }).click();
	await expect(page.getByText(/1 cellule écrite, 1 action créée/)).toBeVisible();
	await expect(rowOf(professional.page, 'Une action venue du tableur')).toHaveCount(1);
	await expect(rowOf(professional.page, title)).toContainText('77');

	await page.goto('/64/plan/importer');
	await page
		.getByLabel('Fichier')
		.setInputFiles({ name: 'plan.xlsx', mimeType: 'text/csv', buffer: Buffer.from('Action;Statut') });
	await page.getByRole('button', { name: 'Comparer avec le plan' }).click();
	await expect(page.getByText(/Ce fichier n'est pas un classeur Excel/)).toBeVisible();
});
