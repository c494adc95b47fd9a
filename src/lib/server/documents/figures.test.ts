import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import type { FigureValue } from '#lib/documents/figure.rules.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { exportDocument } from './document-export.queries.ts';
import { getDocument, getDocumentText } from './document.queries.ts';
import { getContentAt } from './history.queries.ts';
import { adoptVersion, nameVersion } from './version.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let documentId: string;
let population = '693 000';

const value = (text: string): FigureValue => ({
	key: 'population',
	of: '',
	label: 'Population, Pyrénées-Atlantiques',
	text,
	on: '2026-11-22',
	source: 'Insee',
});

beforeAll(async () => {
	database = await openTestDatabase();
	const claire = await buildAccount(database.db, 'Claire Dufau');
	const figures = { list: () => Promise.resolve([value(population)]) };
	context = {
		...buildContext({ db: database.db, actor: buildActor(claire, 'facilitator') }),
		figures,
	} as TestContext;
	documentId = await buildDocument(database.db, { departmentCode: '64', kind: 'note', title: 'Étude' });
	const doc = new Y.Doc();
	const figure = (attributes: Record<string, unknown>): Y.XmlElement => {
		const element = new Y.XmlElement('liveFigure');
		for (const [key, said] of Object.entries(attributes)) element.setAttribute(key, said as string);
		return element;
	};
	await appendChange(database.db, {
		documentId,
		doc,
		accountId: claire,
		at: new Date('2026-11-20T09:00:00Z'),
		change: (shared) => {
			const line = new Y.XmlElement('paragraph');
			line.insert(0, [
				new Y.XmlText('Ici vivent '),
				figure({ key: 'population', of: '' }),
				new Y.XmlText(' habitants, '),
				figure({ key: '<script>', of: { a: 1 } }),
				new Y.XmlText(' de plus.'),
			]);
			contentOf(shared).push([line]);
		},
	});
});
afterAll(() => database.close());

const place = () => ({ departmentCode: '64', documentId });
const markdown = async (at?: string) =>
	new TextDecoder().decode(await (await exportDocument(context, documentId, { format: 'md', at })).bytes);

test('a figure is read when the text is; one that is none is a dash', async () => {
	const { text } = await getDocumentText(context, await getDocument(context, '64', documentId));
	expect(JSON.stringify(text)).toContain('"693 000"');
	expect(JSON.stringify(text)).toContain('"—"');
	expect(JSON.stringify(text)).not.toContain('<script>');
	const exported = await markdown();
	expect(exported).toContain('Ici vivent 693 000 habitants, — de plus.');
	expect(exported).toContain('- Population, Pyrénées-Atlantiques\u00a0: 693 000, au 22/11/2026. Insee.');
});

test('a version keeps the value, its day and its source; its hash holds them, and later values change nothing', async () => {
	const { id } = await nameVersion(context, place(), { name: 'Relue' });
	const found = await getDocument(context, '64', documentId);
	const now = await getContentAt(context, found, { kind: 'now' });
	const frozen = await getContentAt(context, found, { kind: 'version', id });
	expect(JSON.parse(frozen.content)).toMatchObject({ figures: { population: value('693 000') } });
	expect(JSON.parse(now.content)).not.toHaveProperty('figures');
	expect(frozen.sha256).not.toBe(now.sha256);
	population = '701 000';
	try {
		expect((await getContentAt(context, found, { kind: 'version', id })).sha256).toBe(frozen.sha256);
		const exported = await markdown(id);
		expect(exported).toContain('Ici vivent 693 000 habitants');
		expect(exported).toContain(`sha256: "${frozen.sha256}"`);
		expect(await markdown()).toContain('Ici vivent 701 000 habitants');
		const adopted = await adoptVersion(context, place(), {
			name: 'Adoptée',
			then: 'continue',
			versionId: id,
		});
		expect((await getContentAt(context, found, { kind: 'version', id: adopted.id })).sha256).toBe(
			frozen.sha256,
		);
	} finally {
		population = '693 000';
	}
});
