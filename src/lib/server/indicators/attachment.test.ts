import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { fileResponse } from '../files/file.response.ts';
import { enterProvedValue } from './attachment.commands.ts';
import { getAttachment } from './attachment.queries.ts';
import { indicatorAttachment } from './attachment.tables.ts';
import { getIndicator } from './indicator.queries.ts';
import { indicatorValue } from './indicator.tables.ts';
import { enterValues, validateValue, type Entered } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'urps' | 'ars' | 'member' | 'neighbour', BuiltMember>;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const PDF = bytesOf('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
const CSV = bytesOf('Commune;Réponses\r\nOrthez;12\r\nMauléon;-3,5\r\n');
const entry = {
	...{ code: 'I5.7', state: 'provisional' as const, value: 4, source: '', comment: '' },
	replaces: null,
};
const bring = async (
	who: keyof typeof people,
	period: string,
	file: { name: string; bytes: Uint8Array },
): Promise<Entered> => enterProvedValue(await as(who), '64', { ...entry, period, file });
const kept = () => context.db.select().from(indicatorAttachment);
const written = async (): Promise<string> =>
	JSON.stringify([
		await context.db.select().from(indicatorValue),
		(await kept()).length,
		(await context.db.select().from(auditEvent)).length,
	]);

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = { regionCode: '75', organisationName: bodies[0]!.name };
	people = {
		urps: await buildMember(context, { role: 'urps', ...regional }),
		ars: await buildMember(context, { role: 'ars', ...regional }),
		member: await buildMember(context, { role: 'member', departmentCode: '64' }),
		neighbour: await buildMember(context, { role: 'facilitator', departmentCode: '12' }),
	};
});
afterAll(() => database.close());

test('a file comes with its value, is kept to the byte with its hash, and whoever reads the indicator takes it away', async () => {
	await bring('urps', '2026-T3', { name: 'Relevé "T3".csv', bytes: CSV });
	const [row] = await kept();
	const sha256 = createHash('sha256').update(CSV).digest('hex');
	expect(row).toMatchObject({ code: 'I5.7', type: 'text/csv', size: CSV.length, sha256 });
	const logged = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'indicator.attach'));
	expect(logged[0]?.details).toMatchObject({ attachment: row!.id, sha256 });
	for (const who of ['urps', 'ars', 'member'] as const) {
		const file = await getAttachment(await as(who), '64', { code: 'I5.7', id: row!.id });
		const answer = await fileResponse(file);
		expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Releve-T3.csv"');
		expect(answer.headers.get('content-type')).toBe('text/csv');
		expect(answer.headers.get('content-security-policy')).toContain('sandbox');
		expect(new Uint8Array(await answer.arrayBuffer())).toEqual(CSV);
	}
});

test('it is not there for another committee, another indicator, or nobody', async () => {
	const [row] = await kept();
	const place = { code: 'I5.7', id: row!.id };
	const refused = { code: 'not-found' };
	await expect(getAttachment(await as('neighbour'), '64', place)).rejects.toMatchObject(refused);
	await expect(getAttachment(context, '64', place)).rejects.toMatchObject(refused);
	await expect(getAttachment(await as('urps'), '40', place)).rejects.toMatchObject(refused);
	await expect(getAttachment(await as('urps'), '64', { ...place, code: 'I5.2' })).rejects.toMatchObject(
		refused,
	);
	await expect(getAttachment(await as('urps'), '64', { ...place, id: '1' })).rejects.toMatchObject(refused);
});

test('a value that is validated as it stands keeps its file; one that is corrected leaves it to the old row', async () => {
	await bring('urps', '2026-T2', { name: 'lettre.pdf', bytes: PDF });
	const urps = await as('urps');
	const first = (await getIndicator(urps, '64', 'I5.7')).values.find(({ period }) => period === '2026-T2')!;
	await validateValue(urps, '64', { code: 'I5.7', valueId: first.id });
	const history = async () =>
		(await getIndicator(urps, '64', 'I5.7')).history.filter(({ period }) => period === '2026-T2');
	const names = async () => (await history()).map(({ attachments }) => attachments.map(({ name }) => name));
	expect(await names()).toEqual([['lettre.pdf'], ['lettre.pdf']]);
	const [held] = await history();
	await enterValues(urps, '64', [{ ...entry, period: '2026-T2', value: 6, replaces: held!.id }]);
	expect(await names()).toEqual([[], ['lettre.pdf'], ['lettre.pdf']]);
});

test('whoever may not enter values brings no file, and one refused with a conflict writes neither', async () => {
	const before = await written();
	for (const who of ['ars', 'member', 'neighbour'] as const) {
		const tried = bring(who, '2026-T1', { name: 'a.csv', bytes: CSV });
		await expect(tried).rejects.toMatchObject({ code: 'not-found' });
	}
	expect((await bring('urps', '2026-T3', { name: 'a.csv', bytes: CSV })).outcome).toBe('conflict');
	expect(await written()).toBe(before);
});

test('nothing of it is ever changed or removed', async () => {
	const change = context.db.update(indicatorAttachment).set({ name: 'autre.csv' });
	await expect(change).rejects.toMatchObject({ cause: { message: 'indicator_attachment is append-only' } });
	const removal = context.db.delete(indicatorAttachment);
	await expect(removal).rejects.toMatchObject({ cause: { message: 'indicator_attachment is append-only' } });
});

test('an image is written anew, without where it was taken', async () => {
	const picture = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#123456' } })
		.withExif({ IFD3: { GPSLatitude: '43/1 18/1 0/1' }, IFD0: { Copyright: 'Claire Dufau' } })
		.jpeg()
		.toBuffer();
	expect(picture.includes('Claire Dufau')).toBe(true);
	await bring('urps', '2025-T4', { name: 'photo.JPG', bytes: new Uint8Array(picture) });
	const row = (await kept()).at(-1)!;
	expect(row).toMatchObject({ type: 'image/jpeg', name: 'photo.jpg' });
	expect(Buffer.from(row.bytes).includes('Claire Dufau')).toBe(false);
	expect((await sharp(row.bytes).metadata()).exif).toBeUndefined();
});

describe('is refused with a sentence, and nothing is written:', () => {
	const after = (text: string): Uint8Array =>
		bytesOf(`%PDF-1.7\n1 0 obj << ${text} >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`);
	test.each([
		['a program', 'outil.exe', Uint8Array.of(0x4d, 0x5a, 0x90, 0), 'unsupported-media-type'],
		[
			'a program called a csv',
			'outil.csv',
			Uint8Array.of(0x4d, 0x5a, 0, 0, 1, 2, 0, 3),
			'unsupported-media-type',
		],
		['a page called a csv', 'page.csv', bytesOf('<html><script>1</script>'), 'unsupported-media-type'],
		['a page called a pdf', 'page.pdf', bytesOf('<html>%PDF-'), 'unsupported-media-type'],
		['a picture that is none', 'photo.png', bytesOf('<svg onload="x()"/>'), 'unsupported-media-type'],
		['a picture that is a drawing', 'photo.svg', bytesOf('<svg/>'), 'unsupported-media-type'],
		['a workbook', 'classeur.xlsx', bytesOf('PK\u0003\u0004'), 'unsupported-media-type'],
		['a picture cut short', 'photo.png', Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0), 'file-damaged'],
		['a pdf cut short', 'lettre.pdf', PDF.slice(0, 40), 'file-damaged'],
		['an empty csv', 'vide.csv', new Uint8Array(0), 'file-damaged'],
		['a csv whose quote never closes', 'a.csv', bytesOf(`a;"${'b;c\n'.repeat(5_000)}`), 'file-damaged'],
		['a csv with a formula', 'a.csv', bytesOf("a;b\n1;=cmd|'/C calc'!A0\n"), 'file-macros'],
		['a csv with a quoted formula', 'a.csv', bytesOf('a;b\n1;"=1+1"\n'), 'file-macros'],
		[
			'a pdf with a program',
			'a.pdf',
			after('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
			'file-macros',
		],
		['a pdf with a program in disguise', 'a.pdf', after('/S /J#61vaScript'), 'file-macros'],
		['a pdf that starts something', 'a.pdf', after('/S /Launch /F (calc.exe)'), 'file-macros'],
		['a pdf that carries a file', 'a.pdf', after('/Names << /EmbeddedFiles 2 0 R >>'), 'file-macros'],
	])('%s', async (_, name, bytes, code) => {
		const before = await written();
		const refusal = await bring('urps', '2025-T1', { name, bytes }).catch((error: unknown) => error);
		expect(refusal).toMatchObject({ code });
		expect((refusal as Error).message).toMatch(/Rien n'a été enregistré\./);
		expect(await written()).toBe(before);
	});

	test('but not a pdf whose picture happens to hold such words', async () => {
		const bytes = bytesOf('%PDF-1.7\n1 0 obj << /Length 9 >> stream\n/JS /JS\nendstream endobj\n%%EOF\n');
		expect((await bring('urps', '2025-T1', { name: 'a.pdf', bytes })).outcome).toBe('written');
	});
});
