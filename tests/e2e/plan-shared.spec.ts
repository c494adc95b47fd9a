import { expect, test } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

test('a plan adopted and shared by its facilitator: another committee takes up an action, with its origin', async ({
	browser,
}) => {
	const facilitator = await openAs(browser, server.origin, 'facilitator');
	const neighbour = await openAs(browser, server.origin, 'neighbour');
	const { page } = facilitator;
	const documents = await page.request.get('/api/departements/64/documents');
	const plan = ((await documents.json()) as { id: string; kind: string }[]).find(
		({ kind }) => kind === 'plan',
	)!;
	const adopted = await page.request.post(`/64/documents/${plan.id}/historique?/adopt`, {
		form: { name: 'Plan 2026', then: 'continue' },
		headers: { origin: server.origin },
	});
	expect(adopted.ok()).toBe(true);
	await page.goto('/64/reglages');
	await page.getByRole('checkbox', { name: /Partager le plan adopté/ }).check();
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(page.getByText('Réglage enregistré.')).toBeVisible();
	await expect(page.getByRole('checkbox', { name: /Partager le plan adopté/ })).toBeChecked();

	const other = neighbour.page;
	await other.goto('/40/plan');
	await other.getByRole('button', { name: 'Ajouter une action' }).click();
	const dialog = other.getByRole('dialog', { name: 'Ajouter une action' });
	await dialog.getByRole('button', { name: 'D’un autre comité' }).click();
	await dialog.getByRole('searchbox', { name: 'Chercher une action' }).fill('internes');
	const take = dialog.getByRole('button', { name: /^Reprendre l’action .* du comité Pyrénées-Atlantiques/ });
	await expect(take.first()).toBeVisible();
	expect(await violationsInBothThemes(other)).toEqual([]);
	await take.first().click();
	await expect(dialog).toBeHidden();
	const panel = other.getByRole('complementary', { name: /^Action/ });
	await expect(panel.getByText(/Origine\s: Action .* du comité 64 Pyrénées-Atlantiques/)).toBeVisible();
	await expect(panel.getByText(/version «\sPlan 2026\s»/)).toBeVisible();
	await facilitator.context.close();
	await neighbour.context.close();
});

test('an action is commented in its panel, by the keyboard; the evaluator reads it there and on the sheet', async ({
	browser,
}) => {
	const mayor = await openAs(browser, server.origin, 'mayor');
	const evaluator = await openAs(browser, server.origin, 'evaluator');
	const reading = evaluator.page;
	await reading.goto('/64/plan/5-1');
	const read = reading.getByRole('complementary', { name: /^Action/ });
	await expect(read.getByText('Aucun commentaire sur cette action.')).toBeVisible();
	await expect(read.getByRole('button', { name: 'Commenter l’action' })).toHaveCount(0);

	const { page } = mayor;
	await page.goto('/64/plan/5-1');
	const panel = page.getByRole('complementary', { name: /^Action/ });
	await panel.getByRole('button', { name: 'Commenter l’action' }).press('Enter');
	await expect(panel.getByLabel('Votre commentaire')).toBeFocused();
	await panel.getByLabel('À propos de').selectOption({ label: 'Échéance' });
	await panel.getByLabel('Votre commentaire').fill('Peut-on finir avant l’été ?');
	await panel.getByLabel('Votre commentaire').press('Control+Enter');
	await expect(panel.getByRole('article', { name: /^Commentaire de/ })).toBeFocused();
	expect(await violationsInBothThemes(page)).toEqual([]);

	await expect(read.getByRole('article', { name: /^Commentaire de/ })).toContainText(
		'Peut-on finir avant l’été ?',
	);
	await expect(read.getByText('Non lu')).toBeVisible();
	// The row says so, from the server and then as it happens.
	await reading.goto('/64/plan');
	const marked = reading.getByRole('row').filter({ hasText: /non lus?/ });
	await expect(marked).toHaveCount(1);
	await expect(marked).toContainText('commentaire non lu');
	await panel.getByRole('button', { name: 'Commenter l’action' }).press('Enter');
	await panel.getByLabel('Votre commentaire').fill('Et avec qui ?');
	await panel.getByLabel('Votre commentaire').press('Control+Enter');
	await expect(marked).toContainText('commentaires non lus');
	expect(await violationsInBothThemes(reading)).toEqual([]);
	await reading.goto('/64/plan/4-1');
	await read.getByRole('button', { name: 'Suivre cette action' }).click();
	await expect(read.getByRole('button', { name: 'Suivre cette action' })).toHaveAttribute(
		'aria-pressed',
		'true',
	);
	await reading.goto('/mes-actions');
	await expect(reading.getByText('Vous la suivez').first()).toBeVisible();
	await reading.goto('/64/plan/5-1/fiche');
	await expect(reading.getByRole('heading', { name: 'Commentaires' })).toBeVisible();
	await expect(reading.getByText('Peut-on finir avant l’été ?')).toBeVisible();
	await mayor.context.close();
	await evaluator.context.close();
});
