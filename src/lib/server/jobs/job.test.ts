import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { notFound } from '#lib/errors.ts';
import { JOB_SILENCE_MS } from '#lib/jobs/job.rules.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { buildActor } from '../../../../tests/support/spaces.ts';
import { openPostgres, type OpenDatabase } from '../database/database.ts';
import { queueJob, recoverJobs, stopJob, writeJobFile } from './job.commands.ts';
import {
	defineJobKind,
	type JobHandler,
	type JobHandlers,
	type JobLetters,
	type JobRun,
} from './job.kinds.ts';
import { findJob, progressOf, readJobFile, type Job } from './job.queries.ts';
import { createJobRunner, type JobRunner, type JobRunnerOptions } from './job.runner.ts';
import { job, jobFile } from './job.tables.ts';

const counting = defineJobKind<{ upTo: number }>({ name: 'test.count', isResumable: true, keptDays: 7 });
const once = defineJobKind<{ upTo: number }>({ name: 'test.once', isResumable: false, keptDays: 7 });

let postgres: RunningPostgres;
beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const OPENERS = {
	embedded: openTestDatabase,
	postgres: async () => openPostgres(await postgres.createDatabase(), 'drizzle/migrations'),
};

describe.each(['embedded', 'postgres'] as const)('jobs, %s', (kind) => {
	let database: OpenDatabase;
	let context: TestContext;
	let runners: JobRunner[];
	let faults: unknown[];
	let attempts: unknown[];

	beforeAll(async () => {
		database = await OPENERS[kind]();
	});
	afterAll(() => database.close());
	beforeEach(async () => {
		await database.db.delete(job);
		context = buildContext({ db: database.db });
		runners = [];
		faults = [];
		attempts = [];
	});
	afterEach(() => Promise.all(runners.map((runner) => runner.close())));

	/** A runner of one process; its timers never ring, so that nothing happens but what a test asks for. */
	function start(
		name: string,
		handlers: JobHandlers,
		{ alone = false, ...lanes }: Partial<Pick<JobRunnerOptions, 'alone' | 'longKinds' | 'letters'>> = {},
	): JobRunner {
		const made = createJobRunner({
			db: context.db,
			events: context.events,
			now: context.now,
			runner: name,
			alone,
			handlers,
			...lanes,
			purges: [],
			contextOf: () => Promise.resolve(context),
			timers: { setTimeout: () => null, clearTimeout: () => {} },
			reportError: (error) => faults.push(error),
			reportAttempt: (error) => attempts.push(error),
		});
		runners.push(made);
		return made;
	}
	const queue = (of = counting) => queueJob(context, of, { input: { upTo: 3 }, departmentCode: '64' });
	const read = async (id: string): Promise<Job> => {
		const [row] = await context.db.select().from(job).where(eq(job.id, id));
		if (row === undefined) throw new Error('no such job');
		return row;
	};
	const count: JobHandler<{ upTo: number }> = async ({ input, progress }) => {
		for (let at = 1; at <= input.upTo; at += 1) await progress(at, input.upTo);
		return { report: { counted: input.upTo }, result: 'out' };
	};

	test('each is done once, in the order asked, and leaves its report', async () => {
		const order: string[] = [];
		const noting: JobHandler<{ upTo: number }> = async (run) => {
			order.push(run.job.id);
			return count(run);
		};
		const asked = [await queue(), await queue(), await queue()];
		const [one, other] = [
			start('one', { [counting.name]: noting }),
			start('other', { [counting.name]: noting }),
		];
		await Promise.all([one.settle(), other.settle()]);
		expect([...order].sort()).toEqual([...asked].sort());
		const first = await read(asked[0]!);
		expect(first).toMatchObject({ state: 'done', done: 3, total: 3, report: { counted: 3 }, result: 'out' });
		expect(await findJob(context.db, first.id, once.name)).toBeNull();
		expect(faults).toEqual([]);
	});

	test('one that waits is cancelled at once; one that runs, at its next progress', async () => {
		const waiting = await queue();
		expect(await stopJob(context.db, waiting, context.now())).toBe('cancelled');
		expect(progressOf(await read(waiting)).state).toBe('cancelled');
		const running = await queue();
		let tidied = 0;
		const stopping: JobHandler<{ upTo: number }> = async (run) => {
			try {
				await stopJob(context.db, run.job.id, context.now());
				return await count(run);
			} catch (error) {
				tidied += 1;
				throw error;
			}
		};
		await start('one', { [counting.name]: stopping }).settle();
		expect(progressOf(await read(running))).toMatchObject({ state: 'cancelled', isStopping: false });
		expect(tidied).toBe(1);
		expect(await stopJob(context.db, running, context.now())).toBeNull();
	});

	test('a failure is told in a sentence: its own, or ours when it is our fault', async () => {
		const refused = await queue();
		const broken = await queue(once);
		const handlers = {
			[counting.name]: () => Promise.reject(notFound()),
			[once.name]: () => Promise.reject(new Error('secret words')),
		};
		await start('one', handlers).settle();
		expect(await read(refused)).toMatchObject({ state: 'failed', faultCode: 'not-found' });
		const { faultCode, fault } = await read(broken);
		expect(faultCode).toBe('internal');
		expect(fault).not.toContain('secret');
		expect(faults).toHaveLength(1);
	});

	test('after its process died it is taken up again, or fails with a sentence when it cannot be', async () => {
		const resumed = await queue();
		const lost = await queue(once);
		await context.db
			.update(job)
			.set({ state: 'running', runner: 'dead', attempts: 1, seenAt: context.now() });
		const next = start('next', { [counting.name]: count as JobHandler, [once.name]: count as JobHandler });
		await next.settle();
		expect((await read(resumed)).state).toBe('running');
		context.clock = new Date(context.clock.getTime() + JOB_SILENCE_MS + 1);
		await next.settle();
		expect(await read(resumed)).toMatchObject({ state: 'done', attempts: 2, runner: 'next' });
		expect(await read(lost)).toMatchObject({ state: 'failed', faultCode: 'interrupted' });
		expect((await read(lost)).fault).toContain('Recommencez-la');
	});

	test('where no other process works, a predecessor is dead at once', async () => {
		const id = await queue();
		await context.db
			.update(job)
			.set({ state: 'running', runner: 'dead', attempts: 1, seenAt: context.now() });
		const by = { runner: 'next', now: context.now() };
		expect(await recoverJobs(context.db, { ...by, alone: false })).toBe(0);
		expect(await recoverJobs(context.db, { ...by, alone: true })).toBe(1);
		expect((await read(id)).state).toBe('queued');
	});

	test('a process that closes gives back what it had; the next one does it', async () => {
		const id = await queue();
		const closing: JobRunner = start('closing', {
			[counting.name]: async (run: JobRun<{ upTo: number }>) => {
				void closing.close();
				return count(run);
			},
		});
		await closing.settle();
		expect(await read(id)).toMatchObject({ state: 'queued', attempts: 0 });
		await start('next', { [counting.name]: count as JobHandler }).settle();
		expect((await read(id)).state).toBe('done');
	});

	test('a process that has lost a job writes nothing of it any more', async () => {
		const id = await queue();
		const usurped: JobHandler<{ upTo: number }> = async (run) => {
			await context.db.update(job).set({ runner: 'other' }).where(eq(job.id, id));
			return count(run);
		};
		await start('one', { [counting.name]: usurped as JobHandler }).settle();
		expect(await read(id)).toMatchObject({ state: 'running', runner: 'other', done: 0, report: null });
	});

	test('a queued job begins by the event of whoever queued it', async () => {
		const runner = start('one', { [counting.name]: count as JobHandler });
		const id = await queue();
		context.events.publish({ type: 'job-queued', jobId: id });
		await runner.settle();
		expect((await read(id)).state).toBe('done');
	});

	test('a job that the database ends for the sake of another is done again, and not for ever', async () => {
		const deadlock = new Error('Failed query', { cause: Object.assign(new Error('x'), { code: '40P01' }) });
		let begun = 0;
		const unlucky = (times: number): JobHandler<{ upTo: number }> => {
			begun = 0;
			return (run) => ((begun += 1) <= times ? Promise.reject(deadlock) : count(run));
		};
		const done = await queue();
		await start('one', { [counting.name]: unlucky(1) as JobHandler }).settle();
		expect(await read(done)).toMatchObject({ state: 'done', attempts: 1 });
		const always = await queue();
		await start('two', { [counting.name]: unlucky(Infinity) as JobHandler }).settle();
		expect(await read(always)).toMatchObject({ state: 'failed', faultCode: 'internal' });
		expect(begun).toBe(3);
		expect(attempts).toHaveLength(3);
		expect(faults).toEqual([deadlock]);
	});

	test('a short job does not wait for a long one, long ones wait for each other', async () => {
		const first = await queue();
		// Of two in one millisecond chance decides which is the first.
		context.clock = new Date(context.clock.getTime() + 1);
		const second = await queue();
		const short = await queue(once);
		const order: string[] = [];
		const opened = Promise.withResolvers<undefined>();
		const held: JobHandler<{ upTo: number }> = async (run) => {
			if (run.job.id === first) await opened.promise;
			order.push(run.job.id);
			return count(run);
		};
		const noting: JobHandler<{ upTo: number }> = async (run) => {
			order.push(run.job.id);
			const outcome = await count(run);
			opened.resolve(undefined);
			return outcome;
		};
		const handlers = { [counting.name]: held as JobHandler, [once.name]: noting as JobHandler };
		await start('one', handlers, { longKinds: [counting.name] }).settle();
		expect(order).toEqual([short, first, second]);
	});

	test('who asked for something long is written to when it ends, and nobody of what was quick or stopped', async () => {
		const actor = buildActor('01900000-0000-7000-8000-00000000000a', 'urps');
		context = context.as(actor);
		const letters: JobLetters = {
			[counting.name]: (_, { state, fault }) => Promise.resolve({ subject: state, text: fault ?? 'fait' }),
		};
		const ends: JobHandler<{ upTo: number }>[] = [
			count,
			async (run) => {
				context.clock = new Date(context.clock.getTime() + 61_000);
				return count(run);
			},
			() => {
				context.clock = new Date(context.clock.getTime() + 61_000);
				return Promise.reject(notFound());
			},
			async (run) => {
				context.clock = new Date(context.clock.getTime() + 61_000);
				await stopJob(context.db, run.job.id, context.now());
				return count(run);
			},
		];
		for (const handler of ends) {
			await context.db.delete(job);
			await queueJob(context.as({ kind: 'anonymous' }), counting, {
				input: { upTo: 3 },
				departmentCode: '64',
			});
			await start('one', { [counting.name]: handler as JobHandler }, { letters }).settle();
		}
		expect(context.mails).toMatchObject([
			{ subject: 'done', text: 'fait' },
			{ subject: 'failed', text: notFound().message },
		]);
	});

	test('its files come back as they were, and go with it when it has been kept long enough', async () => {
		const id = await queue();
		const bytes = new Uint8Array(700_000).map((_, at) => at % 251);
		expect(
			await writeJobFile(context.db, { jobId: id, name: 'in' }, [bytes.subarray(0, 9), bytes.subarray(9)]),
		).toBe(bytes.length);
		const parts: Uint8Array[] = [];
		for await (const part of readJobFile(context.db, id, 'in')) parts.push(part);
		expect(Buffer.concat(parts).equals(bytes)).toBe(true);
		const runner = start('one', { [counting.name]: count as JobHandler });
		await runner.settle();
		context.clock = new Date(context.clock.getTime() + 6 * 86_400_000);
		expect(await runner.purge()).toBe(0);
		context.clock = new Date(context.clock.getTime() + 2 * 86_400_000);
		expect(await runner.purge()).toBe(1);
		expect(await context.db.select().from(jobFile)).toEqual([]);
	});
});
