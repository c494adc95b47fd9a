import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import { defineIndicator } from '#lib/server/indicators/indicator.commands.ts';
import { job } from '#lib/server/jobs/job.tables.ts';
import { buildMember, seenBy } from '../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../tests/support/context.ts';
import { openSpaces } from '../tests/support/spaces.ts';
import { FakeClock } from './collaboration/testing/fake-clock.ts';
import { startIndicatorUpkeep } from './indicator-upkeep.ts';

let database: OpenDatabase;
let platform: TestContext;
const jobs = () => platform.db.select().from(job);

beforeAll(async () => {
	database = await openTestDatabase();
	platform = buildContext({ db: database.db });
	await openSpaces(platform, '64', '40');
	const urps = await seenBy(platform, await buildMember(platform, { role: 'urps', regionCode: '75' }));
	const definition = {
		...findCatalogueIndicator('I9.3')!.definition,
		computation: 'actions-on-time' as const,
	};
	await defineIndicator(urps, '64', { code: 'I9.3', basedOn: 1, definition });
});
afterAll(() => database.close());

test('changes are gathered into one job of the committee that computes something; a process that closes asks for nothing more', async () => {
	const clock = new FakeClock();
	const faults: unknown[] = [];
	const upkeep = startIndicatorUpkeep({ platform, clock, reportError: (error) => void faults.push(error) });
	// What the day asks for when a process starts.
	await vi.waitFor(async () => expect(await jobs()).toHaveLength(1));
	await platform.db.update(job).set({ state: 'done' }).where(eq(job.kind, 'indicators.compute'));
	for (const departmentCode of ['64', '40', '64'])
		platform.events.publish({ type: 'figures-changed', departmentCode });
	expect(await jobs()).toHaveLength(1);
	clock.advance(30_000);
	await vi.waitFor(async () => expect(await jobs()).toHaveLength(2));
	expect((await jobs()).map(({ departmentCode }) => departmentCode)).toEqual(['64', '64']);
	await upkeep.close();
	platform.events.publish({ type: 'figures-changed', departmentCode: '64' });
	clock.advance(3_600_000);
	expect(await jobs()).toHaveLength(2);
	expect(faults).toEqual([]);
});
