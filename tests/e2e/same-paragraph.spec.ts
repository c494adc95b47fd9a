import { expect, test, type Page } from '@playwright/test';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';

let server: TestServer;

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(async () => {
	await server.stop();
});

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

async function openNote(page: Page, title: string): Promise<void> {
	await page.goto('/64/documents');
	await page.getByText('Nouveau document').click();
	const form = page.locator('form[method=POST]');
	await form.getByLabel('Titre').fill(title);
	await page.getByRole('button', { name: 'Créer le document' }).click();
	await expect(page.getByRole('textbox', { name: title })).toBeVisible();
}

for (const [tool, isInMenu] of [
	['Citation', true],
	['Liste à puces', false],
	['Liste de tâches', true],
] as const) {
	test(`« ${tool} » on the paragraph where somebody else types leaves their letters and their caret in it`, async ({
		browser,
	}) => {
		const [anne, bob] = [
			await openAs(browser, server.origin, 'professional'),
			await openAs(browser, server.origin, 'mayor'),
		];
		const title = `À deux, ${tool}`;
		await openNote(anne.page, title);
		await bob.page.goto(anne.page.url());
		const [hers, his] = [anne.page, bob.page].map((page) => page.getByRole('textbox', { name: title }));
		if (hers === undefined || his === undefined) throw new Error('two people are needed');
		await hers.click();
		await anne.page.keyboard.type('Six médecins sur neuf partent.');
		await anne.page.keyboard.press('Enter');
		await anne.page.keyboard.type('Fin.');
		await expect(his).toContainText('Fin.');
		await hers.locator('p').first().click();
		await his.locator('p').first().click();
		await bob.page.keyboard.press('End');
		const typed = bob.page.keyboard.type(LETTERS, { delay: 40 });
		await expect(hers).toContainText('ABC');
		if (isInMenu) await anne.page.getByRole('button', { name: 'Plus d’outils' }).click();
		await anne.page.getByRole(isInMenu ? 'menuitem' : 'button', { name: tool }).click();
		await typed;
		for (const text of [hers, his]) {
			await expect(text.locator('p').first()).toContainText(`partent.${LETTERS}`);
			await expect(text.locator('p').last()).toContainText('Fin.');
		}
		await Promise.all([anne.context.close(), bob.context.close()]);
	});
}

test('a caret that has just been moved stays where it was put when somebody else’s words arrive at that instant', async ({
	browser,
}) => {
	const [anne, bob] = [
		await openAs(browser, server.origin, 'professional'),
		await openAs(browser, server.origin, 'mayor'),
	];
	// His page keeps what the server sends until it is told to read it: in the same breath in which the caret moves.
	await bob.page.addInitScript(() => {
		const held = { on: false, reads: [] as (() => void)[] };
		Object.assign(window, { held });
		const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage') ?? {};
		Object.defineProperty(WebSocket.prototype, 'onmessage', {
			set(this: WebSocket, read: (event: MessageEvent) => void) {
				set?.call(this, (event: MessageEvent) => {
					if (held.on) held.reads.push(() => read.call(this, event));
					else read.call(this, event);
				});
			},
		});
	});
	const title = 'Le curseur au même instant';
	await openNote(anne.page, title);
	await bob.page.goto(anne.page.url());
	const [hers, his] = [anne.page, bob.page].map((page) => page.getByRole('textbox', { name: title }));
	if (hers === undefined || his === undefined) throw new Error('two people are needed');
	await hers.click();
	await anne.page.keyboard.type('Premier.');
	await anne.page.keyboard.press('Enter');
	await anne.page.keyboard.type('Dernier.');
	await expect(his).toContainText('Dernier.');
	await his.locator('p').first().click();
	await bob.page.keyboard.press('Home');
	await bob.page.evaluate(() => Object.assign(Reflect.get(window, 'held'), { on: true }));
	await anne.page.keyboard.type(' Suite.');
	await bob.page.waitForFunction(() => Reflect.get(window, 'held').reads.length > 0);
	await expect(anne.page.getByText('Enregistré', { exact: true }).first()).toBeVisible();
	await his.evaluate((editor) => {
		const last = editor.lastElementChild;
		if (last === null) throw new Error('no text');
		document.getSelection()?.collapse(last, 0);
		const held = Reflect.get(window, 'held');
		held.on = false;
		for (const read of held.reads.splice(0)) read();
	});
	await bob.page.keyboard.type('ICI ');
	await expect(hers.locator('p').last()).toHaveText('ICI Dernier. Suite.');
	await expect(hers.locator('p').first()).toHaveText('Premier.');
	await Promise.all([anne.context.close(), bob.context.close()]);
});
