import { describe, expect, it } from 'vitest';
import { buildServer, DOCUMENT, OTHER_DOCUMENT } from './testing/harness.ts';
import { pair } from './testing/processes.ts';

describe('comments have changed', () => {
	it('COM-1 every page of the document is told, readers too; programs and other documents are not', async () => {
		const { enter, server, clock } = buildServer();
		const pages = [await enter('anne'), await enter('bob'), await enter('ars:read')];
		const program = await enter('anne', { schema: null });
		const elsewhere = await enter('anne', { documentId: OTHER_DOCUMENT });
		server.commentsChanged(DOCUMENT);
		await clock.settle();
		expect(pages.map(({ comments }) => comments)).toEqual([1, 1, 1]);
		expect([program.comments, elsewhere.comments]).toEqual([0, 0]);
		expect([...pages, program].map(({ closed }) => closed)).toEqual([null, null, null, null]);
	});

	it('COM-1 a document that nobody has open costs nothing', async () => {
		const { server, clock } = buildServer();
		server.commentsChanged(DOCUMENT);
		await clock.settle();
		expect(server.stats()).toMatchObject({ rooms: 0 });
	});

	it('NEAR-8 the pages on another process are told too', async () => {
		const { a, b } = pair();
		const [here, there] = [await a.enter('anne'), await b.enter('bob')];
		a.server.commentsChanged(DOCUMENT);
		await b.clock.settle();
		expect([here.comments, there.comments]).toEqual([1, 1]);
	});

	it('NEAR-8 what the bus lost is told again when it is back', async () => {
		const { hub, a, b } = pair();
		const there = await b.enter('bob');
		hub.cut(b.bus);
		a.server.commentsChanged(DOCUMENT);
		await b.clock.settle();
		expect(there.comments).toBe(0);
		hub.heal(b.bus);
		await b.clock.settle();
		expect(there.comments).toBeGreaterThan(0);
	});
});
