import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { openAs, type Person } from '../support/people.ts';
import { addAction, editCell, openPlan, rowOf } from '../support/plan.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { expectSaved } from '../support/writing.ts';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function openPlanAs(browser: Parameters<typeof openAs>[0], person: Person): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, person);
	opened.push(context);
	await openPlan(page, person !== 'evaluator');
	return page;
}

test('three people work in the plan at once, on the fields of one action too; the evaluator follows', async ({
	browser,
}) => {
	const mayor = await openPlanAs(browser, 'mayor');
	const professional = await openPlanAs(browser, 'professional');
	const facilitator = await openPlanAs(browser, 'facilitator');
	const evaluator = await openPlanAs(browser, 'evaluator');
	const everyone = [mayor, professional, facilitator, evaluator];
	const titles = [
		'Ouvrir une maison des internes',
		'Payer les trajets des externes',
		'Tenir une soirée d’accueil',
	];
	await Promise.all(
		[mayor, professional, facilitator].map((page, index) => addAction(page, titles[index] ?? '')),
	);
	for (const page of everyone) {
		for (const title of titles) await expect(rowOf(page, title)).toHaveCount(1);
	}

	const shared = titles[0] ?? '';
	const status = await editCell(mayor, shared, 'status');
	const progress = await editCell(professional, shared, 'progress');
	await status.selectOption({ label: 'Dans les temps' });
	await progress.fill('35');
	await progress.press('Enter');
	for (const page of everyone) {
		await expect(rowOf(page, shared)).toContainText('Dans les temps');
		await expect(rowOf(page, shared).locator('[data-field="progress"]')).toContainText('35');
	}
	for (const page of [mayor, professional, facilitator]) await expectSaved(page);

	await expect(evaluator.getByRole('button', { name: 'Ajouter une action' })).toHaveCount(0);
	await rowOf(evaluator, shared).locator('[data-field="status"]').dblclick();
	await expect(evaluator.getByRole('grid').locator('select, input')).toHaveCount(0);
});

test('two people on the same field: the last wins, the other is told what replaced their value', async ({
	browser,
}) => {
	const mayor = await openPlanAs(browser, 'mayor');
	const professional = await openPlanAs(browser, 'professional');
	await addAction(mayor, 'Mettre deux studios à disposition');
	await expect(rowOf(professional, 'Mettre deux studios à disposition')).toHaveCount(1);
	const mine = await editCell(mayor, 'Mettre deux studios à disposition', 'progress');
	await mine.fill('20');
	await mine.press('Enter');
	await expect(
		rowOf(professional, 'Mettre deux studios à disposition').locator('[data-field="progress"]'),
	).toContainText('20');
	const theirs = await editCell(professional, 'Mettre deux studios à disposition', 'progress');
	await theirs.fill('45');
	await theirs.press('Enter');
	await expect(mayor.getByText(/a remplacé/).first()).toBeVisible();
	await expect(
		rowOf(mayor, 'Mettre deux studios à disposition').locator('[data-field="progress"]'),
	).toContainText('45');
});

test('the home page counts what the plan holds and says what was added, a moment later', async ({
	browser,
}) => {
	const { context, page: home } = await openAs(browser, server.origin, 'mayor');
	opened.push(context);
	const count = async (): Promise<number> => {
		await home.goto('/64');
		const [, actions] = /Le plan compte\s(\d+)\sactions/.exec(await home.locator('main').innerText()) ?? [];
		return Number(actions);
	};
	const before = await count();
	// Somebody who adds nothing else: the additions of one sitting are told together, by their numbers.
	const coordinator = await openPlanAs(browser, 'urps');
	await addAction(coordinator, 'Créer un fonds de première installation');
	await expectSaved(coordinator);
	await expect.poll(count).toBe(before + 1);
	await expect(home.locator('main')).toContainText('« Créer un fonds de première installation »');
});
