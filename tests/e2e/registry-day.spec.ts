import { expect, test, type BrowserContext, type Locator, type Page, type Request } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { csvOf, dirty, doctorRows, DOCTOR_TITLES, type FileCommune } from '../support/doctor-files.ts';
import { tabTo } from '../support/keyboard.ts';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

const ROWS = 3_000;
const EVERY = 300;
const COMMUNES: FileCommune[] = [
	{ code: '64445', name: 'Pau' },
	{ code: '64430', name: 'Orthez' },
	{ code: '64371', name: 'Mauléon-Licharre' },
	{ code: '40088', name: 'Dax' },
];
const MAULEON = COMMUNES[2]?.name ?? '';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterEach(async () => {
	for (const context of opened.splice(0)) await context.close();
});
test.afterAll(() => server.stop());

async function arrive(browser: Parameters<typeof openAs>[0], person: Person, path: string): Promise<Page> {
	const { context, page } = await openAs(browser, server.origin, person);
	opened.push(context);
	await page.goto(path);
	return page;
}

async function openRegistry(
	browser: Parameters<typeof openAs>[0],
	person: Person,
	path = '/64/medecins',
): Promise<Page> {
	const page = await arrive(browser, person, path);
	await expect(page.getByRole('heading', { level: 1, name: 'Médecins de 60 ans et plus' })).toBeVisible();
	return page;
}

const rows = (page: Page): Locator => page.locator('tbody tr:not(.gap)');
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^Fiche du Dr/ });
const fact = (page: Page, name: string): Locator =>
	panel(page)
		.locator('dl > div')
		.filter({ has: page.getByText(name, { exact: true }) })
		.locator('dd');

async function axeAtBothWidths(page: Page): Promise<void> {
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page.setViewportSize({ width: 1440, height: 900 });
}

/**
 * Sends a form and follows a link before its answer is there, on a line where the page asked for comes last: what the answer refreshes must
 * not take the click back.
 */
async function followWhileSending(
	page: Page,
	{ button, link }: { button: string; link: string },
): Promise<void> {
	const isForm = (request: Request) => request.method() === 'POST';
	const isData = (url: URL) => url.pathname.endsWith('/__data.json');
	const asked = page.waitForRequest((request) => isData(new URL(request.url())));
	const answered = page.waitForResponse((response) => isForm(response.request()));
	await page.route(
		() => true,
		async (route) => {
			const request = route.request();
			if (isForm(request)) await asked;
			else if (isData(new URL(request.url()))) await (await answered).finished();
			await route.continue();
		},
	);
	await page.getByRole('button', { name: button }).click();
	await page.getByRole('link', { name: link }).click();
	await answered;
	await expect(page).toHaveURL(/etape=4/);
	await page.unrouteAll({ behavior: 'wait' });
}

/** Two records of the registry that the file brings again: one by its number, one by its name, as another directory writes it. */
async function heldRecords(page: Page): Promise<{ rpps: string; again: string[][] }> {
	const answer = await page.context().request.get('/api/departements/64/medecins');
	const { rows: held } = (await answer.json()) as { rows: Record<string, string | number | null>[] };
	const [one = {}, two = {}] = held.filter(({ rpps }) => rpps !== null);
	const line = (record: Record<string, unknown>, rpps: string, phone: string): string[] => [
		...[rpps, String(record['lastName']), String(record['firstName']), String(record['birthYear'])],
		...[
			'Médecine générale',
			'libéral seul',
			'1',
			String(record['communeCode']),
			String(record['communeName']),
		],
		...[phone, '', '', ''],
	];
	const rpps = String(one['rpps']);
	const unaccented = String(two['lastName']).normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
	return {
		rpps,
		again: [line(one, rpps, '06 00 00 00 01'), line({ ...two, lastName: unaccented }, '', '06 00 00 00 02')],
	};
}

test('a day of the registry: a dirty file mended and applied, a follow-up, what a mayor and the evaluator see, two coordinators on a record', async ({
	browser,
}) => {
	test.setTimeout(240_000);
	const urps = await arrive(browser, 'urps', '/64/medecins/importer');
	const { rows: file, wrong } = dirty(doctorRows(ROWS, COMMUNES, 7), EVERY);
	const { rpps, again } = await heldRecords(urps);
	let batch = '';

	await test.step('the URPS brings a file in Latin-1, as an old directory writes it', async () => {
		const buffer = Buffer.from(csvOf([DOCTOR_TITLES, ...file, ...again]), 'latin1');
		await urps
			.getByLabel('Fichier')
			.setInputFiles({ name: 'retraites_CDOM.csv', mimeType: 'text/csv', buffer });
		await urps.getByRole('button', { name: 'Lire les colonnes' }).click();
		await expect(urps.getByRole('combobox', { name: 'Champ pour RPPS' })).toHaveValue('rpps');
		await expect(urps.getByText('texte libre, non montré')).toBeVisible();
		expect(await violationsInBothThemes(urps)).toEqual([]);
		await urps.getByRole('button', { name: 'Contrôler les lignes' }).click();
		await expect(urps.getByText(`${wrong.length} lignes sur 3 002 demandent un choix.`)).toBeVisible({
			timeout: 120_000,
		});
		await axeAtBothWidths(urps);
	});

	await test.step('mends one cell by hand, those that are certain by rule, and leaves out what a record can do without', async () => {
		await urps.getByRole('button', { name: /^Écrire 14\/03\/1951/ }).click();
		await expect(urps.getByText(`${wrong.length - 1} lignes sur 3 002`)).toBeVisible();
		await urps.getByRole('button', { name: 'Appliquer les corrections sûres' }).click();
		await expect(urps.getByRole('button', { name: 'Appliquer les corrections sûres' })).toHaveCount(0);
		await expect(urps.getByRole('button', { name: /^Écrire \S/ })).toHaveCount(0);
		await followWhileSending(urps, { button: 'Laisser vides', link: 'Passer aux doublons' });
	});

	await test.step('merges a duplicate field by field, and the other by the rule', async () => {
		await expect(urps.getByRole('heading', { name: /doublon 1 sur 2/ })).toBeVisible();
		await axeAtBothWidths(urps);
		await urps.getByRole('radio', { name: /06 00 00 00 01/ }).check();
		await urps.getByRole('button', { name: 'Fusionner ainsi' }).click();
		await expect(urps.getByText('décidé')).toBeVisible();
		const rule = urps.getByLabel('Pour ceux que vous ne comparez pas');
		await rule.selectOption({ label: 'Prendre le fichier partout où il dit autre chose' });
		await urps.getByRole('button', { name: 'Appliquer cette règle' }).click();
		await urps.getByRole('link', { name: 'Passer à l’import' }).click();
		await expect(urps.getByRole('listitem').filter({ hasText: '2 995 fiches nouvelles' })).toBeVisible();
		await urps.getByRole('button', { name: 'Écrire dans le registre' }).click();
		await expect(urps.getByRole('heading', { name: 'Annuler ce lot' })).toBeVisible({ timeout: 120_000 });
		batch = urps.url();
		const merged = await urps.request.get(`/api/departements/64/medecins?q=${rpps}`);
		expect(await merged.json()).toMatchObject({ total: 1, rows: [{ phone: '06 00 00 00 01' }] });
	});

	let name = '';
	await test.step('follows up one of the new records', async () => {
		const brought = encodeURIComponent('communeCode:64371');
		await urps.goto(`/64/medecins?q=99007&filtres=${brought}`);
		const link = rows(urps).first().getByRole('rowheader').getByRole('link');
		name = (await link.innerText()).trim();
		await link.click();
		await expect(panel(urps)).toBeVisible();
		await panel(urps).getByRole('tab', { name: 'Suivi' }).click();
		await panel(urps).getByRole('button', { name: 'Ajouter une note' }).click();
		await panel(urps)
			.getByRole('textbox', { name: 'Ce qui en est sorti' })
			.fill('Resterait deux ans avec une assistante.');
		await panel(urps)
			.getByRole('textbox', { name: /^Prochaine étape/ })
			.fill('Rappeler');
		await panel(urps).getByRole('button', { name: 'Ajouter au suivi' }).click();
		await panel(urps).getByRole('tab', { name: 'Suivi' }).click();
		await expect(panel(urps).getByText('Resterait deux ans avec une assistante.')).toBeVisible();
	});

	const mayor = await openRegistry(browser, 'mayor');
	await test.step('a mayor sees what the doctors of her communes share, as soon as they do, and nothing else', async () => {
		await expect(rows(mayor).first()).toBeVisible();
		const before = await rows(mayor).count();
		expect(before).toBeLessThan(20);
		// Whoever else has the record open is named beside it.
		const own = mayor.getByRole('rowheader', { name: new RegExp(`^${name}`) });
		await expect(own).toHaveCount(0);
		await panel(urps).getByRole('tab', { name: 'Fiche' }).click();
		await panel(urps).getByRole('button', { name: 'Modifier la fiche' }).click();
		await panel(urps)
			.getByRole('combobox', { name: /^Partage/ })
			.selectOption('elected');
		await panel(urps).getByRole('button', { name: 'Enregistrer la fiche' }).click();
		await expect(own).toBeVisible();
		await expect(rows(mayor)).toHaveCount(before + 1);
		await expect(mayor.getByRole('link', { name: 'Ajouter une fiche' })).toHaveCount(0);
		await expect(mayor.getByRole('columnheader', { name: 'Contact' })).toHaveCount(0);
		await own.getByRole('link').click();
		await expect(panel(mayor)).toContainText(MAULEON);
		await expect(panel(mayor).getByText(/05 59|Resterait deux ans/)).toHaveCount(0);
		await expect(panel(mayor).getByRole('button', { name: 'Modifier la fiche' })).toHaveCount(0);
		expect(await violationsInBothThemes(mayor)).toEqual([]);
	});

	await test.step('the evaluator reads totals, and no record by whatever way', async () => {
		const evaluator = await openRegistry(browser, 'evaluator');
		await expect(evaluator.getByRole('heading', { name: 'Par année de départ envisagée' })).toBeVisible();
		await expect(evaluator.getByText('arrondis à cinq')).toBeVisible();
		expect(await violationsInBothThemes(evaluator)).toEqual([]);
		const record = new URL(urps.url()).pathname;
		for (const path of [
			'/64/medecins/importer',
			`/api/departements${record}`,
			'/api/departements/64/medecins',
		])
			expect((await evaluator.context().request.get(path)).status(), path).toBe(404);
		// The address of a record shows the same totals as that of the registry.
		expect(await (await evaluator.context().request.get(record)).text()).not.toContain(name.split(' ')[0]);
	});

	await test.step('two coordinators edit one record: nothing is overwritten, and each sees the other', async () => {
		const other = await openRegistry(browser, 'urps', new URL(urps.url()).pathname);
		await expect(panel(urps).getByText('Vous, dans une autre fenêtre')).toBeVisible();
		await expect(panel(mayor).getByText('Maïté Irigoyen')).toBeVisible();
		for (const page of [urps, other]) {
			await panel(page).getByRole('button', { name: 'Modifier la fiche' }).click();
			await expect(panel(page).getByRole('combobox', { name: /^Successeur/ })).toBeVisible();
		}
		const write = async (page: Page, field: RegExp, text: string): Promise<void> =>
			panel(page).getByRole('textbox', { name: field }).fill(text);
		await write(urps, /^Demi-journées/, '13');
		await panel(urps).getByRole('button', { name: 'Enregistrer la fiche' }).click();
		await expect(fact(urps, 'Demi-journées par semaine')).toContainText('13');
		await write(other, /^Demi-journées/, '12');
		await expect(panel(urps).getByText('écrit dans « Demi-journées par semaine »')).toBeVisible();
		await write(other, /^Patientèle/, '1234');
		await panel(other).getByRole('button', { name: 'Enregistrer la fiche' }).click();
		const dialog = other.getByRole('dialog', { name: 'Laquelle garder ?' });
		await expect(dialog.getByRole('button', { name: 'Enregistrer ce choix' })).toBeFocused();
		await expect(dialog.getByRole('radiogroup')).toHaveCount(1);
		await expect(dialog.getByText('changé par vous seulement, il sera enregistré')).toBeVisible();
		expect(await violationsInBothThemes(other)).toEqual([]);
		await dialog.getByRole('button', { name: 'Enregistrer ce choix' }).click();
		// The first one's page follows by itself.
		await expect(fact(urps, 'Demi-journées par semaine')).toContainText('12');
		await expect(fact(urps, 'Patientèle')).toContainText(/1\s234 patients/);
	});

	await test.step('the batch is undone: what has been worked on since stays', async () => {
		await urps.goto(batch);
		await urps.getByRole('button', { name: 'Annuler ce lot' }).click();
		await expect(urps.getByRole('heading', { name: 'Lot annulé' })).toBeVisible({ timeout: 120_000 });
		await expect(urps.getByText('Laissées telles quelles, parce qu’elles ont changé depuis')).toBeVisible();
		await expect(mayor.getByRole('rowheader', { name: new RegExp(`^${name}`) })).toBeVisible();
	});
});

test('a coordinator finds, opens, edits and follows up a doctor by the keyboard', async ({ browser }) => {
	const page = await openRegistry(browser, 'urps');
	await expect(page.getByText(/^2\d\d fiches$/).first()).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);

	await page.getByRole('link', { name: /^Sans successeur/ }).click();
	await expect(page).toHaveURL(/filtres=successor/);
	const chip = page.getByText('Successeur : pas encore ou cherche');
	await expect(chip).toBeVisible();
	const first = rows(page).first();
	const name = (await first.getByRole('rowheader').innerText()).trim();

	// One tab stop, arrows from cell to cell, F2 writes in the table, Entrée opens the record.
	const link = first.getByRole('rowheader').getByRole('link');
	await expect(async () => {
		await link.focus();
		await page.keyboard.press('End');
		await page.keyboard.press('ArrowLeft');
		await expect(first.locator('[data-key="successor"]')).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.keyboard.press('F2');
	const choice = page.getByRole('combobox', { name: /^Successeur, / });
	await expect(choice).toBeFocused();
	await choice.selectOption('Trouvé');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Fiche enregistrée.')).toBeVisible();
	await expect(page.getByRole('rowheader', { name, exact: true })).toHaveCount(0);

	// Espace ticks, Maj and an arrow go on; what is done to the ticked rows is told.
	const next = rows(page).first().getByRole('rowheader').getByRole('link');
	await next.focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('Shift+ArrowDown');
	const chosen = page.getByRole('region', { name: 'Fiches choisies' });
	await expect(chosen.getByText('2 fiches choisies')).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);
	await chosen.getByRole('button', { name: 'Fixer une étape' }).click();
	const step = page.getByRole('textbox', { name: 'Prochaine étape' });
	await expect(step).toBeFocused();
	await step.fill('Proposer une rencontre');
	await page.keyboard.press('Enter');
	await expect(page.getByText('2 fiches changées.')).toBeVisible();
	await expect(chosen).toHaveCount(0);

	await next.focus();
	await page.keyboard.press('Enter');
	await expect(panel(page)).toBeVisible();
	expect(await violationsInBothThemes(page)).toEqual([]);

	await panel(page).getByRole('tab', { name: 'Fiche' }).focus();
	await page.keyboard.press('ArrowRight');
	await panel(page).getByRole('button', { name: 'Ajouter une note' }).click();
	await panel(page)
		.getByRole('textbox', { name: 'Ce qui en est sorti' })
		.fill('Resterait deux ans avec une assistante.');
	await panel(page)
		.getByRole('textbox', { name: /^Prochaine étape/ })
		.fill('Rappeler');
	await panel(page).getByRole('button', { name: 'Ajouter au suivi' }).click();
	await panel(page).getByRole('tab', { name: 'Suivi' }).click();
	await expect(panel(page).getByText('Resterait deux ans avec une assistante.')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel(page)).toHaveCount(0);
});

test('what is held on a person is found, opened, handed over, corrected, opposed and erased by the keyboard alone', async ({
	browser,
}) => {
	const page = await arrive(browser, 'urps', '/64/donnees-personnelles');
	const answer = await page.context().request.get('/api/departements/64/medecins?sort=-name');
	const [held] = ((await answer.json()) as { rows: { id: string; lastName: string; firstName: string }[] })
		.rows;
	const address = `/64/donnees-personnelles/medecins/${held?.id}`;
	const open = async (): Promise<void> => {
		await tabTo(page, /Nom, numéro RPPS ou adresse/);
		await page.keyboard.press('Control+a');
		await page.keyboard.type(held?.lastName ?? '');
		await page.keyboard.press('Enter');
		await expect(page.getByText(/trouvées?\.$/)).toBeAttached();
		await expect(page.getByRole('searchbox', { name: 'Nom, numéro RPPS ou adresse' })).toBeFocused();
		await tabTo(page, new RegExp(`^(?=.*${held?.lastName})(?=.*${held?.firstName})`));
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(new RegExp(`${address}$`));
		await expect(page.getByRole('heading', { level: 1 })).toContainText(held?.lastName ?? '');
	};
	await open();

	await tabTo(page, /Copie à lire \(PDF\)/);
	const copy = page.waitForEvent('download');
	await page.keyboard.press('Enter');
	expect((await copy).suggestedFilename()).toMatch(/\.pdf$/);
	await expect(page.getByRole('link', { name: 'Copie à lire (PDF)' })).toBeFocused();

	await tabTo(page, /Corriger la fiche/);
	await page.keyboard.press('Enter');
	await expect(panel(page)).toBeVisible();
	await tabTo(page, /^\s*Modifier la fiche\s*$/);
	await page.keyboard.press('Enter');
	await expect(panel(page).locator('form :focus')).toHaveCount(1);
	await tabTo(page, /^\s*Patientèle/);
	await page.keyboard.press('Control+a');
	await page.keyboard.type('1234');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Fiche enregistrée.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Modifier la fiche' })).toBeFocused();

	await page.goto('/64/donnees-personnelles');
	await open();
	await tabTo(page, /Enregistrer l’opposition/);
	await page.keyboard.press('Enter');
	await expect(page.getByText('C’est enregistré.')).toBeVisible();
	const lift = page.getByRole('button', { name: 'Lever l’opposition' });
	await expect(lift).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Enregistrer l’opposition' })).toBeFocused();

	const words = page.getByRole('textbox', { name: 'Pour confirmer, écrivez EFFACER' });
	await tabTo(page, /Effacer définitivement/);
	await page.keyboard.press('Enter');
	await expect(words).toBeFocused();
	await page.keyboard.type('EFFACER');
	await page.keyboard.press('Enter');
	await expect(page.getByText('La personne est effacée.')).toBeVisible();
	await expect(page.locator(':focus')).toContainText('La personne est effacée.');
	expect((await page.context().request.get(address)).status()).toBe(404);
});

test('a file that is none is told so; a mayor finds no such page', async ({ browser }) => {
	const page = await arrive(browser, 'urps', '/64/medecins/importer');
	expect(await violationsInBothThemes(page)).toEqual([]);
	await page
		.getByLabel('Fichier')
		.setInputFiles({ name: 'medecins.csv', mimeType: 'text/csv', buffer: Buffer.from([0, 1, 2, 0, 3, 0]) });
	await page.getByRole('button', { name: 'Lire les colonnes' }).click();
	await expect(page.getByText(/Ce fichier n’est ni un texte/)).toBeVisible();
	const mayor = await openAs(browser, server.origin, 'mayor');
	opened.push(mayor.context);
	expect((await mayor.context.request.get('/64/medecins/importer')).status()).toBe(404);
});
