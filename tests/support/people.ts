import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { newWholePage } from './whole-page.ts';

/** Accounts of the demonstration; every password is the same. */
export const PEOPLE = {
	administrator: 'admin@exemple.test',
	facilitator: 'animatrice64@exemple.test',
	mayor: 'maire64@exemple.test',
	professional: 'cpts64@exemple.test',
	neighbour: 'membre40@exemple.test',
	stranger: 'membre12@exemple.test',
	urps: 'urps@exemple.test',
	evaluator: 'ars@exemple.test',
} as const;

export const PASSWORD = 'demonstration';

export type Person = keyof typeof PEOPLE;

/** Fills the sign-in form as a person would and waits for the page that follows. */
export async function signIn(page: Page, person: Person): Promise<void> {
	await page.goto('/connexion');
	await page.getByLabel('Adresse électronique').fill(PEOPLE[person]);
	await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await expect(page).not.toHaveURL(/connexion/);
}

/**
 * Signs in without the form: a page that nobody looks at costs as much as one that is looked at. The form is the subject of
 * `keyboard.spec.ts`, and of `offline.spec.ts` with what it leaves on the device.
 */
export async function enter(context: BrowserContext, person: Person): Promise<void> {
	const answer = await context.request.post('/connexion', {
		form: { email: PEOPLE[person], password: PASSWORD },
		maxRedirects: 0,
	});
	expect(answer.status()).toBe(303);
}

/** A browser context of its own, as another computer, signed in. */
export async function openAs(
	browser: Browser,
	origin: string,
	person: Person,
	options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({ baseURL: origin, ...options });
	await enter(context, person);
	return { context, page: await newWholePage(context) };
}

/** The session cookie of a person, for calls without a browser: the form posted by a program. */
export async function sessionCookie(origin: string, person: Person): Promise<string> {
	const response = await fetch(`${origin}/connexion`, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ email: PEOPLE[person], password: PASSWORD }),
	});
	expect(response.status).toBe(303);
	const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
	if (cookie === undefined) throw new Error('no session cookie');
	return cookie;
}
