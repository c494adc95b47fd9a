import { chromium, type Browser } from '@playwright/test';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDirectory } from './support/seeded-directory.ts';
import { openAs, type Person } from './support/people.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './support/chromium.ts';
import { startServer } from './support/server.ts';

/** `npm run screenshots`: every page as the right person sees it, on a desktop and on a phone, into docs/screenshots;
 * `-- --dark` takes them in the dark theme too. */
const FOLDER = 'docs/screenshots';

/** Largest picture kept in the repository, in bytes. */
const LIMIT = 200_000;

const SIZES = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };

const PICTURES: [name: string, path: string, person: Person | null][] = [
	['connexion', '/connexion', null],
	['mot-de-passe', '/mot-de-passe/oubli', null],
	['espaces', '/', 'urps'],
	['espace', '/64', 'mayor'],
	['diagnostic', '/64/diagnostic', 'mayor'],
	['diagnostic-lecture', '/64/diagnostic', 'evaluator'],
	['plan', '/64/plan', 'mayor'],
	['plan-action', '/64/plan/5-4', 'mayor'],
	['plan-lecture', '/64/plan', 'evaluator'],
	['plan-colonnes', '/64/plan?vue=colonnes', 'mayor'],
	['plan-frise', '/64/plan?vue=frise', 'mayor'],
	['plan-fiche', '/64/plan/5-4/fiche', 'mayor'],
	['mes-actions', '/mes-actions', 'mayor'],
	['documents', '/64/documents', 'mayor'],
	['historique', '/64/diagnostic/historique', 'facilitator'],
	['documents-importer', '/64/documents/importer', 'mayor'],
	['plan-importer', '/64/plan/importer', 'mayor'],
	['recherche', '/64/recherche?q=médecin', 'mayor'],
	['indicateurs', '/64/indicateurs', 'mayor'],
	['indicateur', '/64/indicateurs/I5.2', 'urps'],
	['region', '/region/75', 'evaluator'],
	['region-carte', '/region/75?vue=carte', 'evaluator'],
	['indicateurs-saisie', '/64/indicateurs/saisie', 'urps'],
	['revue', '/64/revue', 'evaluator'],
	['revue-chaine', '/64/revue/chaine?manques=tous', 'urps'],
	['dossier-evaluation', '/64/revue/dossier', 'evaluator'],
	['revue-etat', '/64/revue/etat', 'evaluator'],
	['internes', '/64/internes', 'facilitator'],
	['internes-nouvelle', '/64/internes/nouvelle', 'urps'],
	['internes-communes', '/64/internes?vue=tableau', 'mayor'],
	['internes-totaux', '/64/internes', 'evaluator'],
	['medecins', '/64/medecins', 'urps'],
	['medecins-nouvelle', '/64/medecins/nouvelle', 'urps'],
	['medecins-horizon', '/64/medecins/horizon', 'urps'],
	['medecins-zonage', '/64/medecins/zonage', 'urps'],
	['medecins-communes', '/64/medecins', 'mayor'],
	['medecins-totaux', '/64/medecins', 'evaluator'],
	['medecins-importer', '/64/medecins/importer', 'urps'],
	['internes-importer', '/64/internes/importer', 'urps'],
	['protection', '/64/donnees-personnelles?q=la', 'urps'],
	['registre-des-traitements', '/64/registre-des-traitements', 'mayor'],
	['internes-semestre', '/64/internes/semestre', 'urps'],
	['internes-calendrier', '/64/internes/calendrier', 'urps'],
	['internes-maire', '/64/internes', 'mayor'],
	['membres', '/64/membres', 'facilitator'],
	['reglages', '/64/reglages', 'facilitator'],
	['membres-inviter', '/64/membres/inviter', 'facilitator'],
	['administration', '/admin', 'administrator'],
	['etat-du-service', '/admin/etat', 'administrator'],
	['compte', '/compte', 'mayor'],
	['courriers', '/courriers', 'facilitator'],
	['introuvable', '/40', 'mayor'],
	['aide', '/aide', null],
	['accessibilite', '/accessibilite', null],
	['donnees-personnelles', '/donnees-personnelles', null],
	['mentions-legales', '/mentions-legales', null],
];

async function takeAll(browser: Browser, origin: string, theme: 'light' | 'dark'): Promise<void> {
	const people = [...new Set(PICTURES.map(([, , person]) => person))];
	for (const [width, viewport] of Object.entries(SIZES).reverse()) {
		for (const person of people) {
			// Wide pictures, and above all the relief of the sign-in pages, would pass the limit at full size.
			const deviceScaleFactor = width === '390' ? 1 : person === null ? 0.6 : 0.8;
			const options = {
				viewport,
				deviceScaleFactor,
				colorScheme: theme,
				locale: 'fr-FR',
				timezoneId: 'Europe/Paris',
			};
			const context =
				person === null
					? await browser.newContext({ baseURL: origin, ...options })
					: (await openAs(browser, origin, person, options)).context;
			const page = context.pages()[0] ?? (await context.newPage());
			for (const [name, path] of PICTURES.filter(([, , who]) => who === person)) {
				await page.goto(path);
				await page.waitForLoadState('networkidle');
				await page.evaluate(() => document.fonts.ready);
				if (person !== null && /^\/64\/(plan|diagnostic)(?!.*\/(fiche|historique|importer))/.test(path)) {
					await page
						.getByText(/^(Enregistré|Lecture seule)$/)
						.first()
						.waitFor();
				}
				const file = join(FOLDER, `${name}-${width}${theme === 'dark' ? '-sombre' : ''}.png`);
				await page.screenshot({ path: file });
				const { size } = await stat(file);
				if (size > LIMIT) throw new Error(`${file} has ${size} bytes, over ${LIMIT}`);
			}
			await context.close();
		}
	}
}

await mkdir(FOLDER, { recursive: true });
seedDirectory();
const server = await startServer();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
	const themes = process.argv.includes('--dark') ? (['light', 'dark'] as const) : (['light'] as const);
	for (const theme of themes) await takeAll(browser, server.origin, theme);
} finally {
	await browser.close();
	await server.stop();
}
