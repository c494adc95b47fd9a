import type { PersonInDocument } from './ports/server.ts';
import type { Room } from './room.ts';

/** The people of a room of this process, once per socket. */
export function peopleOf(room: Room | undefined): PersonInDocument[] {
	const people: PersonInDocument[] = [];
	for (const connection of room?.connections ?? []) {
		const { grant, access, hasLeft } = connection;
		if (room && grant && !hasLeft)
			people.push({ person: grant.person, access, at: room.presence.placeOf(connection) });
	}
	return people;
}

/** One entry per account: the widest access, the last place that is known. */
export function onceEach(people: readonly PersonInDocument[]): PersonInDocument[] {
	const byAccount = new Map<string, PersonInDocument>();
	for (const { person, access, at } of people) {
		const before = byAccount.get(person.accountId);
		byAccount.set(person.accountId, {
			person,
			access: before?.access === 'write' ? 'write' : access,
			at: at ?? before?.at ?? null,
		});
	}
	return [...byAccount.values()];
}
