import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import * as Y from 'yjs';
import {
	isFieldSuggestion,
	type DecidedSuggestion,
	type FieldSuggestion,
} from '#lib/documents/suggestion.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { writeValueSuggestionInput } from '#lib/plan/action-suggestion.input.ts';
import { fits, SUGGESTIBLE_FIELDS } from '#lib/plan/action-suggestion.rules.ts';
import type { Action } from '#lib/plan/action.rules.ts';
import { readActions, setField } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openLiveDocuments } from '../../../../tests/support/live-documents.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { writeSuggestion } from '../documents/suggestion.commands.ts';
import { listSuggestionsById } from '../documents/suggestion.queries.ts';
import { suggestion } from '../documents/suggestion.tables.ts';
import { writeValueSuggestion } from './action-suggestion.commands.ts';

let database: OpenDatabase;
let server: CollaborationServer;
let context: TestContext;
let people: Record<'claire' | 'xabi' | 'evaluator' | 'neighbour', BuiltMember>;
let planId: string;
let actionId: string;

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
	planId = (await getDocumentByKind(await as('claire'), '64', 'plan')).id;
	await edit((doc) => {
		actionId = createAction(doc, { proposition: 5, title: 'Maison de santé', progress: 20 }, null);
	});
});
afterAll(async () => {
	await server.close();
	await database.close();
});

/** Somebody types in the plan, through the co-editing server. */
async function edit(change: (doc: Y.Doc) => void): Promise<void> {
	const own = await loadCopy(database.db, planId);
	const before = Y.encodeStateVector(own);
	own.transact(() => change(own));
	const update = Y.encodeStateAsUpdate(own, before);
	own.destroy();
	await server.appendFromServer({ documentId: planId, update, accountId: people.xabi.id });
}

async function action(): Promise<Action> {
	const copy = await loadCopy(database.db, planId);
	const found = readActions(copy).find(({ id }) => id === actionId)!;
	copy.destroy();
	return found;
}

const write = async (who: Person, input: object): Promise<DecidedSuggestion[] | { id: string }> =>
	writeValueSuggestion(await as(who), '64', writeValueSuggestionInput.parse(input));
async function propose(who: Person, field: string, to: unknown, reason = ''): Promise<string> {
	const made = await write(who, { do: 'propose', actionId, field, to, reason });
	return (made as { id: string }).id;
}
const read = async (who: Person): Promise<FieldSuggestion[]> =>
	(await listSuggestionsById(await as(who), planId)).filter(isFieldSuggestion);

test('another value is proposed with the one there is, and accepted while it still is', async () => {
	const id = await propose('claire', 'status', 'late', 'Le permis manque.');
	expect((await action()).status).toBe('proposed');
	expect((await read('evaluator')).find((one) => one.id === id)).toMatchObject({
		kind: 'value',
		actionId,
		field: 'status',
		from: 'proposed',
		to: 'late',
		reason: 'Le permis manque.',
	});
	await write('xabi', { do: 'accept', suggestionId: id });
	expect((await action()).status).toBe('late');
	expect((await read('claire')).find((one) => one.id === id)).toMatchObject({
		state: 'accepted',
		decidedBy: 'Xabi Garat',
	});
});

test('a value that has changed is kept, and the suggestion told so', async () => {
	const id = await propose('claire', 'progress', 80);
	await edit((doc) => setField(doc, { id: actionId, field: 'progress', value: 35 }, null));
	await expect(write('xabi', { do: 'accept', suggestionId: id })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('La valeur a changé depuis') as string,
	});
	expect((await action()).progress).toBe(35);
});

test('of two values for one field accepted at once, one is written', async () => {
	const ids = [await propose('claire', 'title', 'Une maison'), await propose('xabi', 'title', 'Un cabinet')];
	const outcomes = (await write('xabi', { do: 'accept-all', ids })) as DecidedSuggestion[];
	expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'changed']);
	expect(['Une maison', 'Un cabinet']).toContain((await action()).title);
});

test('every field takes what it can hold, and nothing else', () => {
	for (const field of SUGGESTIBLE_FIELDS) expect(fits(field, { n: 1 } as never)).toBe(false);
	expect([fits('progress', 101), fits('progress', null), fits('dueOn', '2027-02-30')]).toEqual([
		false,
		false,
		false,
	]);
	expect([fits('dueOn', null), fits('budgetCents', 100), fits('title', 'a\nb')]).toEqual([true, true, false]);
});

test('what is no action, no other value or no text of a document is refused', async () => {
	const elsewhere = { do: 'propose', actionId: newId(), field: 'title', to: 'x', reason: '' };
	await expect(write('claire', elsewhere)).rejects.toMatchObject({ code: 'not-found' });
	const { status } = await action();
	await expect(propose('claire', 'status', status)).rejects.toMatchObject({ code: 'invalid-input' });
	const id = await propose('claire', 'staffing', '1 ETP');
	const place = { departmentCode: '64', documentId: planId };
	const asWords = writeSuggestion(await as('xabi'), place, { do: 'accept', suggestionId: id });
	await expect(asWords).rejects.toMatchObject({ code: 'not-found' });
});

test('an evaluator decides nothing; elsewhere there is nothing', async () => {
	const suggestionId = await propose('claire', 'objective', 'Ouvrir en 2028');
	const before = JSON.stringify(await context.db.select().from(suggestion));
	for (const who of ['evaluator', 'neighbour'] as const) {
		await expect(propose(who, 'title', 'x')).rejects.toMatchObject({ code: 'not-found' });
		for (const input of [
			{ do: 'accept', suggestionId },
			{ do: 'refuse', suggestionId, sentence: '' },
			{ do: 'withdraw', suggestionId },
		])
			await expect(write(who, input)).rejects.toMatchObject({ code: 'not-found' });
	}
	await expect(read('neighbour')).rejects.toMatchObject({ code: 'not-found' });
	expect(JSON.stringify(await context.db.select().from(suggestion))).toBe(before);
	await write('xabi', { do: 'refuse', suggestionId, sentence: 'Pas avant 2029.' });
	expect((await action()).objective).toBe('');
});
