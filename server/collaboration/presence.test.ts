import { describe, expect, it } from 'vitest';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { MESSAGE } from '#lib/collaboration/protocol.ts';
import { encodePresence } from './messages.ts';
import { buildServer, DOCUMENT, OTHER_DOCUMENT } from './testing/harness.ts';
import type { TestClient } from './testing/test-client.ts';

const seenBy = (viewer: TestClient, of: TestClient) => viewer.awareness.getStates().get(of.doc.clientID);

describe('presence', () => {
	it('PRES-1 (F21) shows who somebody is by their session, in a hundred ways of saying otherwise', async () => {
		const { enter, clock } = buildServer();
		const [anne, eve] = [await enter('anne'), await enter('eve')];
		anne.present({ cursor: 1 });
		await clock.settle();
		const lies: unknown[] = [
			{ user: { name: 'Anne', accountId: 'anne' } },
			{ user: 'anne' },
			{ user: null },
			{ user: [] },
			JSON.parse('{"user":{"name":"Anne"},"user":{"name":"Anne","accountId":"anne"}}'),
		];
		for (let i = 0; i < 100; i++) {
			const clock1 = i * 2 + 1;
			eve.present({ ...(lies[i % lies.length] as object), n: i }, { clock: clock1 });
			// In the victim's name, alone and beside her own.
			eve.present({ user: { name: 'Eve' } }, { clientId: anne.doc.clientID, clock: 1_000 + i });
			eve.say(
				encodePresence([
					{ clientId: anne.doc.clientID, clock: 2_000 + i, json: 'null' },
					{ clientId: eve.doc.clientID, clock: clock1 + 1, json: `{"user":{"name":"Anne"},"n":${i}}` },
					{ clientId: 123_456, clock: i, json: '{"user":{"name":"Ghost"}}' },
				]),
			);
			await clock.advance(150);
			expect(seenBy(anne, eve)).toEqual({
				n: i,
				user: expect.objectContaining({ name: 'Name of eve', accountId: 'eve' }),
			});
		}
		const carl = await enter('carl');
		expect(seenBy(carl, anne)).toMatchObject({ cursor: 1, user: { name: 'Name of anne' } });
		expect(carl.awareness.getStates().has(123_456)).toBe(false);
		expect(eve.closed).toBeNull();
	});

	it('PRES-1 refuses states with hostile keys, of another shape, or too large, and keeps the last good one', async () => {
		const { enter, clock } = buildServer();
		const [anne, eve] = [await enter('anne'), await enter('eve')];
		eve.present({ ok: 1 }, { clock: 1 });
		await clock.advance(200);
		const bad = [
			'{"__proto__":{"isAdmin":true}}',
			'{"a":{"constructor":1}}',
			'[]',
			'"x"',
			'{',
			'1',
			`{"x":"${'y'.repeat(5_000)}"}`,
		];
		for (const [i, json] of bad.entries())
			eve.say(encodePresence([{ clientId: eve.doc.clientID, clock: 10 + i, json }]));
		await clock.advance(200);
		expect(seenBy(anne, eve)).toMatchObject({ ok: 1 });
		expect(eve.closed).toBeNull();
	});

	it('PRES-1 closes on a message with too many entries or cut short', async () => {
		const { enter } = buildServer();
		const many = await enter('eve', { silent: true });
		many.say(
			encodePresence(Array.from({ length: 2_000 }, (_, i) => ({ clientId: i, clock: 1, json: '{}' }))),
		);
		expect(many.closed?.code).toBe(CLOSE.badFrame);
		const cut = await enter('eve', { silent: true });
		cut.say(new Uint8Array([1, 200, 1, 5]));
		expect(cut.closed?.code).toBe(CLOSE.badFrame);
	});

	it('PRES-2 lets the same account take over from a dead socket, and nobody else, even later', async () => {
		const { enter, clock } = buildServer();
		const viewer = await enter('viewer');
		const halfOpen = await enter('anne');
		halfOpen.present({ n: 1 }, { clock: 5 });
		await clock.advance(200);
		const back = await enter('anne', { doc: halfOpen.doc });
		back.present({ n: 2 }, { clock: 5 });
		await clock.advance(200);
		halfOpen.drop();
		await clock.advance(200);
		expect(seenBy(viewer, back)).toMatchObject({ n: 2 });
		back.drop();
		await clock.advance(200);
		expect(seenBy(viewer, back)).toBeUndefined();
		const thief = await enter('eve');
		thief.present({ n: 3 }, { clientId: back.doc.clientID, clock: 50 });
		await clock.advance(200);
		expect(seenBy(viewer, back)).toBeUndefined();
		const again = await enter('anne', { doc: back.doc });
		again.present({ n: 4 }, { clock: 5 });
		await clock.advance(200);
		expect(seenBy(viewer, again)).toMatchObject({ n: 4 });
	});

	it('PRES-3 folds a storm of moves into a few messages, and announces who leaves at once', async () => {
		const { enter, clock } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		const before = bob.count(MESSAGE.awareness);
		for (let i = 0; i < 500; i++) {
			anne.present({ n: i }, { clock: i + 1 });
			await clock.advance(2);
		}
		await clock.advance(200);
		expect(bob.count(MESSAGE.awareness) - before).toBeLessThanOrEqual(13);
		expect(seenBy(bob, anne)).toMatchObject({ n: 499 });
		expect(anne.closed).toBeNull();
		anne.drop();
		await clock.advance(50);
		expect(seenBy(bob, anne)).toBeUndefined();
	});

	it('PRES-4 says something to everyone at least every 20 s, and cuts who answers no ping', async () => {
		const { enter, clock, server } = buildServer();
		const [quiet, dead] = [await enter('anne'), await enter('bob')];
		dead.answersPings = false;
		for (let i = 0; i < 4; i++) {
			const heard = quiet.count(MESSAGE.awareness);
			await clock.advance(20_000);
			expect(quiet.count(MESSAGE.awareness)).toBeGreaterThan(heard);
		}
		expect(quiet.closed).toBeNull();
		expect(quiet.pings).toBeGreaterThan(2);
		expect(dead.terminated).toBe(true);
		expect(server.stats().connections).toBe(1);
	});

	it('PRES-1 tells who is in which document, once per person, and where', async () => {
		const { enter, clock, server } = buildServer();
		const anne = await enter('anne');
		await enter('anne');
		await enter('ars:read');
		await enter('bob', { documentId: OTHER_DOCUMENT });
		anne.present({ at: { section: 'besoins', field: 'x'.repeat(500), other: 1 } });
		await clock.settle();
		const people = server.peopleIn([DOCUMENT, OTHER_DOCUMENT, 'none']);
		expect(people.get(DOCUMENT)).toEqual([
			{ person: expect.objectContaining({ accountId: 'anne' }), access: 'write', at: { section: 'besoins' } },
			{ person: expect.objectContaining({ accountId: 'ars' }), access: 'read', at: null },
		]);
		expect(people.get(OTHER_DOCUMENT)).toHaveLength(1);
		expect(people.get('none')).toEqual([]);
	});
});
