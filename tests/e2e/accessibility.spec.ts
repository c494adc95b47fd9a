import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { violationsInBothThemes } from '../support/axe.ts';
import { emptinessBelow } from '../support/emptiness.ts';
import { openAs, type Person } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { newWholePage } from '../support/whole-page.ts';

const WIDE = { viewport: { width: 1280, height: 900 } };

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(() => server.stop());

/** Every page of the site, and somebody to whom it is open. */
const PAGES: [path: string, person: Person | null][] = [
	['/connexion', null],
	['/mot-de-passe/oubli', null],
	['/aide', null],
	['/accessibilite', null],
	['/donnees-personnelles', null],
	['/mentions-legales', null],
	['/nulle-part', 'mayor'],
	['/', 'urps'],
	['/64', 'mayor'],
	['/64/diagnostic', 'mayor'],
	['/64/diagnostic', 'evaluator'],
	['/64/plan', 'mayor'],
	['/64/plan/5-1', 'mayor'],
	['/64/plan/5-1', 'evaluator'],
	['/64/documents', 'mayor'],
	['/64/documents/importer', 'mayor'],
	['/64/plan/importer', 'mayor'],
	['/64/recherche', 'mayor'],
	['/64/recherche?q=médecin', 'mayor'],
	['/64/recherche?q=introuvable', 'mayor'],
	['/mes-actions', 'mayor'],
	['/64/indicateurs', 'mayor'],
	['/64/indicateurs/I5.2', 'evaluator'],
	['/64/indicateurs', 'urps'],
	['/64/indicateurs/I5.2', 'urps'],
	['/64/indicateurs/I5.2/definition', 'urps'],
	['/64/indicateurs/nouveau', 'urps'],
	['/region/75', 'evaluator'],
	['/region/75?proposition=5&vue=carte', 'evaluator'],
	['/region/75?proposition=5&vue=courbes', 'urps'],
	['/64/indicateurs/I5.1', 'urps'],
	['/64/indicateurs/saisie', 'urps'],
	['/64/revue', 'evaluator'],
	['/64/revue/chaine?manques=tous', 'urps'],
	['/64/revue/dossier', 'evaluator'],
	['/64/revue/etat', 'evaluator'],
	['/64/internes', 'facilitator'],
	['/64/internes', 'mayor'],
	['/64/internes', 'evaluator'],
	['/64/internes/nouvelle', 'urps'],
	['/64/medecins', 'urps'],
	['/64/medecins/nouvelle', 'urps'],
	['/64/medecins/horizon', 'urps'],
	['/64/medecins/zonage', 'urps'],
	['/64/medecins', 'mayor'],
	['/64/medecins', 'evaluator'],
	['/64/medecins/importer', 'urps'],
	['/64/internes/importer', 'urps'],
	['/64/donnees-personnelles?q=la', 'urps'],
	['/64/donnees-personnelles', 'facilitator'],
	['/64/registre-des-traitements', 'mayor'],
	['/64/internes/semestre', 'urps'],
	['/64/internes/calendrier', 'urps'],
	['/64/internes/maire/64371', 'urps'],
	['/64/internes?vue=tableau', 'mayor'],
	['/64/membres', 'facilitator'],
	['/64/membres/inviter', 'facilitator'],
	['/64/reglages', 'facilitator'],
	['/compte', 'mayor'],
	['/courriers', 'mayor'],
	['/admin', 'administrator'],
	['/admin/etat', 'administrator'],
];

/** What is wider than its screen at one width may fit a narrower one, where its line breaks. */
async function overflowOf(page: Page): Promise<string[]> {
	const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	return beyond > 0 ? [`scrolls sideways by ${beyond} px`] : [];
}

for (const person of [null, 'mayor', 'evaluator', 'facilitator', 'urps', 'administrator'] as const) {
	test(`no violation in light and dark at 1280, in light at 390, as ${person ?? 'a visitor'}`, async ({
		browser,
	}) => {
		const { context, page } =
			person === null ? await visit(browser) : await openAs(browser, server.origin, person, WIDE);
		const found: Record<string, string[]> = {};
		const paths: string[] = PAGES.filter(([, who]) => who === person).map(([path]) => path);
		if (person === 'urps') paths.push(await personPath(page));
		for (const path of paths) {
			await page.setViewportSize(WIDE.viewport);
			await page.goto(path);
			await page.waitForLoadState('networkidle');
			const empty = await emptinessBelow(page);
			found[path] = [
				...(await violationsInBothThemes(page)),
				...(empty > 0 ? [`scrolls ${empty} px into emptiness`] : []),
			];
			await page.setViewportSize({ width: 390, height: 844 });
			// The same colours as at 1280: what a phone has of its own stands on them.
			found[`${path} at 390`] = [
				...(await violationsInBothThemes(page, { darkToo: false })),
				...(await overflowOf(page)),
			];
			await page.setViewportSize({ width: 320, height: 800 });
			found[`${path} at 320`] = await overflowOf(page);
		}
		expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
		expect(Object.keys(found).length).toBeGreaterThan(0);
		await context.close();
	});
}

test('a text like others that are in order is found at fault where it stands on something else', async ({
	page,
}) => {
	await page.setContent(`<html lang="fr"><title>Essai</title><style>
		body { background: #fff; color: #555 } .dark { background: #444 } div { position: relative }
		i { position: absolute; inset: 0; background: #444 } b { position: relative; font-weight: 400 }
	</style><main><h1>Textes</h1>
		<div><p>clair</p></div><div class="dark"><p>sombre</p></div><div><p>encore</p></div>
		<div><b>posé</b></div><div><i></i><b>dessus</b></div>
	</main>`);
	for (let time = 0; time < 2; time += 1) {
		const found = await violationsInBothThemes(page);
		expect(found.map((words) => words.replace(/, .*: /, ': '))).toEqual([
			'light: <p>sombre</p> | <b>dessus</b>',
			'dark: <p>sombre</p> | <b>dessus</b>',
		]);
	}
});

/** The page of all that is held on somebody, whose address is a draw. */
async function personPath(page: Page): Promise<string> {
	await page.goto('/64/donnees-personnelles?q=la');
	const link = page.locator('main a[href*="/donnees-personnelles/medecins/"]').first();
	return (await link.getAttribute('href')) ?? '';
}

async function visit(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({ baseURL: server.origin, ...WIDE });
	return { context, page: await newWholePage(context) };
}
