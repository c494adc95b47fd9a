import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { violationsInBothThemes } from '../support/axe.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { newWholePage } from '../support/whole-page.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startServer();
});
test.afterAll(() => server.stop());

async function signedIn(
	browser: Browser,
	who: string,
	options: { javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({ baseURL: server.origin, locale: 'fr-FR', ...options });
	const answer = await context.request.post('/connexion', {
		form: { email: `${who}@exemple.test`, password: 'demonstration' },
		maxRedirects: 0,
	});
	expect(answer.status()).toBe(303);
	const isScripted = options.javaScriptEnabled !== false;
	return { context, page: await (isScripted ? newWholePage(context) : context.newPage()) };
}

async function lettersTo(email: string): Promise<string[]> {
	const directory = join(server.dataDirectory, 'mails');
	const names = await readdir(directory).catch(() => []);
	const letters = await Promise.all(names.sort().map((name) => readFile(join(directory, name), 'utf8')));
	return letters
		.map((text) => JSON.parse(text) as { to: string; text: string })
		.filter((letter) => letter.to === email)
		.map((letter) => letter.text);
}

test('a facilitator invites by the dialog, with the keyboard alone, and the person opens the link', async ({
	browser,
}) => {
	const { context, page } = await signedIn(browser, 'animatrice64');
	await page.goto('/64/membres');
	await page.getByRole('link', { name: 'Inviter un membre' }).focus();
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Inviter un membre' });
	await expect(dialog).toBeVisible();
	await expect(dialog.getByLabel('Prénom et nom')).toBeFocused();
	await expect(page).toHaveURL('/64/membres/inviter');
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	await expect(page).toHaveURL('/64/membres');
	await page.keyboard.press('Enter');
	await expect(dialog.getByLabel('Prénom et nom')).toBeFocused();
	await page.keyboard.type('Yolande Mirat');
	await page.keyboard.press('Tab');
	await page.keyboard.type('yolande@exemple');
	await page.keyboard.press('Enter');
	await expect(dialog.getByLabel('Adresse électronique')).toBeFocused();
	await expect(dialog.getByText('Écrivez une adresse complète')).toBeVisible();
	await page.keyboard.press('Control+A');
	await page.keyboard.type('yolande@exemple.test');
	await dialog.getByLabel('Structure représentée').selectOption({ label: 'France Assos Santé' });
	await page.keyboard.press('Enter');
	await dialog.getByRole('button', { name: 'Envoyer l’invitation' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('Invitation envoyée.')).toBeVisible();
	await expect(dialog).toBeHidden();
	await expect(page.getByText('Yolande Mirat', { exact: true })).toBeVisible();
	await context.close();

	const [letter = ''] = await lettersTo('yolande@exemple.test');
	const link = /http:\S+\/invitation\/\S+/.exec(letter)?.[0] ?? '';
	const visitor = await browser.newContext();
	const door = await visitor.newPage();
	await door.goto(link);
	await expect(door.getByText('France Assos Santé').first()).toBeVisible();
	await visitor.close();
});

test('without script: the same form is a page, keeps what was written, and sends', async ({ browser }) => {
	const { context, page } = await signedIn(browser, 'animatrice64', { javaScriptEnabled: false });
	await page.goto('/64/membres');
	await page.getByRole('link', { name: 'Inviter un membre' }).click();
	await page.getByLabel('Prénom et nom').fill('Éric Lafitte');
	await page.getByLabel('Adresse électronique').fill('eric@exemple.test');
	await page.getByLabel('Structure représentée').selectOption('nouvelle');
	await page.getByLabel('Son collège').selectOption({ label: 'Élus locaux' });
	await page.getByLabel('Nom de la structure').fill('Commune de Garlin');
	await page.getByLabel('Élu local').check();
	await page.getByRole('textbox', { name: 'Ses communes' }).fill('Garlin, Nulle-Part');
	await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
	await expect(page.getByText('« Nulle-Part » n’est pas une commune de ce département.')).toBeVisible();
	await expect(page.getByLabel('Prénom et nom')).toHaveValue('Éric Lafitte');
	await expect(page.getByLabel('Nom de la structure')).toHaveValue('Commune de Garlin');
	await page.getByRole('textbox', { name: 'Ses communes' }).fill('Garlin');
	await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
	await expect(page.getByText('Invitation envoyée.')).toBeVisible();
	expect(await lettersTo('eric@exemple.test')).toHaveLength(1);
	await page.getByRole('button', { name: 'Retirer l’invitation de Éric Lafitte' }).click();
	await expect(page.getByText('Invitation retirée.')).toBeVisible();
	await context.close();
});

test('ending a mandate announces its effect, then closes the space to the person', async ({ browser }) => {
	const facilitator = await signedIn(browser, 'animatrice64');
	const doctor = await signedIn(browser, 'cpts64');
	expect((await doctor.page.goto('/64/membres'))?.status()).toBe(200);
	await facilitator.page.goto('/64/membres');
	await facilitator.page.getByRole('link', { name: 'Dr Jeanne Bordenave' }).first().click();
	await facilitator.page.getByLabel('Animation du comité').check();
	await facilitator.page.getByRole('button', { name: 'Enregistrer le rôle' }).click();
	await expect(facilitator.page.getByText('Rôle changé.')).toBeVisible();
	await doctor.page.reload();
	await expect(doctor.page.getByRole('link', { name: 'Inviter un membre' })).toBeVisible();
	await facilitator.page.getByRole('link', { name: 'Mettre fin au mandat' }).click();
	const question = facilitator.page.getByRole('alertdialog');
	await expect(question).toContainText('n’aura plus accès');
	await expect(question.getByRole('button', { name: 'Garder le mandat' })).toBeFocused();
	await question.getByRole('button', { name: 'Mettre fin au mandat' }).click();
	await expect(facilitator.page.getByText('Mandat terminé.')).toBeVisible();
	expect((await doctor.page.goto('/64/membres'))?.status()).toBe(404);
	await doctor.page.goto('/');
	await expect(doctor.page.getByText('Fini avant son terme')).toBeVisible();
	await facilitator.context.close();
	await doctor.context.close();
});

test('the last facilitator is told why her mandate stays', async ({ browser }) => {
	const { context, page } = await signedIn(browser, 'animatrice40');
	await page.goto('/40/membres');
	await page.getByRole('link', { name: 'Sabine Dupouy' }).first().click();
	await page.getByRole('link', { name: 'Mettre fin au mandat' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Mettre fin au mandat' }).click();
	await expect(page.getByText('Le comité n’aurait plus personne pour l’animer.')).toBeVisible();
	await expect(page.getByText('En cours')).toBeVisible();
	await context.close();
});

test('members and the evaluator read, without any button; writing by hand is refused', async ({
	browser,
}) => {
	for (const who of ['maire64', 'urps', 'ars']) {
		const { context, page } = await signedIn(browser, who);
		await page.goto('/64/membres');
		await expect(page.getByRole('heading', { name: 'Membres du comité' })).toBeVisible();
		await expect(page.getByRole('link', { name: 'Inviter' })).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Renvoyer' })).toHaveCount(0);
		expect((await page.goto('/64/membres/inviter'))?.status()).toBe(404);
		const posted = await context.request.post('/64/membres/inviter', {
			form: {
				displayName: 'Intrus',
				email: 'intrus@exemple.test',
				organisationId: 'x',
				seatRole: 'holder',
				role: 'facilitator',
				startsOn: '01/12/2026',
				endsOn: '01/12/2027',
			},
			headers: { origin: server.origin },
		});
		expect(posted.status()).toBe(404);
		await context.close();
	}
	expect(await lettersTo('intrus@exemple.test')).toEqual([]);
});

test('a space of elsewhere, a committee that does not exist and no département at all answer alike', async ({
	browser,
}) => {
	const { context } = await signedIn(browser, 'maire64');
	const bodies = new Set<string>();
	for (const path of ['/12/membres', '/33/membres', '/99/membres', '/admin', '/nulle-part']) {
		const answer = await context.request.get(path);
		expect(answer.status()).toBe(404);
		const text = await answer.text();
		bodies.add(/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '');
	}
	expect(bodies.size).toBe(1);
	expect([...bodies][0]).not.toBe('');
	const anonymous = await browser.newContext({ baseURL: server.origin });
	const redirected = await anonymous.request.get('/64/membres', { maxRedirects: 0 });
	expect(redirected.headers()['location']).toBe('/connexion?next=%2F64%2Fmembres');
	await anonymous.close();
	await context.close();
});

test('the administration opens a committee, sees its members and none of its content', async ({
	browser,
}) => {
	const { context, page } = await signedIn(browser, 'admin');
	await page.goto('/');
	await expect(page).toHaveURL('/admin');
	await page.getByLabel('Département').selectOption({ label: '32, Gers' });
	await page.getByLabel('Qui animera le comité').fill('Mathilde Cazaux');
	await page.getByLabel('Son adresse électronique').fill('mathilde@exemple.test');
	await page.getByLabel('Structure représentée').selectOption({ label: 'Conseil départemental' });
	await page.getByRole('button', { name: 'Ouvrir le comité du Gers' }).click();
	await expect(page.getByText('Comité ouvert, invitation envoyée.')).toBeVisible();
	for (const label of [
		'Département',
		'Qui animera le comité',
		'Son adresse électronique',
		'Structure représentée',
	])
		await expect(page.getByLabel(label), 'the next one begins empty').toHaveValue('');
	await expect(page.getByRole('row', { name: /32\s*Gers/ })).toContainText('Invitation en attente');
	expect((await lettersTo('mathilde@exemple.test'))[0]).toContain('du Gers');
	await page.goto('/32/membres');
	await expect(
		page.getByRole('navigation', { name: 'Espace Gers', exact: true }).getByRole('listitem'),
	).toHaveText(['Membres', 'Aide']);
	for (const path of ['/32', '/32/diagnostic', '/32/plan', '/64', '/64/plan']) {
		expect((await page.goto(path))?.status()).toBe(404);
	}
	await page.goto('/admin');
	await page.getByLabel('Région').selectOption({ label: 'Nouvelle-Aquitaine' });
	await page.getByLabel('Structure', { exact: true }).selectOption({ label: 'ARS, évaluation' });
	await page.getByLabel('Personne', { exact: true }).fill('Luc Daban');
	await expect(
		page.getByText('Luc Daban lira les deux comités de la région sans pouvoir rien écrire.'),
	).toBeVisible();
	await page.getByLabel('Adresse électronique', { exact: true }).fill('luc@exemple.test');
	await page.getByRole('button', { name: 'Nommer et inviter' }).click();
	await expect(page.getByText('Invitation envoyée pour la région.')).toBeVisible();
	for (const label of ['Région', 'Personne', 'Adresse électronique'])
		await expect(page.getByLabel(label, { exact: true })).toHaveValue('');
	await page.getByRole('button', { name: 'Renvoyer l’invitation de Luc Daban' }).click();
	await expect(page.getByText('Invitation renvoyée. Le lien précédent ne sert plus.')).toBeVisible();
	await expect.poll(async () => (await lettersTo('luc@exemple.test')).length).toBe(2);
	await context.close();
});

test("no accessibility fault in the views and dialogs of the members' and administration's pages, in light and dark", async ({
	browser,
}) => {
	// The pages as they open are read by `accessibility.spec.ts`.
	const pages = {
		animatrice64: ['/64/membres?vue=vacants', '/64/membres?vue=invitations'],
		admin: ['/admin?nommer=64', '/40/membres'],
	};
	for (const [who, paths] of Object.entries(pages)) {
		const { context, page } = await signedIn(browser, who);
		for (const path of paths) {
			await page.goto(path);
			expect(await violationsInBothThemes(page)).toEqual([]);
		}
		if (who === 'animatrice64') {
			await page.goto('/64/membres');
			await page.getByRole('link', { name: 'Inviter un membre' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			expect(await violationsInBothThemes(page)).toEqual([]);
			await page.goto('/64/membres');
			await page.getByRole('link', { name: 'Hélène Etcheverry' }).first().click();
			await page.getByRole('link', { name: 'Mettre fin au mandat' }).click();
			await expect(page.getByRole('alertdialog')).toBeVisible();
			expect(await violationsInBothThemes(page)).toEqual([]);
		}
		await context.close();
	}
});
