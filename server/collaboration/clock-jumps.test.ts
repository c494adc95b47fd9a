import { describe, expect, it } from 'vitest';
import { isFinalClose } from '#lib/collaboration/close-codes.ts';
import { buildServer } from './testing/harness.ts';

const HOUR = 3_600_000;
const JUMPS = [HOUR, -HOUR, 60_000, -60_000];

describe('a server whose clock is set', () => {
	it.each(JUMPS)('LINE-6 (F28) by %i ms: nobody is cut, and everybody goes on', async (by) => {
		const { enter, clock, server } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		await clock.advance(5_000);
		clock.jump(by);
		await clock.advance(3_000);
		anne.type('après ');
		bob.type('le saut');
		await clock.advance(1_000);
		expect([anne.closed, bob.closed]).toEqual([null, null]);
		expect([anne.saved, bob.saved].every((count) => (count ?? 0) > 0)).toBe(true);
		expect(anne.text()).toBe(bob.text());
		await clock.advance(120_000);
		expect(server.stats().connections).toBe(2);
	});

	it.each(JUMPS)(
		'LINE-6 by %i ms, a frame in the same second is taken, or the line is closed to be retried',
		async (by) => {
			const { enter, clock, stored } = buildServer();
			const anne = await enter('anne');
			clock.jump(by);
			anne.type('tout de suite');
			await clock.advance(2_000);
			if (anne.closed) expect(isFinalClose(anne.closed.code)).toBe(false);
			else expect((await stored()).getText('content').toString()).toBe('tout de suite');
			const again = await enter('anne', { doc: anne.doc });
			await clock.advance(2_000);
			expect(again.closed).toBeNull();
			expect((await stored()).getText('content').toString()).toBe('tout de suite');
		},
	);

	it.each(JUMPS)(
		'LINE-6 AUTH-4 by %i ms: a right that ended is not kept beyond 30 s, though nobody says it ended',
		async (by) => {
			const { enter, clock, authorizer, fingerprint } = buildServer();
			const anne = await enter('anne');
			await clock.advance(1_000);
			authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
			clock.jump(by);
			await clock.advance(30_000);
			expect(anne.closed).not.toBeNull();
			const before = await fingerprint();
			anne.type('trop tard');
			await clock.advance(5_000);
			expect(await fingerprint()).toBe(before);
		},
	);

	it.each(JUMPS)('LINE-6 LIM-2 by %i ms: gives no allowance beyond the burst', async (by) => {
		const { enter, clock } = buildServer({ UPDATES_BURST: 10, UPDATES_PER_SECOND: 1 });
		const anne = await enter('anne');
		await clock.advance(5_000);
		clock.jump(by);
		for (let index = 0; index < 12; index += 1) anne.type('x');
		await clock.settle();
		expect(anne.closed).not.toBeNull();
	});

	it.each(JUMPS)('LINE-6 PRES-4 by %i ms: a socket that answers no ping is still found out', async (by) => {
		const { enter, clock, server } = buildServer();
		const dead = await enter('anne');
		dead.answersPings = false;
		clock.jump(by);
		await clock.advance(60_000);
		expect([dead.closed !== null, dead.terminated]).toEqual([true, true]);
		expect(server.stats().connections).toBe(0);
	});

	it.each(JUMPS)(
		'LINE-6 LIM-4 by %i ms: an authorization that never comes is not awaited for ever',
		async (by) => {
			const { connect, clock, authorizer } = buildServer();
			authorizer.authorize = () => new Promise(() => {});
			const anne = connect('anne');
			await clock.settle();
			clock.jump(by);
			await clock.advance(8_000);
			expect(anne.closed).not.toBeNull();
		},
	);

	it('LINE-6 a process that was held for a minute reads rights again before anything else, and cuts nobody', async () => {
		const { enter, clock, authorizer } = buildServer();
		const anne = await enter('anne');
		await clock.advance(1_500);
		const asked = authorizer.askedAgain;
		clock.jump(60_000);
		await clock.advance(1_000);
		expect(authorizer.askedAgain).toBe(asked + 1);
		expect(anne.closed).toBeNull();
	});
});
