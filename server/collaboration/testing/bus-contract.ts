import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { encodePacket } from '../bus-codec.ts';
import { encodePresence } from '../messages.ts';
import type { Bus, BusMessage } from '../ports/bus.ts';
import type { PersonInDocument } from '../ports/server.ts';

/** One kind of bus, and hands on what is between its processes. */
export interface BusGround {
	/** The bus of one more process of the installation. */
	open(): Bus;
	/** The bus of a process of another installation on the same server. */
	openElsewhere(): Bus;
	/** Cuts the line of every process. */
	cut(): void;
	heal(): void;
	/** Puts bytes, and things that are not even bytes of ours, on the line. */
	inject(bytes: Uint8Array): Promise<void>;
	stop(): Promise<void>;
}

type Heard = { message: BusMessage; from: string };

/** What a process heard, and ways to wait for it. */
class Ear {
	readonly heard: Heard[] = [];
	resumptions = 0;
	readonly #waiting = new Set<() => void>();

	constructor(bus: Bus) {
		bus.listen({
			message: (message, from) => {
				this.heard.push({ message, from });
				this.#changed();
			},
			resumed: () => {
				this.resumptions += 1;
				this.#changed();
			},
		});
	}

	#changed(): void {
		for (const look of [...this.#waiting]) look();
	}

	/** Resolves once what was heard is as the function says. */
	until(isSo: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			const look = (): void => {
				if (!isSo()) return;
				this.#waiting.delete(look);
				resolve();
			};
			this.#waiting.add(look);
			look();
		});
	}

	of<Kind extends BusMessage['kind']>(kind: Kind): Extract<BusMessage, { kind: Kind }>[] {
		return this.heard
			.map(({ message }) => message)
			.filter((message): message is Extract<BusMessage, { kind: Kind }> => message.kind === kind);
	}

	/** Resolves once a word about this account was heard. */
	untilRecheck(accountId: string): Promise<void> {
		return this.until(() => this.of('recheck').some(({ scope }) => scope.accountId === accountId));
	}
}

const recheck = (accountId: string): BusMessage => ({ kind: 'recheck', scope: { accountId } });

/** What each bus promises, whatever carries it. `carriesBytes`: whether updates come with their bytes. */
export function describeBus(
	name: string,
	options: { carriesBytes: boolean; openGround: () => Promise<BusGround> },
): void {
	describe(`bus: ${name}`, () => {
		let ground: BusGround;
		let opened: Bus[];
		let here: Bus;
		let there: Bus;
		let ear: Ear;
		let ownEar: Ear;

		/** A bus that hears: other tests of the same ground cannot disturb it. */
		async function open(make = () => ground.open()): Promise<{ bus: Bus; ear: Ear }> {
			const bus = make();
			opened.push(bus);
			const heard = new Ear(bus);
			await heard.until(() => bus.isUp);
			return { bus, ear: heard };
		}

		beforeAll(async () => {
			ground = await options.openGround();
		});
		afterAll(() => ground.stop());
		beforeEach(async () => {
			opened = [];
			({ bus: here, ear: ownEar } = await open());
			({ bus: there, ear } = await open());
		});
		afterEach(async () => {
			ground.heal();
			await Promise.all(opened.map((bus) => bus.close()));
		});

		/** Follows a document on the other side; a word through the same line shows that it does. */
		async function followThere(documentId: string): Promise<() => void> {
			const end = there.follow(documentId);
			await ear.until(() => {
				const asked = ear.of('presence-asked').some((message) => message.documentId === documentId);
				if (!asked) setImmediate(() => here.publish([{ kind: 'presence-asked', documentId }]));
				return asked;
			});
			return end;
		}

		test('BUS-1 every other process hears, never the one who speaks', async () => {
			const third = await open();
			const mark = newId();
			here.publish([recheck(mark)]);
			await Promise.all([ear.untilRecheck(mark), third.ear.untilRecheck(mark)]);
			const answer = newId();
			there.publish([recheck(answer)]);
			await Promise.all([ownEar.untilRecheck(answer), third.ear.untilRecheck(answer)]);
			expect(ownEar.heard.some(({ message }) => JSON.stringify(message).includes(mark))).toBe(false);
			const [first] = third.ear.heard;
			const last = third.ear.heard.at(-1);
			expect(first?.from).not.toBe(last?.from);
			expect(ear.heard.at(-1)?.from).toBe(first?.from);
		});

		test('BUS-1 with nothing wrong, all of one sender arrives once, in order', async () => {
			const marks = Array.from({ length: 1_000 }, () => newId());
			for (const mark of marks) here.publish([recheck(mark), { kind: 'session-ended', sessionId: mark }]);
			await ear.until(() => ear.of('session-ended').length >= marks.length);
			expect(ear.of('recheck').map(({ scope }) => scope.accountId)).toEqual(marks);
			expect(ear.of('session-ended').map(({ sessionId }) => sessionId)).toEqual(marks);
		});

		test('BUS-4 commits of a document that is followed arrive, with their bytes or with their last number', async () => {
			const documentId = newId();
			const accountId = newId();
			await followThere(documentId);
			const commits = Array.from({ length: 50 }, (_, index): BusMessage => ({
				kind: 'committed',
				documentId,
				seq: index + 1,
				accountId,
				bytes: new Uint8Array(300).fill(index),
			}));
			here.publish(commits);
			await ear.until(() => ear.of('committed').at(-1)?.seq === 50);
			if (options.carriesBytes) expect(ear.of('committed')).toEqual(commits);
			else expect(ear.of('committed').at(-1)).toEqual({ ...commits[49], bytes: null });
			const numbers = ear.of('committed').map(({ seq }) => seq);
			expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
		});

		test('BUS-4 a document is followed until the last one who wanted it lets go', async () => {
			const documentId = newId();
			const endFirst = await followThere(documentId);
			const endSecond = there.follow(documentId);
			endFirst();
			endFirst();
			here.publish([{ kind: 'committed', documentId, seq: 7, accountId: null, bytes: null }]);
			await ear.until(() => ear.of('committed').some(({ seq }) => seq === 7));
			endSecond();
			const end = await followThere(newId());
			here.publish([recheck(documentId)]);
			await ear.untilRecheck(documentId);
			end();
		});

		test('BUS-5 presence arrives; of cursors that move, the last place of each does', async () => {
			const documentId = newId();
			await followThere(documentId);
			for (let clock = 1; clock <= 60; clock += 1) {
				const json = JSON.stringify({ clock });
				const entries = [11, 12].map((clientId) => ({ clientId, clock, json }));
				here.publish([{ kind: 'presence', documentId, bytes: encodePresence(entries) }]);
			}
			const last = encodePresence(
				[11, 12].map((clientId) => ({ clientId, clock: 60, json: '{"clock":60}' })),
			);
			await ear.until(() => ear.of('presence').some(({ bytes }) => Buffer.from(bytes).equals(last)));
			expect(ear.of('presence').every((message) => message.documentId === documentId)).toBe(true);
		});

		test('BUS-5 the people of a whole room arrive whole', async () => {
			const people = Array.from({ length: 200 }, (_, index): PersonInDocument => ({
				person: {
					accountId: newId(),
					name: `Personne numéro ${index} de l’assemblée`,
					organisation: 'Communauté d’agglomération du Pays basque',
					initials: 'PN',
					color: (index % 12) + 1,
				},
				access: 'write',
				at: { section: 'Offre de soins' },
			}));
			const documents = [[newId(), people]] as const;
			here.publish([{ kind: 'people', documents }]);
			await ear.until(() => ear.of('people').length > 0);
			expect(ear.of('people')).toEqual([{ kind: 'people', documents }]);
		});

		test('BUS-9 what is told in words of the sender’s own arrives as it was, long or short', async () => {
			const told = ['{"fiche":"Odile Bréferrac"}', 'é'.repeat(5_000)];
			here.publish(told.map((words) => ({ kind: 'told' as const, words })));
			await ear.until(() => ear.of('told').length >= told.length);
			expect(ear.of('told').map(({ words }) => words)).toEqual(told);
		});

		test('BUS-3 garbage on the line is left alone', async () => {
			const packet = encodePacket({ from: 'stranger', messages: [recheck(newId())] });
			for (const bytes of [
				Uint8Array.of(),
				Uint8Array.of(1),
				Uint8Array.of(255, 255, 255, 255, 255),
				packet.subarray(0, packet.length - 3),
				Uint8Array.of(9, ...packet.subarray(1)),
				new Uint8Array(5_000).fill(1),
			]) {
				await ground.inject(bytes);
			}
			const mark = newId();
			here.publish([recheck(mark)]);
			await ear.untilRecheck(mark);
			expect(ear.heard).toHaveLength(1);
			expect(there.isUp).toBe(true);
		});

		test('BUS-6 with the line cut, publishing costs nothing and throws nothing; it is said when it is there again', async () => {
			const documentId = newId();
			await followThere(documentId);
			const [before, own] = [ear.resumptions, ownEar.resumptions];
			ground.cut();
			const down = new Ear(here);
			while (here.isUp || there.isUp) {
				here.publish([recheck(newId())]);
				await new Promise((resolve) => setImmediate(resolve));
			}
			here.publish([recheck('lost')]);
			const [again, ownAgain] = [new Ear(there), down];
			ground.heal();
			await Promise.all([
				again.until(() => again.resumptions > 0),
				ownAgain.until(() => ownAgain.resumptions > 0),
			]);
			expect([here.isUp, there.isUp]).toEqual([true, true]);
			expect([ear.resumptions, ownEar.resumptions]).toEqual([before, own]);
			// A hint may pass before the other end listens to the document again: as on the wire, it is then lost.
			const committed: BusMessage = { kind: 'committed', documentId, seq: 9, accountId: null, bytes: null };
			while (again.of('committed').length === 0) {
				here.publish([committed]);
				await new Promise((resolve) => setImmediate(resolve));
			}
			expect(again.of('recheck').some(({ scope }) => scope.accountId === 'lost')).toBe(false);
		});

		test('BUS-7 closing says the last words, is done once, and leaves nothing that throws', async () => {
			const mark = newId();
			here.publish([recheck(mark)]);
			await Promise.all([here.close(), here.close()]);
			await here.close();
			await ear.untilRecheck(mark);
			expect(here.isUp).toBe(false);
			here.publish([recheck(newId())]);
			here.follow(newId())();
		});

		test('BUS-8 two installations on one server never hear each other', async () => {
			const elsewhere = await open(() => ground.openElsewhere());
			const far = await open(() => ground.openElsewhere());
			const [mark, other] = [newId(), newId()];
			elsewhere.bus.publish([recheck(other)]);
			here.publish([recheck(mark)]);
			await Promise.all([ear.untilRecheck(mark), far.ear.untilRecheck(other)]);
			expect(ear.heard).toHaveLength(1);
			expect(far.ear.heard).toHaveLength(1);
		});
	});
}
