import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { colorOf } from '#lib/accounts/person.rules.ts';
import { coloursByArrival, peoplePresent, PresentPeople } from './presence.ts';

const arrival = fc.record({
	accountId: fc.uuid(),
	color: fc.integer({ min: 1, max: 12 }),
	since: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Infinity)),
});
const arrivals = fc.uniqueArray(arrival, { selector: ({ accountId }) => accountId, maxLength: 30 });

describe('colours', () => {
	test('are never shared while there are some left, then each of them is in use', () => {
		fc.assert(
			fc.property(arrivals, (people) => {
				const used = new Set(coloursByArrival(people).values());
				expect(used.size).toBe(Math.min(people.length, 12));
			}),
		);
	});

	test('are the same for every page, in whatever order it heard of people', () => {
		fc.assert(
			fc.property(arrivals, (people) => {
				expect([...coloursByArrival(people.toReversed())]).toEqual([...coloursByArrival(people)]);
			}),
		);
	});

	test('do not change because somebody comes', () => {
		fc.assert(
			fc.property(arrivals, arrival, (people, late) => {
				const before = coloursByArrival(people.map((person) => ({ ...person, since: person.since / 2 })));
				const after = coloursByArrival([
					...people.map((person) => ({ ...person, since: person.since / 2 })),
					{ ...late, accountId: `z${late.accountId}`, since: Infinity },
				]);
				for (const [accountId, colour] of before) expect(after.get(accountId)).toBe(colour);
			}),
		);
	});

	test('go to who came first, and the next free one to who came after', () => {
		const claire = { accountId: 'claire', color: 12, since: 100 };
		const xabi = { accountId: 'xabi', color: 12, since: 50 };
		expect([...coloursByArrival([claire, xabi])]).toEqual([
			['xabi', 12],
			['claire', 1],
		]);
	});
});

function user(accountId: string, color = colorOf(accountId)) {
	return { accountId, name: `Nom ${accountId}`, organisation: '', initials: 'NN', color };
}

describe('who is here', () => {
	test('one entry per account by order of arrival, without those nobody vouches for', () => {
		const states = new Map<number, unknown>([
			[1, { since: 30, user: user('claire'), at: { action: 'a' } }],
			[2, { since: 20, user: user('xabi') }],
			[3, { since: 10, user: user('claire'), at: { action: 'b' } }],
			[4, { since: 5, name: 'Personne' }],
			[5, { since: 1, user: { accountId: 'faux' } }],
		]);
		const people = [...peoplePresent(states, { accountId: '', client: 9 }).values()];
		expect(people.map(({ accountId }) => accountId)).toEqual(['claire', 'xabi']);
		expect(people[0]?.places.map(({ action }) => action)).toEqual(['a', 'b']);
	});

	test('a colour that is not one of the theme becomes one', () => {
		const states = new Map([[1, { user: user('claire', 400) }]]);
		expect(peoplePresent(states, { accountId: '', client: 9 }).get('claire')?.color).toBe(1);
	});

	test('two pages give a third the same colour, though neither receives its own stamp', () => {
		const mine = 'me';
		const same = colorOf(mine);
		const known = { since: 10, user: user(mine) };
		const bob = { since: 20, user: user('bob', same) };
		const carol = { since: 30, user: user('carol', same) };
		const seenByMe = peoplePresent(
			new Map<number, unknown>([
				[1, { since: 10 }],
				[2, bob],
				[3, carol],
			]),
			{ accountId: mine, client: 1 },
		);
		const seenByOther = peoplePresent(
			new Map<number, unknown>([
				[2, bob],
				[3, carol],
				[1, known],
				[7, {}],
			]),
			{
				accountId: 'other',
				client: 7,
			},
		);
		for (const one of ['bob', 'carol']) expect(seenByMe.get(one)?.color).toBe(seenByOther.get(one)?.color);
		expect(seenByMe.has(mine)).toBe(false);
		expect(new Set([seenByOther.get(mine)?.color, seenByMe.get('bob')?.color, same]).size).toBe(2);
	});

	test('follows the presence; oneself is left out of the others, not of who wrote what', () => {
		const awareness = new Awareness(new Y.Doc());
		const people = new PresentPeople(awareness, 'me');
		awareness.setLocalState({ since: 1 });
		expect(people.others).toEqual([]);
		awareness.states.set(77, { since: 2, user: user('me') });
		awareness.states.set(78, { since: 3, user: user('bob') });
		awareness.emit('change', [{ added: [77, 78], updated: [], removed: [] }, 'server']);
		expect(people.others.map(({ accountId }) => accountId)).toEqual(['bob']);
		expect([people.of(77)?.name, people.of(78)?.name, people.of(79)]).toEqual(['Nom me', 'Nom bob', null]);
		awareness.destroy();
	});
});
