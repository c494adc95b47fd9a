import type { Awareness } from 'y-protocols/awareness';
import type { PresencePlace, PresenceUser } from './protocol.ts';

/** Somebody in the document now, other than oneself: one entry per account, whatever the number of their tabs. */
export type PersonPresent = PresenceUser & {
	/** Where they are, by tab; empty when their page does not say. */
	places: PresencePlace[];
};

/** Everybody but the account `self`, by order of arrival. States the server has not stamped are nobody's and are left out. */
export function peoplePresent(states: ReadonlyMap<number, unknown>, self: string): PersonPresent[] {
	const people = new Map<string, PersonPresent>();
	for (const state of states.values()) {
		const user = readUser(state);
		if (user === null || user.accountId === self) continue;
		const person = people.get(user.accountId) ?? { ...user, places: [] };
		const place = readPlace(state);
		if (place !== null) person.places.push(place);
		people.set(user.accountId, person);
	}
	return [...people.values()];
}

function readUser(state: unknown): PresenceUser | null {
	if (!isRecord(state) || !isRecord(state.user)) return null;
	const { accountId, name, organisation, initials, color } = state.user;
	if (typeof accountId !== 'string' || typeof name !== 'string') return null;
	return {
		accountId,
		name,
		organisation: typeof organisation === 'string' ? organisation : '',
		initials: typeof initials === 'string' ? initials : '',
		color: typeof color === 'number' ? color : 1,
	};
}

function readPlace(state: unknown): PresencePlace | null {
	if (!isRecord(state) || !isRecord(state.at)) return null;
	const { section, action, field } = state.at;
	return {
		section: typeof section === 'string' ? section : undefined,
		action: typeof action === 'string' ? action : undefined,
		field: typeof field === 'string' ? field : undefined,
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** Says where one is, at most once per `PLACE_MS`: the last place said within the pause is the one that goes. */
export class PlaceAnnouncer {
	static readonly PLACE_MS = 300;
	readonly #awareness: Awareness;
	#last = '';
	#timer: ReturnType<typeof setTimeout> | null = null;
	#next: PresencePlace | null = null;

	constructor(awareness: Awareness) {
		this.#awareness = awareness;
	}

	say(place: PresencePlace | null): void {
		this.#next = place;
		if (this.#timer !== null) return;
		this.#send();
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#send();
		}, PlaceAnnouncer.PLACE_MS);
	}

	stop(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
	}

	#send(): void {
		const text = JSON.stringify(this.#next);
		if (text === this.#last) return;
		this.#last = text;
		this.#awareness.setLocalStateField('at', this.#next);
	}
}
