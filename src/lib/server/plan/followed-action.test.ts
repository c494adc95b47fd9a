import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange } from '../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { grant, organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { createProjector } from '../documents/projector.ts';
import { projectionsOf } from '../documents/projection.ts';
import { textProjection } from '../documents/text.projection.ts';
import { followAction } from './followed-action.commands.ts';
import { followedAction } from './followed-action.tables.ts';
import { listOwnActions } from './own-actions.queries.ts';
import { planProjection } from './plan.projection.ts';
import { getPlanPage } from './plan.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let evaluator: BuiltMember;
let neighbour: BuiltMember;
let actionId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	const { db, now } = context;
	await openSpaces(context, '64', '40');
	const bodies = await db.select().from(organisation).where(eq(organisation.college, 'ars'));
	const organisationName = bodies.find(({ regionCode }) => regionCode === '75')!.name;
	const claire = await buildMember(context, { role: 'member', departmentCode: '64' });
	evaluator = await buildMember(context, { role: 'ars', regionCode: '75', organisationName });
	neighbour = await buildMember(context, { role: 'facilitator', departmentCode: '40' });
	const documentId = (await getDocumentByKind(await seenBy(context, claire), '64', 'plan')).id;
	const doc = await loadCopy(db, documentId);
	const change = (): void => {
		actionId = createAction(doc, { proposition: 5, title: 'Rencontrer les médecins' }, null);
	};
	await appendChange(db, { documentId, doc, accountId: claire.id, at: now(), change });
	const reportError = (error: unknown): never => {
		throw error;
	};
	const projections = projectionsOf({ text: textProjection, plan: planProjection });
	await createProjector({ db, now, projections, reportError }).catchUp();
});
afterAll(() => database.close());

const follow = async (who: BuiltMember, follows: boolean, id = actionId): Promise<void> =>
	followAction(await seenBy(context, who), '64', { actionId: id, follows });
const own = async (who: BuiltMember) => listOwnActions(await seenBy(context, who));

test('whoever reads the plan follows an action, and finds it among theirs with what changed', async () => {
	expect(await own(evaluator)).toEqual([]);
	await follow(evaluator, true);
	await follow(evaluator, true);
	expect(await own(evaluator)).toMatchObject([
		{ id: actionId, relation: 'follower', changed: { personName: expect.any(String) as string } },
	]);
	expect((await getPlanPage(await seenBy(context, evaluator), '64')).followedIds).toEqual([actionId]);
	await follow(evaluator, false);
	expect(await own(evaluator)).toEqual([]);
});

test('an action that is not in the plan, or not open to somebody, is followed by nobody', async () => {
	await expect(follow(evaluator, true, newId())).rejects.toMatchObject({ code: 'not-found' });
	await expect(follow(neighbour, true)).rejects.toMatchObject({ code: 'not-found' });
	await expect(follow(neighbour, false)).rejects.toMatchObject({ code: 'not-found' });
	expect(await context.db.select().from(followedAction)).toEqual([]);
});

test('a right that ends takes away what was followed by it', async () => {
	await follow(evaluator, true);
	await context.db
		.update(grant)
		.set({ revokedAt: context.now() })
		.where(eq(grant.mandateId, evaluator.mandateId));
	expect(await own(evaluator)).toEqual([]);
});
