import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readActions } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { originInWords, readOrigin } from '#lib/plan/origin.rules.ts';
import { copyOf } from '#lib/plan/shared-plan.rules.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange } from '../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { adoptVersion } from '../documents/version.commands.ts';
import { refreshSharedPlans, searchSharedActions, setPlanSharing } from './shared-plan.commands.ts';
import { findSharedActions, getPlanSharing } from './shared-plan.queries.ts';
import { sharedPlan } from './shared-plan.tables.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'sabine' | 'vincent' | 'claire' | 'evaluator', BuiltMember>;
let planId: string;

type Person = keyof typeof people;
const as = (who: Person): Promise<TestContext> => seenBy(context, people[who]);
const titles = async (q = '', who: Person = 'claire'): Promise<string[]> => {
	await refreshSharedPlans(context);
	return (await findSharedActions(await as(who), '64', q)).map(({ title }) => title);
};

async function write(work: (doc: Y.Doc) => void): Promise<void> {
	const doc = await loadCopy(context.db, planId);
	const { id: accountId } = people.vincent;
	await appendChange(context.db, { documentId: planId, doc, accountId, at: context.now(), change: work });
}

const adopt = async (name: string): Promise<void> => {
	context.clock = new Date(context.clock.getTime() + 60_000);
	const place = { departmentCode: '40', documentId: planId };
	await adoptVersion(await as('sabine'), place, { name, then: 'continue' });
};

const share = async (shares: boolean): Promise<void> => setPlanSharing(await as('sabine'), '40', { shares });

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.college, 'ars'));
	people = {
		sabine: await buildMember(context, { role: 'facilitator', departmentCode: '40' }),
		vincent: await buildMember(context, { role: 'member', departmentCode: '40' }),
		claire: await buildMember(context, { role: 'member', departmentCode: '64' }),
		evaluator: await buildMember(context, {
			role: 'ars',
			regionCode: '75',
			organisationName: bodies.find(({ regionCode }) => regionCode === '75')!.name,
		}),
	};
	planId = (await getDocumentByKind(await as('sabine'), '40', 'plan')).id;
	await write((doc) => {
		createAction(
			doc,
			{
				proposition: 5,
				title: 'Loger les internes chez l’habitant',
				objective: 'Vingt logements',
				measure: 'P5.3',
				responsibleAccountId: people.vincent.id,
				leadOrganisationId: people.vincent.organisationId,
				communeCodes: ['40001'],
				budgetCents: 9_900,
				obstacles: 'Secret',
				description: ['Un premier paragraphe.', 'Un second.'],
				milestones: [{ title: 'Recenser', dueOn: '2027-01-01', done: true }],
			},
			null,
		);
	});
});
afterAll(() => database.close());

test('a plan is shared by its facilitator alone, off by default, and audited', async () => {
	expect(await getPlanSharing(await as('sabine'), '40')).toEqual({ shares: false });
	for (const who of ['vincent', 'claire', 'evaluator'] as const) {
		const inside = await as(who);
		await expect(setPlanSharing(inside, '40', { shares: true })).rejects.toMatchObject({ code: 'not-found' });
		await expect(getPlanSharing(inside, '40')).rejects.toMatchObject({ code: 'not-found' });
	}
	await share(true);
	await share(true);
	expect(await getPlanSharing(await as('sabine'), '40')).toEqual({ shares: true });
	const events = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'plan.share'));
	expect(events).toHaveLength(1);
	expect(await findAuditFault(context.db, '40')).toBeNull();
});

describe('what others find', () => {
	test('is nothing before a version is adopted, then that version and no draft', async () => {
		expect(await titles()).toEqual([]);
		await adopt('Plan 2026');
		await write((doc) => void createAction(doc, { proposition: 1, title: 'Brouillon' }, null));
		expect(await titles()).toEqual(['Loger les internes chez l’habitant']);
	});

	test.each(['interne', 'logement', 'habitants', 'LOGER'])('holds the word « %s »', async (q) => {
		expect(await titles(q)).toHaveLength(1);
	});

	test('says nothing of people, organisations, places, dates, money and obstacles', async () => {
		const found = JSON.stringify(await findSharedActions(await as('claire'), '64', ''));
		for (const hidden of [
			people.vincent.id,
			people.vincent.organisationId,
			'40001',
			'9900',
			'2027',
			'Secret',
		]) {
			expect(found).not.toContain(hidden);
		}
	});

	test('is for those who write in a plan, and never their own', async () => {
		await expect(findSharedActions(await as('evaluator'), '64', '')).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(findSharedActions(await as('claire'), '40', '')).rejects.toMatchObject({
			code: 'not-found',
		});
		expect(await findSharedActions(await as('vincent'), '40', '')).toEqual([]);
	});

	test('what has been adopted is read for whoever may look, and for nobody else', async () => {
		await adopt('Plan 2026 bis');
		const kept = () => context.db.select().from(sharedPlan);
		const before = await kept();
		for (const [who, code] of [
			['evaluator', '64'],
			['claire', '40'],
		] as const) {
			const found = searchSharedActions(await as(who), code, '');
			await expect(found).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await kept()).toEqual(before);
		const found = await searchSharedActions(await as('claire'), '64', '');
		expect(found.map(({ version }) => version)).toContain('Plan 2026 bis');
		expect(await kept()).not.toEqual(before);
	});

	test('follows the next adoption, and ends with the sharing', async () => {
		await adopt('Plan 2027');
		expect(await titles()).toEqual(['Brouillon', 'Loger les internes chez l’habitant']);
		await share(false);
		expect(await titles()).toEqual([]);
		await share(true);
		expect(await titles()).toHaveLength(2);
	});
});

test('a copy keeps its origin, and its milestones to be done', async () => {
	const [shared] = await findSharedActions(await as('claire'), '64', 'interne');
	const doc = new Y.Doc();
	createAction(doc, copyOf(shared!), null);
	const [copied] = readActions(doc);
	expect(copied).toMatchObject({
		title: 'Loger les internes chez l’habitant',
		objective: 'Vingt logements',
		measure: 'P5.3',
		responsibleAccountId: null,
		communeCodes: [],
		milestones: [{ title: 'Recenser', dueOn: null, done: false }],
		origin: { departmentCode: '40', departmentName: 'Landes', version: 'Plan 2027', number: '5.1' },
	});
	expect(originInWords(copied!.origin!)).toBe(
		'Action 5.1 du comité 40 Landes, plan adopté le 22/11/2026, version «\u00a0Plan 2027\u00a0»',
	);
});

test.each([
	null,
	'x',
	3,
	[],
	{},
	{ departmentCode: '999' },
	{ departmentCode: '40', number: '5.1', adoptedOn: 'x' },
])('%j is no origin', (value) => expect(readOrigin(value)).toBeNull());
