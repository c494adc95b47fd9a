import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorOf,
	buildAdministrator,
	buildMember,
	buildPlaces,
	openCommittees,
	seenBy,
} from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { withReadsCounted } from '../../../../tests/support/reads.ts';
import type { OpenDatabase } from '../database/database.ts';
import { createCommittee } from './committee.commands.ts';
import { committee } from './committee.tables.ts';
import { authorizeInSpace } from './space.queries.ts';

let database: OpenDatabase;
let context: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(database.db);
	await openCommittees(context, '64', '40');
});
afterAll(() => database.close());

test('a request reads a space once, and judges each action on it by itself', async () => {
	const evaluator = await buildMember(context, { regionCode: '75', role: 'ars' });
	const counted = withReadsCounted(context.as(await actorOf(context, evaluator)));
	const read = (): Promise<unknown> => authorizeInSpace(counted.context, 'plan.read', '64');
	const [first] = await Promise.all([read(), read(), read()]);
	expect(first).toMatchObject({ departmentCode: '64', departmentName: 'Pyrénées-Atlantiques' });
	expect(await read()).toEqual(first);
	await expect(authorizeInSpace(counted.context, 'plan.write', '64')).rejects.toMatchObject({
		code: 'not-found',
	});
	expect(counted.readsOf(committee)).toBe(1);
	expect(await authorizeInSpace(counted.context, 'plan.read', '40')).toMatchObject({ departmentCode: '40' });
	expect(counted.readsOf(committee)).toBe(2);
});

test('somebody else is judged for themselves, and a committee that opens is found', async () => {
	const neighbour = await buildMember(context, { departmentCode: '40', role: 'facilitator' });
	const inside = await seenBy(context, neighbour);
	await expect(authorizeInSpace(inside, 'space.read', '64')).rejects.toMatchObject({ code: 'not-found' });
	const evaluator = await seenBy(context, await buildMember(context, { regionCode: '75', role: 'ars' }));
	const read = (): Promise<unknown> => authorizeInSpace(evaluator, 'space.read', '33');
	await expect(read()).rejects.toMatchObject({ code: 'not-found' });
	await createCommittee(await seenBy(context, await buildAdministrator(context)), { departmentCode: '33' });
	expect(await read()).toMatchObject({ departmentCode: '33' });
});

test('a read that failed is made again', async () => {
	const evaluator = await buildMember(context, { regionCode: '75', role: 'ars' });
	const { context: inside } = withReadsCounted(context.as(await actorOf(context, evaluator)));
	let isAway = true;
	const db = new Proxy(inside.db, {
		get: (target, key): unknown => {
			if (isAway) throw new Error('database away');
			return Reflect.get(target, key, target);
		},
	});
	const away = { ...inside, db };
	await expect(authorizeInSpace(away, 'space.read', '64')).rejects.toThrow('database away');
	isAway = false;
	expect(await authorizeInSpace(away, 'space.read', '64')).toMatchObject({ departmentCode: '64' });
});
