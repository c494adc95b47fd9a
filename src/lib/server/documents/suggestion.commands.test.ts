import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { contentOf, plainText } from '#lib/documents/document.content.ts';
import { EXPORT_FORMATS } from '#lib/documents/document-file.rules.ts';
import { readFlatText } from '#lib/documents/flat-text.content.ts';
import { placeAt } from '#lib/documents/suggestion.content.ts';
import { writeSuggestionInput } from '#lib/documents/suggestion.input.ts';
import {
	isTextSuggestion,
	OPEN_AT_MOST,
	type DecidedSuggestion,
	type TextSuggestion,
} from '#lib/documents/suggestion.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listActivity } from './activity.queries.ts';
import { changeDocumentState, createDocument, type DocumentPlace } from './document.commands.ts';
import { exportDocument } from './document-export.queries.ts';
import { loadCopy } from './document.log.ts';
import { activity, documentUpdate } from './document.tables.ts';
import { getDocument } from './document.queries.ts';
import { getHistory } from './sitting.queries.ts';
import { writeSuggestion } from './suggestion.commands.ts';
import { listSuggestions, listSuggestionsById } from './suggestion.queries.ts';
import { suggestion } from './suggestion.tables.ts';

let database: OpenDatabase;
let server: CollaborationServer;
let context: TestContext;
let people: Record<'claire' | 'xabi' | 'evaluator' | 'neighbour', BuiltMember>;
let place: DocumentPlace;

type Person = keyof typeof people;
const as = (who: Person): Promise<TestContext> => seenBy(context, people[who]);

beforeAll(async () => {
	database = await openTestDatabase();
	const documents = openLiveDocuments(database.db);
	server = documents.server;
	context = buildContext({ db: database.db, live: documents.live });
	await openSpaces(context, '64', '40');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.college, 'ars'));
	const ars = bodies.find(({ regionCode }) => regionCode === '75')!.name;
	people = {
		claire: await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' }),
		xabi: await buildMember(context, { role: 'elected', departmentCode: '64', displayName: 'Xabi Garat' }),
		evaluator: await buildMember(context, { role: 'ars', regionCode: '75', organisationName: ars }),
		neighbour: await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
	};
});
afterAll(async () => {
	await server.close();
	await database.close();
});
beforeEach(async () => {
	context.clock = new Date(context.clock.getTime() + 60_000);
	const { id } = await createDocument(await as('claire'), '64', { kind: 'note', title: 'Essai' });
	place = { departmentCode: '64', documentId: id };
	await edit((content) => {
		content.delete(0, content.length);
		content.push([paragraph('Les médecins partent bientôt.'), paragraph('Trois cabinets fermeront.')]);
	});
	context.published.length = 0;
});

function paragraph(text: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

/** Somebody types, through the co-editing server. */
async function edit(change: (content: Y.XmlFragment) => void): Promise<void> {
	const own = await loadCopy(database.db, place.documentId);
	const before = Y.encodeStateVector(own);
	own.transact(() => change(contentOf(own)));
	const update = Y.encodeStateAsUpdate(own, before);
	own.destroy();
	await server.appendFromServer({ documentId: place.documentId, update, accountId: people.xabi.id });
}

const typeIn = (block: number, at: number, words: string): Promise<void> =>
	edit((content) => ((content.get(block) as Y.XmlElement).get(0) as Y.XmlText).insert(at, words));

async function text(): Promise<string[]> {
	const copy = await loadCopy(database.db, place.documentId);
	const lines = contentOf(copy)
		.toArray()
		.map((block) => plainText(block as Y.XmlElement));
	copy.destroy();
	return lines;
}

/** What a page sends for words that somebody has selected. */
async function proposal(words: string, proposed: string, reason = ''): Promise<object> {
	const copy = await loadCopy(database.db, place.documentId);
	const flat = readFlatText(contentOf(copy));
	const piece = flat.pieces.find(({ start, length }) =>
		flat.characters.slice(start, start + length).includes(words),
	)!;
	const from = flat.characters.slice(piece.start).indexOf(words);
	const placed = placeAt(flat, { piece, from, to: from + words.length });
	copy.destroy();
	if (typeof placed === 'string') throw new Error(placed);
	return { do: 'propose', anchor: encodeAnchor(placed.anchor), at: placed.at, proposed, reason };
}

const write = async (who: Person, input: object): Promise<DecidedSuggestion[] | { id: string }> =>
	writeSuggestion(await as(who), place, writeSuggestionInput.parse(input));
async function propose(who: Person, words: string, proposed: string, reason = ''): Promise<string> {
	const made = await write(who, await proposal(words, proposed, reason));
	return (made as { id: string }).id;
}
const read = async (who: Person): Promise<TextSuggestion[]> =>
	(await listSuggestions(await as(who), place)).filter(isTextSuggestion);
const one = async (id: string): Promise<TextSuggestion> =>
	(await read('evaluator')).find((found) => found.id === id)!;

/** Everything these commands may write. */
async function everything(): Promise<string> {
	const { db } = context;
	return JSON.stringify([
		await db.select().from(suggestion),
		await db.select().from(documentUpdate),
		await db.select().from(activity),
		await db.select().from(auditEvent),
	]);
}

describe('a suggestion', () => {
	test('is told to whoever reads the document, with its author, and changes nothing of the text', async () => {
		const before = await text();
		const id = await propose('claire', 'médecins', 'généralistes', 'Seuls eux partent.');
		expect(await text()).toEqual(before);
		expect(context.published).toEqual([{ type: 'comments-changed', documentId: place.documentId }]);
		const told = await one(id);
		expect(told).toMatchObject({
			kind: 'replacement',
			quote: 'médecins',
			proposed: 'généralistes',
			reason: 'Seuls eux partent.',
			authorName: 'Claire Dufau',
			state: 'open',
			isOwn: false,
		});
		expect(told.organisation).not.toBe('');
		expect((await read('claire'))[0]).toMatchObject({ isOwn: true });
		expect(await listSuggestionsById(await as('xabi'), place.documentId)).toHaveLength(1);
	});

	test('is accepted as an edit of who accepts, and leaves its trace', async () => {
		const id = await propose('claire', 'médecins', 'généralistes');
		await typeIn(0, 0, 'Ici, ');
		expect(await write('xabi', { do: 'accept', suggestionId: id })).toEqual([{ id, outcome: 'accepted' }]);
		expect(await text()).toEqual(['Ici, Les généralistes partent bientôt.', 'Trois cabinets fermeront.']);
		expect(await one(id)).toMatchObject({ state: 'accepted', decidedBy: 'Xabi Garat' });
		const [row] = await context.db.select().from(suggestion).where(eq(suggestion.id, id));
		const [logged] = (await context.db.select().from(documentUpdate)).filter(
			({ documentId, seq }) => documentId === place.documentId && seq === row!.appliedSeq,
		);
		expect(logged?.accountId).toBe(people.xabi.id);
		const history = await getHistory(
			await as('claire'),
			await getDocument(await as('claire'), '64', place.documentId),
		);
		expect(history.sittings.find(({ proposedBy }) => proposedBy.length > 0)).toMatchObject({
			by: { name: 'Xabi Garat' },
			proposedBy: ['Claire Dufau'],
		});
		const events = (await context.db.select().from(auditEvent)).filter(({ subjectId }) => subjectId === id);
		expect(events.map(({ action }) => action)).toEqual(['suggestion.make', 'suggestion.accept']);
		expect(JSON.stringify(events)).not.toContain('généralistes');
		expect(await findAuditFault(context.db, '64')).toBeNull();
		const { entries } = await listActivity(await as('claire'), '64', context.clock);
		expect(entries.map(({ verb }) => verb)).toEqual(
			expect.arrayContaining(['suggestion-made', 'suggestion-accepted']),
		);
	});

	test('adds words between two, or takes some out', async () => {
		const base = (await proposal('partent', 'x')) as { anchor: string };
		const added = await write('claire', { ...base, do: 'propose', at: 7, proposed: ' tous', reason: '' });
		const taken = await propose('xabi', ' fermeront', '');
		expect((await read('claire')).map(({ kind }) => kind).sort()).toEqual(['deletion', 'insertion']);
		const ids = [(added as { id: string }).id, taken];
		expect(await write('claire', { do: 'accept-all', ids })).toEqual([
			{ id: ids[0], outcome: 'accepted' },
			{ id: ids[1], outcome: 'accepted' },
		]);
		expect(await text()).toEqual(['Les médecins partent tous bientôt.', 'Trois cabinets.']);
	});

	test('whose words have changed is refused with a sentence, and nothing is written', async () => {
		const id = await propose('claire', 'médecins', 'généralistes');
		await typeIn(0, 8, 'XX');
		const before = await everything();
		await expect(write('xabi', { do: 'accept', suggestionId: id })).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining('Le passage a changé depuis') as string,
		});
		expect(await everything()).toBe(before);
		expect((await one(id)).state).toBe('open');
	});

	test('is refused with a sentence, or withdrawn by its author; once decided it is decided', async () => {
		const refused = await propose('claire', 'médecins', 'généralistes');
		const withdrawn = await propose('claire', 'Trois', 'Quatre');
		const before = await text();
		await write('xabi', { do: 'refuse', suggestionId: refused, sentence: 'Tous sont concernés.' });
		await write('claire', { do: 'withdraw', suggestionId: withdrawn });
		expect(await one(refused)).toMatchObject({ state: 'refused', refusal: 'Tous sont concernés.' });
		expect(await one(withdrawn)).toMatchObject({ state: 'withdrawn', decidedBy: 'Claire Dufau' });
		for (const suggestionId of [refused, withdrawn]) {
			for (const input of [
				{ do: 'accept', suggestionId },
				{ do: 'refuse', suggestionId, sentence: '' },
				{ do: 'withdraw', suggestionId },
			])
				await expect(write('claire', input)).rejects.toMatchObject({ code: 'conflict' });
		}
		expect(await text()).toEqual(before);
	});

	test('accepted by two at once is written once', async () => {
		const id = await propose('claire', 'médecins', 'généralistes');
		const accept = () => write('xabi', { do: 'accept', suggestionId: id });
		const done = await Promise.allSettled([accept(), accept(), accept()]);
		expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect((await text())[0]).toBe('Les généralistes partent bientôt.');
	});

	test('left claimed by a process that died can be decided a little later', async () => {
		const id = await propose('claire', 'médecins', 'généralistes');
		const claimedUntil = new Date(context.clock.getTime() + 30_000);
		await context.db.update(suggestion).set({ claimedUntil }).where(eq(suggestion.id, id));
		await expect(write('xabi', { do: 'accept', suggestionId: id })).rejects.toMatchObject({
			code: 'conflict',
		});
		context.clock = new Date(context.clock.getTime() + 31_000);
		await write('xabi', { do: 'accept', suggestionId: id });
		expect((await one(id)).state).toBe('accepted');
	});
});

test('all are accepted from the end backwards, and each is told what became of it', async () => {
	const ids = [
		await propose('claire', 'médecins', 'généralistes'),
		await propose('xabi', 'Les médecins', 'Ceux'),
		await propose('claire', 'Trois cabinets', 'Dix'),
	];
	await write('claire', { do: 'withdraw', suggestionId: ids[2]! });
	const last = await propose('xabi', 'fermeront', 'ouvriront');
	const outcomes = (await write('claire', {
		do: 'accept-all',
		ids: [...ids, last, newId()],
	})) as DecidedSuggestion[];
	expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'changed', 'decided', 'accepted']);
	expect(await text()).toEqual(['Les généralistes partent bientôt.', 'Trois cabinets ouvriront.']);
	const rest = await write('claire', { do: 'refuse-all', ids, sentence: '' });
	expect((rest as DecidedSuggestion[]).map(({ outcome }) => outcome)).toEqual([
		'decided',
		'refused',
		'decided',
	]);
});

test('files taken away are the same, byte for byte, with and without open suggestions', async () => {
	const exported = async (): Promise<string[]> => {
		const files: string[] = [];
		for (const format of EXPORT_FORMATS) {
			const { bytes } = await exportDocument(await as('claire'), place.documentId, { format });
			files.push(Buffer.from(await bytes).toString('base64'));
		}
		return files;
	};
	// Some formats write the instant at which the file was made.
	vi.useFakeTimers({ toFake: ['Date'], now: context.clock });
	onTestFinished(() => void vi.useRealTimers());
	const before = await exported();
	await propose('claire', 'médecins', 'généralistes');
	await propose('xabi', 'Trois ', '');
	expect(await exported()).toEqual(before);
});

describe('rights and bounds', () => {
	test('an evaluator reads and decides nothing; elsewhere there is nothing', async () => {
		const suggestionId = await propose('claire', 'médecins', 'généralistes');
		const made = await proposal('Trois', 'Quatre');
		const inputs = [
			made,
			{ do: 'accept', suggestionId },
			{ do: 'refuse', suggestionId, sentence: '' },
			{ do: 'withdraw', suggestionId },
			{ do: 'accept-all', ids: [suggestionId] },
			{ do: 'refuse-all', ids: [suggestionId], sentence: '' },
		];
		expect(await read('evaluator')).toHaveLength(1);
		const before = await everything();
		context.published.length = 0;
		for (const who of ['evaluator', 'neighbour'] as const)
			for (const input of inputs)
				await expect(write(who, input)).rejects.toMatchObject({ code: 'not-found' });
		await expect(read('neighbour')).rejects.toMatchObject({ code: 'not-found' });
		await expect(write('xabi', { do: 'withdraw', suggestionId })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await everything()).toBe(before);
		expect(context.published).toEqual([]);
	});

	test('one of another document is not found from this one', async () => {
		const suggestionId = await propose('claire', 'médecins', 'généralistes');
		const { id } = await createDocument(await as('claire'), '64', { kind: 'note', title: 'Autre' });
		place = { departmentCode: '64', documentId: id };
		await expect(write('claire', { do: 'accept', suggestionId })).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await write('claire', { do: 'accept-all', ids: [suggestionId] })).toEqual([]);
	});

	test('what is frozen takes none and decides none, and shows those there are', async () => {
		const suggestionId = await propose('claire', 'médecins', 'généralistes');
		const made = await proposal('Trois', 'Quatre');
		await changeDocumentState(await as('claire'), place, { state: 'archived' });
		for (const input of [made, { do: 'accept', suggestionId }, { do: 'withdraw', suggestionId }])
			await expect(write('claire', input)).rejects.toMatchObject({ code: 'not-found' });
		expect(await read('claire')).toHaveLength(1);
	});

	test('what changes nothing is refused, and more than can be read', async () => {
		const same = await proposal('médecins', 'médecins');
		await expect(write('claire', same)).rejects.toMatchObject({ code: 'invalid-input' });
		const id = await propose('claire', 'médecins', 'a\n b\u0000');
		expect((await one(id)).proposed).toBe('a b');
		const [row] = await context.db.select().from(suggestion).where(eq(suggestion.id, id));
		const many = Array.from({ length: OPEN_AT_MOST - 1 }, () => ({ ...row!, id: newId() }));
		await context.db.insert(suggestion).values(many);
		const more = await proposal('Trois', 'Quatre');
		await expect(write('xabi', more)).rejects.toMatchObject({ code: 'conflict' });
	});
});
