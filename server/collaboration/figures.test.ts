import { describe, expect, it } from 'vitest';
import { buildServer } from './testing/harness.ts';
import { pair } from './testing/processes.ts';

describe('figures have changed', () => {
	it('FIG-1 the pages of texts of the space are told, readers too; programs are not', async () => {
		const { enter, server, clock, authorizer } = buildServer();
		authorizer.documentKind = 'diagnosis';
		const pages = [await enter('anne'), await enter('ars:read')];
		const program = await enter('anne', { schema: null });
		server.figuresChanged('64');
		server.figuresChanged('40');
		await clock.settle();
		expect(pages.map(({ figures }) => figures)).toEqual([1, 1]);
		expect(program.figures).toBe(0);
	});

	it('NEAR-9 the pages on another process are told too, and again once the bus is back', async () => {
		const { hub, a, b } = pair();
		b.authorizer.documentKind = 'diagnosis';
		const there = await b.enter('bob');
		a.server.figuresChanged('64');
		await b.clock.settle();
		expect(there.figures).toBe(1);
		hub.cut(b.bus);
		a.server.figuresChanged('64');
		await b.clock.settle();
		expect(there.figures).toBe(1);
		hub.heal(b.bus);
		await b.clock.settle();
		expect(there.figures).toBeGreaterThan(1);
	});
});
