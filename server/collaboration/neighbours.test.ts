import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { createMemoryHub } from './adapters/memory-bus.ts';
import { describeDocument } from './fold.ts';
import { encodeUpdate } from './messages.ts';
import { DOCUMENT, updateOf, updatesOf } from './testing/harness.ts';
import { edit, histories } from './testing/histories.ts';
import { buildProcesses, pair, type Process } from './testing/processes.ts';
import type { TestClient } from './testing/test-client.ts';

const seenBy = (viewer: TestClient, of: TestClient) => viewer.awareness.getStates().get(of.doc.clientID);

async function everybodyAgrees(process: Process, clients: readonly TestClient[]): Promise<void> {
	const truth = describeDocument(await process.stored());
	for (const client of clients) expect(describeDocument(client.doc)).toBe(truth);
	const late = await process.enter('late');
	expect(describeDocument(late.doc)).toBe(truth);
	late.drop();
}

describe('two processes on one log', () => {
	it('NEAR-1 what is committed on one is seen on the other at once, by the bus', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		anne.type('de A');
		await a.clock.settle();
		expect(bob.text()).toBe('de A');
		bob.type(' et de B');
		await a.clock.settle();
		expect(anne.text()).toBe('de A et de B');
		await everybodyAgrees(a, [anne, bob]);
	});

	it('NEAR-1 with a bus that carries numbers alone, the log gives the bytes', async () => {
		const { a, b } = pair({ hub: createMemoryHub({ carriesBytes: false }) });
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		for (const letter of 'abcdef') anne.type(letter);
		await a.clock.settle();
		expect(bob.text()).toBe('abcdef');
	});

	it('NEAR-1 (F10) with the bus dead for ever, the other shows it within a second', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		hub.cut(a.bus);
		hub.cut(b.bus);
		anne.type('sans fil');
		await a.clock.settle();
		expect(bob.text()).toBe('');
		await a.clock.advance(1_000);
		expect(bob.text()).toBe('sans fil');
		await everybodyAgrees(a, [anne, bob]);
	});

	it('NEAR-1 each time that the log is read again is counted, and stays counted when the room has gone', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		const atFirst = b.server.stats().catchUps;
		anne.type('par le bus');
		await a.clock.settle();
		expect(b.server.stats().catchUps).toBe(atFirst);
		hub.cut(b.bus);
		anne.type(' et sans');
		await a.clock.advance(1_000);
		expect(bob.text()).toBe('par le bus et sans');
		expect(b.server.stats().catchUps).toBe(atFirst + 1);
		bob.drop();
		await a.clock.settle();
		expect(b.server.stats()).toMatchObject({ rooms: 0, catchUps: atFirst + 1 });
	});

	it('NEAR-1 hints lost, repeated, late and in the wrong order change nothing but the time', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		hub.repeat(3);
		let n = 0;
		hub.lose(({ message }) => message.kind === 'committed' && n++ % 3 === 0);
		for (let round = 0; round < 20; round++) {
			hub.hold();
			anne.type(`a${round}`);
			bob.type(`b${round}`);
			await a.clock.settle();
			hub.release((held) => [...held].reverse());
			await a.clock.settle();
		}
		hub.lose(null);
		await a.clock.advance(1_000);
		await everybodyAgrees(b, [anne, bob]);
	});

	it('NEAR-2 DUR-6 an update of the server made of what the log holds fits, though the room has not heard of it yet', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		hub.cut(b.bus);
		anne.type('de A');
		await a.clock.settle();
		expect(bob.text()).toBe('');
		// As a command does: from the log, to the room of its own process.
		const copy = await b.stored();
		const update = updateOf(copy, () => copy.getText('content').insert(4, ' et du serveur'));
		const change = b.server.appendFromServer({ documentId: DOCUMENT, update, accountId: null });
		await a.clock.settle();
		expect(await change).toEqual({ seq: 2 });
		expect(bob.text()).toBe('de A et du serveur');
		await a.clock.advance(1_000);
		await everybodyAgrees(a, [anne, bob]);
	});

	it('DUR-9 while its own commit is held, a process shows nothing that the log has after it', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		a.log.holdAppends();
		anne.type('premier');
		await a.clock.settle();
		bob.type('second');
		await a.clock.settle();
		expect(anne.text()).toContain('second');
		a.log.releaseAppends();
		await a.clock.settle();
		const rows = await a.log.read(DOCUMENT, 0);
		expect(rows.map(({ accountId }) => accountId)).toEqual(['bob', 'anne']);
		await everybodyAgrees(a, [anne, bob]);
	});

	it('DUR-9 a commit answered late is read from the log as its own, and shown once', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		a.log.holdAnswers();
		anne.type('répondu tard');
		await a.clock.settle();
		bob.type('!');
		await a.clock.advance(3_000);
		expect(bob.text()).toContain('répondu tard');
		expect(anne.text()).toBe('répondu tard');
		a.log.releaseAnswers();
		await a.clock.settle();
		expect(a.server.stats().rooms).toBe(1);
		expect(anne.saved).toBeGreaterThan(0);
		await everybodyAgrees(a, [anne, bob]);
	});

	it('NEAR-2 who comes from another process finds what was acknowledged there, though the bus is dead', async () => {
		const { hub, a, b } = pair();
		const bob = await b.enter('bob');
		hub.cut(a.bus);
		const anne = await a.enter('anne');
		anne.type('acquitté');
		await a.clock.settle();
		anne.drop();
		const rows = (await a.log.read(DOCUMENT, 0)).length;
		const back = await b.enter('anne', { doc: anne.doc });
		await a.clock.settle();
		expect(back.synced).toBe(true);
		expect(bob.text()).toBe('acquitté');
		expect(await a.log.read(DOCUMENT, 0)).toHaveLength(rows);
	});

	it('NEAR-3 the same update over two processes at once is shown once, and everybody agrees', async () => {
		const { hub, a, b } = pair();
		const [anne, bob, carl] = [await a.enter('anne'), await a.enter('bob'), await b.enter('carl')];
		hub.cut(a.bus);
		hub.cut(b.bus);
		a.log.holdAppends();
		anne.type('deux fois');
		await a.clock.settle();
		const again = await b.enter('anne', { doc: anne.doc });
		await a.clock.settle();
		expect(carl.text()).toBe('deux fois');
		again.type(' et plus');
		await a.clock.settle();
		a.log.releaseAppends();
		await a.clock.advance(1_000);
		expect(bob.text()).toBe('deux fois et plus');
		const rows = await a.log.read(DOCUMENT, 0);
		expect(rows.length).toBeGreaterThan(2);
		await everybodyAgrees(a, [bob, carl]);
		await everybodyAgrees(b, [bob, carl]);
	});

	it('NEAR-3 overlapping in another cut: one process has the pieces, the other the whole', async () => {
		const { hub, a, b } = pair();
		const [bob, carl] = [await a.enter('bob'), await b.enter('carl')];
		hub.cut(a.bus);
		const doc = new Y.Doc();
		const pieces = updatesOf(doc, () => {
			for (const letter of 'morceaux') doc.getText('content').insert(doc.getText('content').length, letter);
		});
		const one = await a.enter('anne', { silent: true });
		const other = await b.enter('anne', { silent: true });
		a.log.holdAppends();
		b.log.holdAppends();
		for (const piece of pieces.slice(0, 5)) one.say(encodeUpdate(piece));
		other.say(encodeUpdate(Y.mergeUpdates(pieces)));
		await a.clock.settle();
		b.log.releaseAppends();
		await a.clock.settle();
		a.log.releaseAppends();
		await a.clock.advance(1_000);
		expect([bob.text(), carl.text()]).toEqual(['morceaux', 'morceaux']);
		await everybodyAgrees(a, [bob, carl]);
		await everybodyAgrees(b, [bob, carl]);
	});

	it('NEAR-3 somebody who says two things under one number is believed once, the same everywhere', async () => {
		const { hub, a, b } = pair();
		const [bob, carl] = [await a.enter('bob'), await b.enter('carl')];
		hub.cut(a.bus);
		const [one, other] = [await a.enter('eve', { silent: true }), await b.enter('eve', { silent: true })];
		const said = ['vrai', 'faux'].map((word) => {
			const doc = new Y.Doc();
			doc.clientID = 77;
			return updateOf(doc, () => doc.getText('content').insert(0, word));
		});
		a.log.holdAppends();
		one.say(encodeUpdate(said[0] ?? new Uint8Array()));
		other.say(encodeUpdate(said[1] ?? new Uint8Array()));
		await a.clock.settle();
		a.log.releaseAppends();
		await a.clock.advance(1_000);
		expect([bob.text(), carl.text()]).toEqual(['faux', 'faux']);
		await everybodyAgrees(a, [bob, carl]);
		await everybodyAgrees(b, [bob, carl]);
	});

	it('GUARD-3 a client id taken on another process is refused, and who was there comes back to the truth', async () => {
		const { hub, a, b } = pair();
		hub.cut(a.bus);
		const [anne, eve] = [await a.enter('anne'), await b.enter('eve', { silent: true })];
		anne.type('à moi');
		await a.clock.settle();
		const doc = new Y.Doc();
		doc.clientID = anne.doc.clientID;
		eve.say(encodeUpdate(updateOf(doc, () => doc.getText('content').insert(0, 'à toi'))));
		await a.clock.settle();
		expect(eve.closed).not.toBeNull();
		expect((await a.stored()).getText('content').toString()).toBe('à moi');
		await everybodyAgrees(b, [anne]);
	});

	it('DUR-4 the log away for a while: nothing is shown twice or lost, and both come back', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		a.log.failRead = true;
		bob.type('pendant la panne');
		await a.clock.advance(2_000);
		anne.type('aussi');
		await a.clock.settle();
		a.log.failRead = false;
		await a.clock.advance(2_000);
		await everybodyAgrees(a, [anne, bob]);
	});

	it('NEAR-6 a document that is gone closes its room everywhere', async () => {
		const { a, b } = pair();
		const bob = await b.enter('bob');
		a.log.remove(DOCUMENT);
		await a.clock.advance(1_500);
		expect(bob.closed?.code).toBe(CLOSE.notFound);
	});

	it('LOAD-2 what is committed while a room loads is in it', async () => {
		const { hub, a, b } = pair();
		const anne = await a.enter('anne');
		b.log.holdOpens();
		const bob = b.connect('bob');
		anne.type('pendant le chargement');
		await a.clock.settle();
		hub.lose(() => true);
		b.log.releaseOpens();
		await a.clock.settle();
		expect(bob.text()).toBe('pendant le chargement');
	});

	it('GUARD-2 structs that hang on what another process stored are accepted as soon as this one knows it', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		hub.hold();
		anne.type('base');
		await a.clock.settle();
		Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(anne.doc), bob);
		bob.type('+suite');
		await a.clock.advance(1_000);
		hub.release();
		await a.clock.advance(1_000);
		expect(anne.text()).toBe('base+suite');
		expect(bob.closed).toBeNull();
		await everybodyAgrees(a, [anne, bob]);
	});
});

describe('people on two processes', () => {
	it('NEAR-4 see each other under the name their own process has stamped', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		anne.present({ cursor: 1, user: { name: 'Autre' } });
		bob.present({ cursor: 2 });
		await a.clock.advance(200);
		expect(seenBy(bob, anne)).toMatchObject({ cursor: 1, user: { name: 'Name of anne' } });
		expect(seenBy(anne, bob)).toMatchObject({ cursor: 2, user: { name: 'Name of bob' } });
		anne.drop();
		await a.clock.advance(200);
		expect(seenBy(bob, anne)).toBeUndefined();
	});

	it('NEAR-4 who enters sees those who were there before, on another process', async () => {
		const { a, b } = pair();
		const anne = await a.enter('anne');
		anne.present({ cursor: 1 });
		await a.clock.advance(200);
		const bob = await b.enter('bob');
		await a.clock.advance(200);
		expect(seenBy(bob, anne)).toMatchObject({ cursor: 1 });
	});

	it('NEAR-4 somebody who comes over keeps one presence, and the old socket that ends late takes nothing away', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await a.enter('bob')];
		anne.present({ cursor: 1 });
		await a.clock.advance(200);
		const over = await b.enter('anne', { doc: anne.doc });
		over.present({ cursor: 2 }, { clock: 1 });
		await a.clock.advance(200);
		anne.drop();
		await a.clock.advance(200);
		expect(seenBy(bob, anne)).toMatchObject({ cursor: 2 });
	});

	it('NEAR-4 a process that goes without a word takes its people along', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		anne.present({ cursor: 1 });
		await a.clock.advance(2_000);
		expect(b.server.peopleIn([DOCUMENT]).get(DOCUMENT)).toHaveLength(2);
		hub.cut(a.bus);
		await a.clock.advance(25_000);
		expect(seenBy(bob, anne)).toBeDefined();
		await a.clock.advance(20_000);
		expect(seenBy(bob, anne)).toBeUndefined();
		expect(
			b.server
				.peopleIn([DOCUMENT])
				.get(DOCUMENT)
				?.map(({ person }) => person.accountId),
		).toEqual(['bob']);
	});

	it('NEAR-4 who is in a document is known on a process that has nobody in it', async () => {
		const { a, b } = pair();
		await b.enter('bob');
		const anne = await a.enter('anne');
		await a.enter('anne');
		await a.clock.advance(2_000);
		const names = () =>
			b.server
				.peopleIn([DOCUMENT])
				.get(DOCUMENT)
				?.map(({ person }) => person.accountId)
				.sort();
		expect(names()).toEqual(['anne', 'bob']);
		expect(anne.closed).toBeNull();
		await a.server.close();
		await a.clock.settle();
		expect(names()).toEqual(['bob']);
	});

	it('NEAR-4 after an outage of the bus, people are seen again', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await a.enter('anne'), await b.enter('bob')];
		hub.cut(a.bus);
		anne.present({ cursor: 1 });
		await a.clock.advance(1_000);
		expect(seenBy(bob, anne)).toBeUndefined();
		hub.heal(a.bus);
		await a.clock.advance(1_000);
		expect(seenBy(bob, anne)).toMatchObject({ cursor: 1 });
	});
});

describe('rights on two processes', () => {
	it('NEAR-5 a right that ended on one closes the socket on the other, within 2 s', async () => {
		const { a, b } = pair();
		const anne = await b.enter('anne');
		a.authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await a.server.recheck({ accountId: 'anne' });
		await a.clock.advance(1_900);
		expect(anne.closed?.code).toBe(CLOSE.rightEnded);
	});

	it('NEAR-5 a session that ended on one is signed out on the other', async () => {
		const { a, b } = pair();
		const [anne, bob] = [await b.enter('anne'), await b.enter('bob')];
		a.server.closeSession('session-anne');
		await a.clock.settle();
		expect(anne.closed?.code).toBe(CLOSE.signedOut);
		expect(bob.closed).toBeNull();
	});

	it('NEAR-5 who lost its line reads the rights of everybody here as soon as it is back', async () => {
		const { hub, a, b } = pair();
		const anne = await b.enter('anne');
		hub.cut(b.bus);
		a.authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await a.server.recheck({ accountId: 'anne' });
		await a.clock.advance(1_000);
		expect(anne.closed).toBeNull();
		hub.heal(b.bus);
		await a.clock.advance(1_900);
		expect(anne.closed?.code).toBe(CLOSE.rightEnded);
	});

	it('NEAR-5 who ended a right or a session without a line says so again as soon as it is back', async () => {
		const { hub, a, b } = pair();
		const [anne, bob] = [await b.enter('anne'), await b.enter('bob')];
		hub.cut(a.bus);
		a.authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await a.server.recheck({ accountId: 'anne' });
		a.server.closeSession('session-bob');
		await a.clock.advance(1_000);
		expect([anne.closed, bob.closed]).toEqual([null, null]);
		hub.heal(a.bus);
		await a.clock.advance(1_900);
		expect(anne.closed?.code).toBe(CLOSE.rightEnded);
		expect(bob.closed?.code).toBe(CLOSE.signedOut);
	});

	it('NEAR-5 with the bus dead, a right that ended is gone within 30 s', async () => {
		const { hub, a, b } = pair();
		const anne = await b.enter('anne');
		hub.cut(a.bus);
		a.authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await a.server.recheck({ accountId: 'anne' });
		await a.clock.advance(30_000);
		expect(anne.closed?.code).toBe(CLOSE.rightEnded);
	});
});

describe('law of several processes', () => {
	const trouble = [
		'move',
		'move without goodbye',
		'hold',
		'hold answers',
		'release',
		'cut',
		'heal',
		'lose',
		'reverse',
		'wait',
	] as const;

	it('DUR-9 whatever the bus loses and wherever people go, everybody and the log are the same document, and nothing is lost', async () => {
		await fc.assert(
			fc.asyncProperty(histories(4, trouble), async (history) => {
				const { hub, processes } = buildProcesses(3, { limits: { SNAPSHOT_AFTER: 5 } });
				const at = (n: number): Process => processes[n % 3]!;
				const { clock } = at(0);
				const people: TestClient[] = [];
				for (let who = 0; who < 4; who++) people.push(await at(who).enter(`p${who}`));
				const abandoned: TestClient[] = [];
				const move = (who: number, to: Process): void => {
					people[who] = to.connect(`p${who}`, { doc: people[who]!.doc });
				};
				for (const step of history) {
					const person = people[step.who]!;
					const server = at(step.at);
					if (step.what === 'hold') server.log.holdAppends();
					else if (step.what === 'hold answers') server.log.holdAnswers();
					else if (step.what === 'release') release(server);
					else if (step.what === 'cut') hub.cut(server.bus);
					else if (step.what === 'heal') hub.heal(server.bus);
					else if (step.what === 'lose') hub.lose(step.at % 2 === 0 ? () => true : null);
					else if (step.what === 'reverse') {
						hub.hold();
						await clock.settle();
						hub.release((held) => [...held].reverse());
					} else if (step.what === 'wait') await clock.advance(700);
					else if (step.what === 'move' || step.what === 'move without goodbye') {
						if (step.what === 'move') person.drop();
						else abandoned.push(person);
						move(step.who, server);
					} else edit(person.doc, step);
					if (step.at % 3 === 0) await clock.settle();
				}
				hub.lose(null);
				for (const process of processes) {
					release(process);
					hub.heal(process.bus);
				}
				for (const socket of abandoned) socket.drop();
				await clock.advance(2_000);
				for (let who = 0; who < 4; who++) if (people[who]!.closed) move(who, at(who));
				await clock.advance(3_000);
				const truth = describeDocument(await at(0).stored());
				for (const person of people) {
					expect(person.closed).toBeNull();
					expect(describeDocument(person.doc)).toBe(truth);
				}
				for (const process of processes) await everybodyAgrees(process, people);
			}),
			{ numRuns: Number(process.env['LAW_RUNS'] ?? 150) },
		);
	}, 300_000);
});

function release(process: Process): void {
	process.log.releaseAppends();
	process.log.releaseAnswers();
}
