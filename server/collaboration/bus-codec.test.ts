import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CARRIED_BYTES, decodePacket, encodePacket, PACKET_BYTES } from './bus-codec.ts';
import type { BusMessage } from './ports/bus.ts';

const DOCUMENT = '0199a000-0000-7000-8000-000000000001';
const PERSON = {
	accountId: '0199a000-0000-7000-8000-000000000002',
	name: 'Élise Marchand',
	organisation: 'CPTS du Béarn',
	initials: 'ÉM',
	color: 7,
};

const MESSAGES: BusMessage[] = [
	{
		kind: 'committed',
		documentId: DOCUMENT,
		seq: 42,
		accountId: PERSON.accountId,
		bytes: Uint8Array.of(1, 2),
	},
	{ kind: 'committed', documentId: DOCUMENT, seq: 43, accountId: null, bytes: null },
	{ kind: 'presence', documentId: DOCUMENT, bytes: Uint8Array.of(1, 1, 0) },
	{ kind: 'presence-asked', documentId: DOCUMENT },
	{
		kind: 'people',
		documents: [
			[
				DOCUMENT,
				[
					{ person: PERSON, access: 'write', at: { section: 'Les lieux', field: 'title' } },
					{ person: { ...PERSON, color: 1 }, access: 'read', at: null },
				],
			],
		],
	},
	{ kind: 'people', documents: [] },
	{ kind: 'set-aside', documentId: DOCUMENT, accountId: PERSON.accountId, reason: 'mass-removal' },
	{ kind: 'line-ended', documentId: DOCUMENT, accountId: PERSON.accountId, line: 'f'.repeat(32) },
	{ kind: 'comments', documentId: DOCUMENT },
	{ kind: 'figures', departmentCode: '64' },
	{ kind: 'told', words: '{"fiche":"Odile Bréferrac"}' },
	{ kind: 'recheck', scope: { accountId: PERSON.accountId } },
	{ kind: 'recheck', scope: { sessionId: 'a'.repeat(64), documentId: DOCUMENT } },
	{ kind: 'session-ended', sessionId: 'a'.repeat(64) },
];

const packet = encodePacket({ from: 'process-1', messages: MESSAGES });

describe('packets of the bus', () => {
	test('BUS-2 every message comes back as it was', () => {
		expect(decodePacket(packet)).toEqual({ from: 'process-1', messages: MESSAGES });
	});

	test('BUS-2 an empty packet says that the line is alive', () => {
		expect(decodePacket(encodePacket({ from: 'a', messages: [] }))).toEqual({ from: 'a', messages: [] });
	});

	test('BUS-2 an update too large for a hint travels as its number', () => {
		const bytes = new Uint8Array(CARRIED_BYTES + 1);
		const message: BusMessage = { kind: 'committed', documentId: DOCUMENT, seq: 1, accountId: null, bytes };
		const sent = encodePacket({ from: 'a', messages: [message] });
		expect(sent.length).toBeLessThan(200);
		expect(decodePacket(sent)?.messages).toEqual([{ ...message, bytes: null }]);
	});

	test('BUS-3 a kind of a later version is stepped over, what stands around it is kept', () => {
		const asked: BusMessage = { kind: 'presence-asked', documentId: DOCUMENT };
		const later = Uint8Array.of(99, 3, 1, 2, 3);
		const around = [asked, asked].map((message) => encodePacket({ from: 'a', messages: [message] }));
		const head = encodePacket({ from: 'a', messages: [] }).length;
		const bytes = Buffer.concat([around[0]!, later, around[1]!.subarray(head)]);
		let unreadable = 0;
		expect(decodePacket(bytes, () => (unreadable += 1))?.messages).toEqual([asked, asked]);
		expect(unreadable).toBe(1);
	});

	test('BUS-3 another format, an oversized packet and a scope that covers everybody are nothing', () => {
		expect(decodePacket(Uint8Array.of(2, ...packet.subarray(1)))).toBeNull();
		expect(decodePacket(new Uint8Array(PACKET_BYTES + 1))).toBeNull();
		const all = encodePacket({ from: 'a', messages: [{ kind: 'recheck', scope: {} }] });
		expect(decodePacket(all)?.messages).toEqual([]);
	});

	test('BUS-3 people of a strange shape are nothing', () => {
		const strange = [
			'{"length":1}',
			'[["d",[{"access":"write","at":null}]]]',
			JSON.stringify([[DOCUMENT, [{ person: { ...PERSON, color: 99 }, access: 'read', at: null }]]]),
			JSON.stringify([[DOCUMENT, [{ person: PERSON, access: 'admin', at: null }]]]),
			JSON.stringify([
				[DOCUMENT, [{ person: { ...PERSON, name: 'x'.repeat(10_000) }, access: 'read', at: null }]],
			]),
		];
		for (const json of strange) {
			const documents = JSON.parse(json) as never;
			expect(
				decodePacket(encodePacket({ from: 'a', messages: [{ kind: 'people', documents }] }))?.messages,
			).toEqual([]);
		}
	});

	test('BUS-3 what was read shares no memory with what was received', () => {
		const received = Buffer.from(packet);
		const read = decodePacket(received);
		received.fill(0);
		expect(read?.messages).toEqual(MESSAGES);
	});

	test('BUS-3 garbage, cut and changed packets never throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				decodePacket(bytes);
				decodePacket(Uint8Array.of(1, ...bytes));
			}),
			{ numRuns: 2_000 },
		);
		fc.assert(
			fc.property(fc.nat(packet.length - 1), fc.nat(255), fc.nat(packet.length), (at, byte, length) => {
				const changed = packet.slice();
				changed[at] = byte;
				decodePacket(changed);
				decodePacket(changed.subarray(0, length));
			}),
			{ numRuns: 5_000 },
		);
	});
});
