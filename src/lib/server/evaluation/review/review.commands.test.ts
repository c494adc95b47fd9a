import { and, eq, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import type { ToldChange } from '#lib/evaluation/review/review.view.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../../tests/support/context.ts';
import { appendChange } from '../../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../../tests/support/spaces.ts';
import { organisation } from '../../committee/committee.tables.ts';
import { endMandate } from '../../committee/mandate.commands.ts';
import type { OpenDatabase } from '../../database/database.ts';
import * as schema from '../../database/schema.ts';
import { loadCopy } from '../../documents/document.log.ts';
import { document } from '../../documents/document.tables.ts';
import { createProjector } from '../../documents/projector.ts';
import { projectionsOf } from '../../documents/projection.ts';
import { textProjection } from '../../documents/text.projection.ts';
import { answerObjection, contestValue } from '../../indicators/indicator.commands.ts';
import { indicatorObjection, indicatorValue } from '../../indicators/indicator.tables.ts';
import { enterValues } from '../../indicators/value.commands.ts';
import { planProjection } from '../../plan/plan.projection.ts';
import { listChangesOn } from './changes.queries.ts';
import { closeReview, followChange, settleItem } from './review.commands.ts';
import { findReviewNotice } from './review-notice.queries.ts';
import { getReview, listOwnReviews } from './review.queries.ts';

const NO_DAYS = { since: '', until: '' };
const ANY_DAYS = { since: null, until: null };

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'anton' | 'maite' | 'evaluator' | 'colleague' | 'neighbour', BuiltMember>;
let actionId: string;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const at = (text: string): Date => (context.clock = new Date(text));

async function write(kind: 'plan' | 'diagnosis', when: string, change: (doc: Y.Doc) => void): Promise<void> {
	await commit(kind, when, change);
	const reportError = (error: unknown): never => {
		throw error;
	};
	const projections = projectionsOf({ text: textProjection, plan: planProjection });
	await createProjector({ db: context.db, now: context.now, projections, reportError }).catchUp();
}

/** Committed, and no more: the process ends before anything is told of it. */
async function commit(kind: 'plan' | 'diagnosis', when: string, change: (doc: Y.Doc) => void): Promise<void> {
	const [found] = await context.db
		.select()
		.from(document)
		.where(and(eq(document.departmentCode, '64'), eq(document.kind, kind)));
	const doc = await loadCopy(context.db, found!.id);
	const accountId = people.claire.id;
	await appendChange(context.db, { documentId: found!.id, doc, accountId, at: at(when), change });
}

const actionOf = (doc: Y.Doc) => doc.getMap('actions').get(actionId) as Y.Map<unknown>;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date('2026-01-05T09:00:00Z') });
	await openSpaces(context, '64', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = { regionCode: '75', organisationName: bodies[0]!.name };
	people = {
		claire: await buildMember(context, { role: 'facilitator', departmentCode: '64' }),
		anton: await buildMember(context, { role: 'member', departmentCode: '64' }),
		maite: await buildMember(context, { role: 'urps', ...regional }),
		evaluator: await buildMember(context, { role: 'ars', ...regional }),
		colleague: await buildMember(context, { role: 'ars', ...regional }),
		neighbour: await buildMember(context, { role: 'ars', regionCode: '76' }),
	};
	actionId = newId();
	await write('plan', '2026-02-01T10:00:00Z', (doc) => {
		const fields = {
			title: 'Ouvrir un guichet',
			proposition: 5,
			rank: 'V',
			status: 'on-track',
			dueOn: '2026-06-30',
		};
		doc.getMap('actions').set(actionId, new Y.Map(Object.entries(fields)));
	});
	await write('plan', '2026-05-02T10:00:00Z', (doc) => actionOf(doc).set('dueOn', '2026-09-15'));
	// A status entered before the due date came is not what made the action late.
	await write('plan', '2026-05-02T11:00:00Z', (doc) => actionOf(doc).set('status', 'at-risk'));
	await write('diagnosis', '2026-05-03T10:00:00Z', (doc) => {
		const paragraph = new Y.XmlElement('paragraph');
		paragraph.insert(0, [new Y.XmlText('Trois mots ajoutés')]);
		contentOf(doc).push([paragraph]);
	});
	at('2026-05-04T10:00:00Z');
	const entry = { period: '2026-T1', value: 12, state: 'validated', source: '', comment: '' } as const;
	await enterValues(await as('maite'), '64', [{ code: 'I5.2', ...entry, replaces: null }]);
	const [value] = await context.db.select().from(indicatorValue);
	const contested = { code: 'I5.2', valueId: value!.id, reason: 'À revoir' };
	at('2026-05-05T10:00:00Z');
	await contestValue(await as('anton'), '64', contested);
	const [objection] = await context.db.select().from(indicatorObjection);
	at('2026-05-06T10:00:00Z');
	await answerObjection(await as('maite'), '64', {
		...{ code: 'I5.2', objectionId: objection!.id, answer: 'Revu' },
	});
	at('2026-05-07T10:00:00Z');
	await endMandate(await as('claire'), { departmentCode: '64', mandateId: people.anton.mandateId });
	at('2026-10-01T10:00:00Z');
});
afterAll(() => database.close());

const named = (changes: readonly ToldChange[]) =>
	changes.map(({ rule, at: when, by }) => [rule, when?.slice(0, 10) ?? null, by.length]);

describe('what changed', () => {
	test('says who, by their organisation, and when', async () => {
		const { changes } = await listChangesOn(await as('evaluator'), '64', {
			...{ since: '2026-04-30', until: '2026-10-01' },
		});
		expect(named(changes)).toEqual([
			// Nobody did it: its day came.
			['action-late', '2026-09-15', 0],
			['due-put-back', '2026-05-02', 1],
			['judgement-changed', '2026-05-04', 1],
			['value-entered', '2026-05-04', 1],
			['objection-raised', '2026-05-05', 1],
			['objection-answered', '2026-05-06', 1],
			['engaging-text', '2026-05-03', 1],
			['member-left', '2026-05-07', 1],
		]);
		expect(changes.find(({ rule }) => rule === 'engaging-text')?.after).toBe('3 mots ajoutés, 0 mot retiré');
		expect(changes.find(({ rule }) => rule === 'due-put-back')).toMatchObject({
			...{ before: '30\u00a0juin 2026', after: '15\u00a0sept. 2026', proposition: 5 },
			subject: { kind: 'action', number: '5.1', name: 'Ouvrir un guichet' },
		});
		const [body] = await context.db
			.select()
			.from(organisation)
			.where(eq(organisation.id, people.claire.organisationId));
		expect(changes.find(({ rule }) => rule === 'due-put-back')?.by).toEqual([body!.name]);
	});

	test('is refused backwards, to come, before the space, and to whoever does not read it', async () => {
		const ask = async (who: keyof typeof people, since: string, until: string) =>
			listChangesOn(await as(who), '64', { since, until });
		await expect(ask('evaluator', '2026-05-02', '2026-05-01')).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(ask('evaluator', '2026-05-02', '2027-05-01')).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(ask('evaluator', '2020-05-02', '2026-05-01')).rejects.toMatchObject({ code: 'not-found' });
		await expect(ask('neighbour', '2026-05-01', '2026-05-02')).rejects.toMatchObject({ code: 'not-found' });
	});

	test('asks no more of the database for a hundred changes than for one', async () => {
		const ask = async (): Promise<{ changes: number; statements: number }> => {
			let statements = 0;
			const own = await as('evaluator');
			const db = new Proxy(own.db, {
				get(target, key) {
					if (key === 'select') statements += 1;
					const held: unknown = Reflect.get(target, key);
					return typeof held === 'function' ? (held.bind(target) as unknown) : held;
				},
			});
			const days = { since: '2026-05-01', until: '2026-10-01' };
			const { changes } = await listChangesOn({ ...own, db, now: context.now }, '64', days);
			return { changes: changes.length, statements };
		};
		const few = await ask();
		await write('plan', '2026-06-01T10:00:00Z', (doc) => {
			for (let index = 0; index < 100; index += 1) {
				const fields = { title: `Action ${index}`, proposition: 7, rank: `V${index}`, status: 'on-track' };
				doc.getMap('actions').set(newId(), new Y.Map(Object.entries(fields)));
			}
		});
		at('2026-10-01T10:00:00Z');
		const many = await ask();
		expect(many.changes).toBe(few.changes + 100);
		expect(many.statements).toBe(few.statements);
	});
});

/** Every table of the database, as text. */
async function everything(): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const table of Object.values(schema)) {
		if (!is(table, PgTable)) continue;
		found.set(getTableName(table), JSON.stringify(await context.db.select().from(table)));
	}
	return found;
}

const OWN = ['evaluation_item', 'evaluation_review'];

describe('a review of one’s own', () => {
	test('goes from the beginning, then from where the last one ended', async () => {
		const first = await getReview(await as('evaluator'), '64', ANY_DAYS);
		expect(first).toMatchObject({ from: 'opening', openedOn: '2026-01-05', since: { day: '2026-01-05' } });
		expect(first.figures).toMatchObject({ late: { before: 0, after: 1 }, added: 101 });
		await closeReview(await as('evaluator'), '64', { since: '', until: '2026-04-30', note: 'Printemps' });
		const next = await getReview(await as('evaluator'), '64', ANY_DAYS);
		expect(next).toMatchObject({
			from: 'review',
			since: { day: '2026-04-30' },
			until: { day: '2026-10-01' },
		});
		expect(next.reviews).toMatchObject([{ note: 'Printemps', closedAt: new Date('2026-10-01T10:00:00Z') }]);
		expect(next.moves).toMatchObject([{ id: actionId, before: 'on-track', after: 'late' }]);
		const chosen = await getReview(await as('evaluator'), '64', { since: '2026-05-02', until: '2026-05-04' });
		expect(chosen).toMatchObject({
			from: 'choice',
			since: { day: '2026-05-02' },
			until: { day: '2026-05-04' },
		});
		const outside = await getReview(await as('evaluator'), '64', {
			since: '2020-01-01',
			until: '2030-01-01',
		});
		expect(outside).toMatchObject({ isBroughtBack: true, since: { day: '2026-01-05' } });
	});

	test('and what one follows are read by nobody else', async () => {
		const own = await as('evaluator');
		const changeId = `action:${actionId}:dueOn`;
		await followChange(own, '64', { ...NO_DAYS, changeId, note: 'Demander pourquoi' });
		await followChange(own, '64', { ...NO_DAYS, changeId, note: 'Rappeler' });
		const { items } = await getReview(own, '64', ANY_DAYS);
		expect(items).toMatchObject([
			{
				...{ changeId, subjectName: '5.1 Ouvrir un guichet', note: 'Rappeler', now: 'En retard' },
				said: 'Échéance\u00a0: de «\u00a030\u00a0juin 2026\u00a0» à «\u00a015\u00a0sept. 2026\u00a0»',
			},
		]);
		for (const who of ['colleague', 'claire', 'maite'] as const) {
			const theirs = await getReview(await as(who), '64', ANY_DAYS);
			expect(theirs).toMatchObject({ items: [], reviews: [], from: 'opening' });
			await expect(settleItem(await as(who), '64', items[0]!.id)).rejects.toMatchObject({
				code: 'not-found',
			});
		}
		await settleItem(own, '64', items[0]!.id);
		expect((await getReview(own, '64', ANY_DAYS)).items).toEqual([]);
		await expect(settleItem(own, '64', items[0]!.id)).rejects.toMatchObject({ code: 'not-found' });
	});

	test('is counted on the home of whoever evaluates, or has closed one', async () => {
		const { changes } = await getReview(await as('evaluator'), '64', ANY_DAYS);
		const major = changes.filter(({ importance }) => importance === 'major').length;
		const notice = { since: '2026-04-30', count: changes.length, major };
		expect(await findReviewNotice(await as('evaluator'), '64')).toEqual(notice);
		expect(await findReviewNotice(await as('colleague'), '64')).toEqual({ since: null });
		expect(await findReviewNotice(await as('claire'), '64')).toBeNull();
		await expect(findReviewNotice(await as('neighbour'), '64')).rejects.toMatchObject({ code: 'not-found' });
	});

	test('changes nothing of the committee: every other table is the same, the log and its chain too', async () => {
		const before = await everything();
		const own = await as('evaluator');
		await followChange(own, '64', { ...NO_DAYS, changeId: `action:${actionId}:dueOn`, note: '' });
		const { items } = await getReview(own, '64', ANY_DAYS);
		await settleItem(own, '64', items[0]!.id);
		await closeReview(own, '64', { ...NO_DAYS, note: '' });
		const after = await everything();
		expect([...after.keys()]).toContain('audit_event');
		const changed = [...after].filter(([name, rows]) => rows !== before.get(name)).map(([name]) => name);
		expect(changed.sort()).toEqual(OWN);
	});

	test('cannot end where it begins, nor follow what is not there', async () => {
		const own = await as('evaluator');
		await expect(
			closeReview(own, '64', { since: '2026-05-02', until: '2026-05-02', note: '' }),
		).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(
			followChange(own, '64', { ...NO_DAYS, changeId: 'action:x:y', note: '' }),
		).rejects.toMatchObject({
			code: 'not-found',
		});
	});

	test('is closed by nobody who does not read the space, and leaves nothing', async () => {
		const kept = (await listOwnReviews(await as('evaluator'), '64')).length;
		for (const who of ['neighbour', 'anton'] as const) {
			const own = await as(who);
			await expect(closeReview(own, '64', { ...NO_DAYS, note: '' })).rejects.toMatchObject({
				code: 'not-found',
			});
			const follow = { ...NO_DAYS, changeId: `action:${actionId}:dueOn`, note: '' };
			await expect(followChange(own, '64', follow)).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await context.db.select().from(schema.evaluationReview)).toHaveLength(kept);
	});
});

test('a change that was committed and not told before the process ended has its author all the same', async () => {
	await commit('plan', '2026-10-02T10:00:00Z', (doc) => actionOf(doc).set('dueOn', '2026-12-20'));
	at('2026-10-03T10:00:00Z');
	const ask = async () =>
		(await listChangesOn(await as('evaluator'), '64', { since: '2026-10-01', until: '2026-10-02' })).changes;
	const changes = await ask();
	expect(named(changes)).toContainEqual(['due-put-back', '2026-10-02', 1]);
	// Told later by whoever comes after, it reads the same.
	await write('plan', '2026-10-03T11:00:00Z', (doc) => actionOf(doc).set('rank', 'W'));
	expect(await ask()).toEqual(changes);
});
