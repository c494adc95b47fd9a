import { expect, test } from 'vitest';
import { reportHealth } from './health.ts';

const health = (ping: () => Promise<void>) => ({ runtime: 'r', version: '1', ping });

test('a database that answers is well', async () => {
	const report = await reportHealth(health(() => Promise.resolve()));
	expect(report).toEqual({ status: 'ok', runtime: 'r', version: '1' });
});

test('a database that refuses is not', async () => {
	const report = await reportHealth(health(() => Promise.reject(new Error('refused'))));
	expect(report).toEqual({ status: 'unavailable', runtime: 'r', version: '1' });
});

test('a database that never answers is not waited for', async () => {
	const report = await reportHealth(
		health(() => new Promise(() => {})),
		1,
	);
	expect(report.status).toBe('unavailable');
});
