import { expect, test } from 'vitest';
import { afterSilence, hasEnded, JOB_ATTEMPTS, JOB_STATES, percentOf } from './job.rules.ts';

test('three states are ends', () => {
	expect(JOB_STATES.filter(hasEnded)).toEqual(['done', 'failed', 'cancelled']);
});

test.each([
	[{ state: 'running', done: 0, total: null }, null],
	[{ state: 'running', done: 0, total: 0 }, null],
	[{ state: 'running', done: 1, total: 3 }, 33],
	[{ state: 'running', done: 3, total: 3 }, 99],
	[{ state: 'done', done: 0, total: null }, 100],
] as const)('progress of %j is %j', (job, percent) => {
	expect(percentOf(job)).toBe(percent);
});

test('a job that several processes died of is given up', () => {
	expect(afterSilence({ isResumable: true, attempts: 1 })).toBe('queued');
	expect(afterSilence({ isResumable: true, attempts: JOB_ATTEMPTS })).toBe('failed');
	expect(afterSilence({ isResumable: false, attempts: 1 })).toBe('failed');
});
