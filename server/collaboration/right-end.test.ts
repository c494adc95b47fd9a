import { expect, it } from 'vitest';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { buildServer } from './testing/harness.ts';

it.each([
	['no other goes on', { ok: false, reason: 'right-ended' }, CLOSE.rightEnded],
	['the session is over too', { ok: false, reason: 'signed-out' }, CLOSE.signedOut],
] as const)('AUTH-4 ends a right by itself at its time when %s', async (_name, answer, code) => {
	const { enter, authorizer, clock } = buildServer();
	authorizer.validUntil = clock.now() + 10_000;
	const anne = await enter('anne');
	await clock.advance(9_000);
	expect([anne.closed, authorizer.askedAgain]).toEqual([null, 0]);
	authorizer.changed.set('anne', answer);
	await clock.advance(2_000);
	expect(anne.closed?.code).toBe(code);
});

it('AUTH-4 keeps somebody whom another right lets in, and nothing of theirs is lost meanwhile', async () => {
	const { enter, authorizer, clock, stored } = buildServer();
	authorizer.validUntil = clock.now() + 10_000;
	const anne = await enter('anne');
	authorizer.validUntil = clock.now() + 60_000;
	await clock.advance(9_999);
	anne.type('avant, ');
	await clock.advance(2);
	anne.type('pendant, ');
	await clock.advance(2_000);
	anne.type('après');
	await clock.settle();
	expect([anne.closed, authorizer.askedAgain]).toEqual([null, 1]);
	expect((await stored()).getText('content').toString()).toBe('avant, pendant, après');
});

it('AUTH-4 brings back with the new access somebody whom another right lets read', async () => {
	const { enter, authorizer, clock } = buildServer();
	authorizer.validUntil = clock.now() + 3_000;
	const anne = await enter('anne');
	authorizer.validUntil = null;
	authorizer.changed.set('anne', authorizer.grant('anne', 'read'));
	await clock.advance(4_000);
	expect(anne.closed?.code).toBe(CLOSE.accessChanged);
	// The answer that let her in a moment ago is not used again.
	const back = await enter('anne');
	expect([back.access?.access, back.closed]).toEqual(['read', null]);
});

it('AUTH-4 uses a right past its time for no more than a moment, whatever the answers say', async () => {
	const { enter, authorizer, clock, fingerprint } = buildServer();
	authorizer.validUntil = clock.now() + 10_000;
	const anne = await enter('anne');
	await clock.advance(15_000);
	const before = await fingerprint();
	anne.type('trop tard');
	await clock.settle();
	expect(anne.closed?.code).toBe(CLOSE.notReady);
	expect(await fingerprint()).toBe(before);
});
