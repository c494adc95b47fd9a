import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CreatedKind } from '#lib/documents/document.rules.ts';
import type { ExcerptPiece, FoundDocument } from '#lib/documents/search.rules.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange } from '../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { planProjection } from '../plan/plan.projection.ts';
import { changeDocumentState, createDocument, renameDocument } from './document.commands.ts';
import { loadCopy } from './document.log.ts';
import { getDocumentByKind } from './document.queries.ts';
import { documentProjection } from './document.tables.ts';
import { projectionsOf } from './projection.ts';
import { createProjector } from './projector.ts';
import { searchSpace } from './search.queries.ts';
import { searchPassage } from './search.tables.ts';
import { textProjection } from './text.projection.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'evaluator' | 'neighbour', BuiltMember>;

const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const search = async (q: string, who: keyof typeof people = 'claire', code = '64') =>
	searchSpace(await as(who), code, q);
const textOf = (pieces: readonly ExcerptPiece[]): string => pieces.map(({ text }) => text).join('');
const markedIn = (pieces: readonly ExcerptPiece[]): string[] =>
	pieces.filter(({ isMarked }) => isMarked).map(({ text }) => text);
const titles = (found: { documents: FoundDocument[] }): string[] =>
	found.documents.map(({ title }) => textOf(title));

const project = (): Promise<void> =>
	createProjector({
		db: context.db,
		now: context.now,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		reportError: (error) => {
			throw error;
		},
	}).catchUp();

/** Somebody writes blocks at the end of a document: a heading begins with #. */
async function write(documentId: string, ...blocks: string[]): Promise<void> {
	await change(documentId, (doc) => {
		const content = doc.getXmlFragment('content');
		content.push(
			blocks.map((text) => {
				const block = new Y.XmlElement(text.startsWith('# ') ? 'heading' : 'paragraph');
				block.insert(0, [new Y.XmlText(text.replace(/^# /, ''))]);
				return block;
			}),
		);
	});
}

async function change(documentId: string, work: (doc: Y.Doc) => void): Promise<void> {
	const doc = await loadCopy(context.db, documentId);
	await appendChange(context.db, {
		documentId,
		doc,
		accountId: people.claire.id,
		at: context.now(),
		change: work,
	});
	await project();
}

async function make(title: string, blocks: string[], kind: CreatedKind = 'note'): Promise<string> {
	const { id } = await createDocument(await as('claire'), '64', { kind, title });
	await write(id, ...blocks);
	return id;
}

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.college, 'ars'));
	people = {
		claire: await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' }),
		evaluator: await buildMember(context, {
			role: 'ars',
			regionCode: '75',
			organisationName: bodies.find(({ regionCode }) => regionCode === '75')!.name,
		}),
		neighbour: await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
	};
	await project();
});
afterAll(() => database.close());

describe('words', () => {
	beforeAll(async () => {
		await make('Note sur les départs', [
			'Une introduction sans titre.',
			'# Médecins généralistes',
			'Les cabinets de Mauléon ferment : deux généralistes formées à l’hôpital s’en vont.',
			'# Ailleurs',
			'Rien de neuf.',
		]);
	});

	test.each([
		['generaliste'],
		['généraliste mauleon'],
		['HÔPITAUX'],
		['hopital'],
		['les cabinets à Mauléon'],
		['formé'],
		['médecin'],
	])('« %s » finds the part that holds them', async (q) => {
		const { documents } = await search(q);
		const note = documents.find(({ title }) => textOf(title) === 'Note sur les départs');
		const passages = note?.passages ?? [];
		expect(passages.map(({ heading }) => textOf(heading))).toEqual(['Médecins généralistes']);
		expect(passages[0]?.path).toMatch(/^\/64\/documents\/[\w-]+#p-\d+-\d+$/);
	});

	test('they are marked in the passage as it is written', async () => {
		const { documents } = await search('hopitaux formé');
		expect(documents).toHaveLength(1);
		const [passage] = documents[0]!.passages;
		expect(markedIn(passage!.excerpt)).toEqual(['formées', 'hôpital']);
	});

	test('all of them must be in one part; where none has all, those with most of them are shown, and it is said', async () => {
		expect(await search('généralistes de Mauléon')).toMatchObject({ reach: 'all' });
		const { reach, documents } = await search('mauléon ailleurs cabinets');
		expect(reach).toBe('some');
		const note = documents.find(({ title }) => textOf(title) === 'Note sur les départs');
		expect(note?.passages.map(({ heading }) => textOf(heading))).toEqual([
			'Médecins généralistes',
			'Ailleurs',
		]);
		expect(markedIn(note!.passages[0]!.excerpt)).toEqual(['cabinets', 'Mauléon']);
		expect(documents[0]).toBe(note);
	});

	test('of which none is anywhere, nothing is found', async () => {
		expect(await search('xylophone zeppelin')).toEqual({ reach: 'all', documents: [], organisations: [] });
	});

	test.each(['', '   ', 'à', '<script>', "';--", "' | !( & :*", 'a:* & b'])(
		'« %s » breaks nothing',
		async (q) => {
			await expect(search(q)).resolves.toBeDefined();
		},
	);
});

test('a title is found from its making, by its new name once renamed', async () => {
	const { id } = await createDocument(await as('claire'), '64', { kind: 'note', title: 'Télémédecine' });
	expect(titles(await search('telemedecine'))).toEqual(['Télémédecine']);
	await renameDocument(await as('claire'), { departmentCode: '64', documentId: id }, { title: 'Pharmacies' });
	expect(titles(await search('télémédecine'))).toEqual([]);
	expect(titles(await search('pharmacie'))).toEqual(['Pharmacies']);
});

test('an action of the plan is found by what is written in it, and opens in the plan', async () => {
	const plan = await getDocumentByKind(await as('claire'), '64', 'plan');
	let actionId = '';
	await change(plan.id, (doc) => {
		const title = 'Rencontrer les médecins du Haut-Béarn';
		const objective = 'Une visite de courtoisie par trimestre';
		actionId = createAction(doc, { proposition: 5, title, objective }, null);
	});
	expect((await search('visites trimestrielles')).reach).toBe('some');
	const [found] = (await search('visites trimestre')).documents;
	expect(found?.passages[0]).toMatchObject({ number: '5.1', path: `/64/plan/${actionId}` });
});

test('an organisation is found by a word of its name', async () => {
	const { organisations } = await search('ordre');
	expect(organisations.length).toBeGreaterThan(0);
	expect(organisations[0]?.path).toMatch(/^\/64\/membres#college-/);
});

test('what changes in the text is found as it is now, and no more as it was', async () => {
	const id = await make('Note mouvante', [
		'# Garde',
		'Un accord sur les gardes dominicales.',
		'# Fin',
		'Terme.',
	]);
	expect(titles(await search('dominicale'))).toEqual(['Note mouvante']);
	await change(id, (doc) => doc.getXmlFragment('content').delete(0, doc.getXmlFragment('content').length));
	expect(titles(await search('dominicale'))).toEqual([]);
	const rows = await context.db.select().from(searchPassage).where(eq(searchPassage.documentId, id));
	expect(rows).toHaveLength(1);
});

test('what is archived is still found, after the rest', async () => {
	const id = await make('Vieille note', ['Une maison médicale, une maison médicale, une maison médicale.']);
	await make('Note récente', ['Une maison médicale parmi bien des projets du territoire.']);
	const place = { departmentCode: '64', documentId: id };
	await changeDocumentState(await as('claire'), place, { state: 'archived' });
	expect(titles(await search('maisons médicales'))).toEqual(['Note récente', 'Vieille note']);
});

test('rows that an older program wrote are written again at start', async () => {
	const id = await make('Ancienne note', ['Un dispensaire itinérant.']);
	await context.db.delete(searchPassage).where(eq(searchPassage.documentId, id));
	await project();
	expect(titles(await search('dispensaires'))).toEqual([]);
	await context.db
		.update(documentProjection)
		.set({ rowsShape: 0 })
		.where(eq(documentProjection.documentId, id));
	await project();
	expect(titles(await search('dispensaires'))).toEqual(['Ancienne note']);
});

test('a very long part, and a character that no database keeps, are found all the same', async () => {
	await make('Note longue', [
		'# Long',
		...Array.from({ length: 30 }, () => 'mot '.repeat(1_500)),
		'zingiber\u0000 officinal',
	]);
	const { documents } = await search('zingiber');
	expect(markedIn(documents[0]!.passages[0]!.excerpt)).toEqual(['zingiber']);
});

describe('a canary of another département', () => {
	beforeAll(async () => {
		const inside = await as('neighbour');
		const { id } = await createDocument(inside, '40', { kind: 'note', title: 'Note landaise canari' });
		await write(id, '# Canari', 'Le canari chante.');
	});

	test('is found there', async () => {
		expect(titles(await search('canari', 'neighbour', '40'))).toEqual(['Note landaise canari']);
	});
	test('and not here', async () => {
		expect(await search('canari')).toEqual({ reach: 'all', documents: [], organisations: [] });
	});
	test('whoever is not of the committee does not even search', async () => {
		await expect(search('canari', 'claire', '40')).rejects.toMatchObject({ code: 'not-found' });
		await expect(searchSpace(context, '40', 'canari')).rejects.toMatchObject({ code: 'not-found' });
	});
	test('the evaluator of the region searches both, each in its space', async () => {
		expect(titles(await search('canari', 'evaluator', '40'))).toEqual(['Note landaise canari']);
		expect(titles(await search('canari', 'evaluator'))).toEqual([]);
	});
	test('who runs the platform reads no content', async () => {
		const administrator = context.as({
			kind: 'account',
			accountId: people.claire.id,
			sessionId: 's',
			displayName: 'Romain Bouchet',
			email: 'admin@exemple.test',
			isAdministrator: true,
			grants: [],
		});
		await expect(searchSpace(administrator, '40', 'canari')).rejects.toMatchObject({ code: 'not-found' });
	});
});
