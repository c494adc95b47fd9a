import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openAs } from '../support/people.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { editorOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

/** Words that a camera keeps beside a picture: none may be kept with it. */
const CAMERA_WORDS = 'CANARI-GPS-43-18-N';

let server: TestServer;
const opened: BrowserContext[] = [];

test.beforeAll(async () => {
	server = await startOnPostgres();
});
test.afterAll(async () => {
	for (const context of opened) await context.close();
	await server.stop();
});

/** What is brought into the text, as a browser brings it from the clipboard or from another window. */
interface Brought {
	html?: string;
	file?: { name: string; type: string; base64: string };
}

async function bring(page: Page, how: 'paste' | 'drop', { html, file }: Brought): Promise<void> {
	await editorOf(page).evaluate(
		(editor, given) => {
			const data = new DataTransfer();
			if (given.html !== undefined) data.setData('text/html', given.html);
			if (given.file !== undefined) {
				const bytes = Uint8Array.from(atob(given.file.base64), (letter) => letter.charCodeAt(0));
				data.items.add(new File([bytes], given.file.name, { type: given.file.type }));
			}
			const last = editor.lastElementChild ?? editor;
			const { left, top } = last.getBoundingClientRect();
			const shared = { bubbles: true, cancelable: true };
			const event =
				given.how === 'paste'
					? new ClipboardEvent('paste', { ...shared, clipboardData: data })
					: new DragEvent('drop', { ...shared, dataTransfer: data, clientX: left + 4, clientY: top + 4 });
			last.dispatchEvent(event);
		},
		{ html, file, how },
	);
}

async function photograph(): Promise<Buffer> {
	const canvas = sharp({ create: { width: 320, height: 200, channels: 3, background: '#0b5c5c' } });
	return canvas
		.withExif({
			IFD0: { Copyright: CAMERA_WORDS },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 18/1 0/1' },
		})
		.jpeg()
		.toBuffer();
}

test('a picture pasted or dropped: described first, kept without what the camera wrote, never by its address', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'mayor');
	opened.push(context);
	const elsewhere: string[] = [];
	page.on('request', (request) => {
		if (new URL(request.url()).host.startsWith('mal.')) elsewhere.push(request.url());
	});
	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	const bytes = await photograph();
	expect(bytes.includes(CAMERA_WORDS)).toBe(true);
	const file = { name: 'photo.jpg', type: 'image/jpeg', base64: bytes.toString('base64') };
	const dialog = page.getByRole('dialog', { name: 'Ajouter une image' });

	for (const [how, alt] of [
		['paste', 'Le cabinet de Mauléon'],
		['drop', 'Le cabinet de Tardets'],
	] as const) {
		await test.step(how, async () => {
			await bring(page, how, { file });
			await expect(dialog).toBeVisible();
			await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
			await expect(dialog.getByText('Décrivez ce que montre l’image.')).toBeVisible();
			await dialog.getByLabel('Description').fill(alt);
			await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
			await expect(dialog).toBeHidden();
			await expect(editorOf(page).getByRole('img', { name: alt })).toBeVisible();
		});
	}
	await expectSaved(page);
	await expect(editorOf(page).getByRole('img', { name: /^Le cabinet de/ })).toHaveCount(2);

	await test.step('what is kept says nothing of where it was taken', async () => {
		const src = await editorOf(page).getByRole('img', { name: 'Le cabinet de Mauléon' }).getAttribute('src');
		const kept = await (await page.request.get(src ?? '')).body();
		expect((await sharp(kept).metadata()).exif).toBeUndefined();
		expect(kept.includes(CAMERA_WORDS)).toBe(false);
	});

	await test.step('a drawing in SVG, and one larger than 5 MB, are refused before they are sent', async () => {
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
		await bring(page, 'paste', { file: { name: 'dessin.svg', type: 'image/svg+xml', base64: svg } });
		await dialog.getByLabel('Description').fill('Un dessin');
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog.getByText('Choisissez une image PNG, JPEG ou WebP.')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		const large = Buffer.alloc(5_242_881).toString('base64');
		await bring(page, 'drop', { file: { name: 'lourde.png', type: 'image/png', base64: large } });
		await dialog.getByLabel('Description').fill('Trop lourde');
		await dialog.getByRole('button', { name: 'Ajouter l’image' }).click();
		await expect(dialog.getByText(/Cette image dépasse 5/)).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
	});

	await test.step('one named by an address of elsewhere is not fetched, and makes no picture', async () => {
		const before = await editorOf(page).locator('img').count();
		await bring(page, 'paste', {
			html: '<p>avant <img src="https://mal.example/x.png" alt="espion"> après</p>',
		});
		await expect(editorOf(page)).toContainText('avant');
		expect(await editorOf(page).locator('img').count()).toBe(before);
		expect(elsewhere).toEqual([]);
	});
});

/** What Word puts on the clipboard, shortened: its styles, its lists without lists, its own elements, and what an attacker would add. */
const FROM_WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{font-family:Calibri;color:red}</style>
<script>window.pasted = 'script'</script><xml><w:WordDocument/></xml></head>
<body lang=FR><!--StartFragment-->
<h1 style='mso-style-next:Normal;color:#2E74B5'>Titre venu de Word<o:p></o:p></h1>
<p class=MsoNormal style='margin-left:2cm;font-size:20pt' onclick="window.pasted='clic'">Un <b>mot gras</b> et un <a href="javascript:window.pasted='lien'">faux lien</a>,
<a href="https://exemple.fr/">un vrai</a><img src=x onerror="window.pasted='image'"><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span><![endif]>Première puce</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Sous-puce numérotée</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Seconde puce</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=200 style='background:yellow'><p class=MsoNormal>Case de Word</p></td><td><p>Autre case</p></td></tr></table>
<p class=MsoNormal>Fin du collage</p><!--EndFragment--></body></html>`;

test('HTML pasted from Word keeps its structure, and loses styles, scripts and false links', async ({
	browser,
}) => {
	const { context, page } = await openAs(browser, server.origin, 'professional');
	opened.push(context);
	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await bring(page, 'paste', { html: FROM_WORD });
	const editor = editorOf(page);
	await expect(editor).toContainText('Fin du collage');
	await expect(editor.getByRole('heading', { name: 'Titre venu de Word' })).toBeVisible();
	await expect(editor.locator('p', { hasText: 'mot gras' }).locator('strong')).toHaveText('mot gras');
	await expect(editor.locator('ul > li', { hasText: 'Première puce' }).locator('ol > li')).toHaveText(
		'Sous-puce numérotée',
	);
	await expect(editor.locator('ul > li', { hasText: 'Seconde puce' })).toHaveText('Seconde puce');
	await expect(editor.locator('td', { hasText: 'Case de Word' })).toBeVisible();
	await expect(editor.getByRole('link', { name: 'un vrai' })).toHaveAttribute('href', 'https://exemple.fr/');
	await expect(editor.getByRole('link', { name: 'faux lien' })).toHaveCount(0);
	// What stands before it was not pasted: pictures with their width, the caret of somebody else.
	const left = await editor
		.getByRole('heading', { name: 'Titre venu de Word' })
		.evaluate((heading) =>
			[...(heading.parentElement?.querySelectorAll('*') ?? [])].flatMap((inner) =>
				(heading.compareDocumentPosition(inner) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
					? []
					: [...inner.attributes]
							.filter(({ name, value }) => /^on|^style$|^width$/.test(name) || /Mso|javascript:/.test(value))
							.map(({ name, value }) => `${inner.localName} ${name}=${value}`),
			),
		);
	expect(left).toEqual([]);
	expect(await page.evaluate(() => (window as unknown as { pasted?: string }).pasted)).toBeUndefined();
	await expectSaved(page);
});
