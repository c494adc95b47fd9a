import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildContext, openTestDatabase } from '../../../../tests/support/context.ts';
import { queueJob } from './job.commands.ts';
import { defineJobKind } from './job.kinds.ts';
import { createJobRunner } from './job.runner.ts';
import { job } from './job.tables.ts';

const kind = defineJobKind<Record<string, never>>({ name: 'test.none', isResumable: true, keptDays: 7 });

test('closed while it tidies, it waits for what it has begun and begins nothing more: the database closes next', async () => {
	const database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	await queueJob(context, kind, { input: {} });
	const begun = Promise.withResolvers<undefined>();
	const held = Promise.withResolvers<number>();
	const later: string[] = [];
	const faults: unknown[] = [];
	const runner = createJobRunner({
		...{ db: context.db, events: context.events, now: context.now, runner: 'one', alone: true },
		handlers: { [kind.name]: () => Promise.resolve({}) },
		purges: [
			() => {
				begun.resolve(undefined);
				return held.promise;
			},
			() => {
				later.push('purge');
				return Promise.resolve(0);
			},
		],
		contextOf: () => Promise.resolve(context),
		timers: {
			setTimeout: (run, milliseconds) => milliseconds === 0 && queueMicrotask(run),
			clearTimeout() {},
		},
		reportError: (error) => faults.push(error),
	});
	await begun.promise;
	const closed = runner.close().then(() => later.push('closed'));
	for (let turn = 0; turn < 3; turn += 1) await nextTurn();
	expect(later).toEqual([]);
	held.resolve(0);
	await closed;
	await runner.settle();
	expect(later).toEqual(['closed']);
	expect(await database.db.select({ state: job.state, attempts: job.attempts }).from(job)).toEqual([
		{ state: 'queued', attempts: 0 },
	]);
	await database.close();
	expect(faults).toEqual([]);
});
