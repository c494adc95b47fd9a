import { expect, test } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

/** The seat of the canton, of which the mayor of the demonstration is. */
const MAULEON = '64371';

test('an intern arrives, the list of the mayor is right, the mayor ticks a step and changes nothing else', async ({
	browser,
}) => {
	test.setTimeout(120_000);
	const facilitator = await openAs(browser, server.origin, 'facilitator');
	const mayor = await openAs(browser, server.origin, 'mayor');
	const api = '/api/departements/64/internes';
	const headers = { origin: server.origin };
	const added = await facilitator.context.request.post(server.origin + api, {
		headers,
		data: {
			...{ lastName: 'Etchezarra', firstName: 'Maialen', level: 'junior-doctor', communeCode: MAULEON },
			...{ startsOn: '2026-11-02', endsOn: '2030-04-30', phone: '06 00 00 00 77', shareName: true },
			project: 'Ce que le maire ne lit pas',
		},
	});
	expect(added.status()).toBe(201);
	const { id } = (await added.json()) as { id: string };

	const list = mayor.page;
	await list.goto('/64/internes');
	const card = list.getByRole('article', { name: 'Maialen Etchezarra' });
	await expect(card).toContainText('Docteur junior');
	await expect(card).not.toContainText('06 00 00 00 77');
	await expect(card.getByRole('button')).toHaveCount(0);

	await facilitator.page.goto(`/64/internes/${id}`);
	await facilitator.page.getByRole('tab', { name: 'Accueil' }).click();
	await facilitator.page.getByRole('button', { name: 'Modifier l’étape : Visite du territoire' }).click();
	const owner = facilitator.page.getByLabel('Confiée à');
	const choice = owner.locator('option', { hasText: 'Hélène Etcheverry' });
	await owner.selectOption((await choice.getAttribute('value')) ?? '');
	await facilitator.page.getByRole('button', { name: 'Enregistrer l’étape' }).click();
	await expect(facilitator.page.getByText('Hélène Etcheverry, sans date')).toBeVisible();

	// The mayor's list hears of it by itself; the step is one gesture, by keyboard too.
	await expect(card).toContainText('Faire visiter la commune');
	await card.getByRole('button', { name: 'C’est fait' }).press('Enter');
	await expect(card).toContainText('Fait le');
	await expect(facilitator.page.getByText('1 étape sur 5')).toBeVisible();

	const step = `${server.origin}${api}/${id}/accueil/local-visit`;
	for (const [address, data, version] of [
		[`${server.origin}${api}/${id}`, { housing: 'found' }, '1'],
		[step, { dueOn: '2027-01-01' }, '2'],
		[`${server.origin}${api}/${id}/accueil/posts`, { done: true }, '0'],
	] as const) {
		const refused = await mayor.context.request.patch(address, {
			headers: { ...headers, 'if-match': version },
			data,
		});
		expect(refused.status(), address).toBe(404);
	}
	const late = await facilitator.context.request.patch(step, {
		headers: { ...headers, 'if-match': '1' },
		data: { done: false },
	});
	expect(late.status()).toBe(409);
	expect(await late.json()).toMatchObject({ current: { doneByName: 'Hélène Etcheverry', version: 2 } });

	await list.emulateMedia({ media: 'print' });
	await expect(
		list.getByText(/Comité Pyrénées-Atlantiques, liste imprimée le .* par Hélène Etcheverry/).first(),
	).toBeVisible();
	await expect(list.getByRole('navigation', { name: 'Internes accueillis' })).toBeHidden();
	await facilitator.context.close();
	await mayor.context.close();
});
