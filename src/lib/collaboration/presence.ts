import type { Awareness } from 'y-protocols/awareness';
import { colorOf } from '#lib/accounts/person.rules.ts';
import type { PresencePlace, PresenceUser } from './protocol.ts';

/** Presence colours of the theme, from 1. */
const COLOURS = 12;

/** Somebody in the document now: one entry per account, whatever the number of their tabs. */
export type PersonPresent = PresenceUser & {
	/** Where they are, by tab; empty when their page does not say. */
	places: PresencePlace[];
};

/** Who is in a document now, as its presence says. */
export class PresentPeople {
	readonly #awareness: Awareness;
	readonly #self: string;
	#known: ReadonlyMap<string, PersonPresent> | null = null;

	/** `self` is the account of this page. To make before any other listener to the presence. */
	constructor(awareness: Awareness, self: string) {
		this.#awareness = awareness;
		this.#self = self;
		awareness.on('change', () => (this.#known = null));
	}

	/** Everybody but oneself, by order of arrival. */
	get others(): PersonPresent[] {
		return [...this.#people.values()].filter(({ accountId }) => accountId !== this.#self);
	}

	/** Whose page a Yjs client is; null for nobody that the server vouches for. */
	of(client: number): PersonPresent | null {
		const user = readUser(this.#awareness.getStates().get(client));
		return user === null ? null : (this.#people.get(user.accountId) ?? null);
	}

	get #people(): ReadonlyMap<string, PersonPresent> {
		const { clientID } = this.#awareness;
		return (this.#known ??= peoplePresent(this.#awareness.getStates(), {
			accountId: this.#self,
			client: clientID,
		}));
	}
}

type Arrival = { accountId: string; color: number; since: number };

/**
 * Everybody by order of arrival, oneself only by one's other tabs. States the server has not stamped are nobody's and are
 * left out. Each has the colour that every page gives them: see `coloursByArrival`.
 */
export function peoplePresent(
	states: ReadonlyMap<number, unknown>,
	self: { accountId: string; client: number },
): ReadonlyMap<string, PersonPresent> {
	const people = new Map<string, PersonPresent>();
	const arrivals = new Map<string, Arrival>();
	for (const [client, state] of states) {
		// The server does not send one's own state back: it has no stamp here, and counts for the others.
		const own = client === self.client && self.accountId !== '';
		const user = readUser(state);
		const accountId = own ? self.accountId : user?.accountId;
		if (accountId === undefined) continue;
		const since = Math.min(readSince(state), arrivals.get(accountId)?.since ?? Infinity);
		arrivals.set(accountId, { accountId, color: user?.color ?? colorOf(accountId), since });
		if (user === null) continue;
		const person = people.get(accountId) ?? { ...user, places: [] };
		const place = readPlace(state);
		if (place !== null) person.places.push(place);
		people.set(accountId, person);
	}
	const present = new Map<string, PersonPresent>();
	for (const [accountId, color] of coloursByArrival([...arrivals.values()])) {
		const person = people.get(accountId);
		if (person !== undefined) present.set(accountId, { ...person, color });
	}
	return present;
}

/**
 * A colour for each account: its own while nobody who came before has it, else the next one that is free. Two people are
 * alike only when there are more people than colours, and nobody's colour changes because somebody comes.
 * @returns accounts in their order of arrival; at the same instant, or when a page does not say, in the order of ids
 */
export function coloursByArrival(arrivals: readonly Arrival[]): ReadonlyMap<string, number> {
	const colours = new Map<string, number>();
	const taken = new Set<number>();
	for (const { accountId, color } of arrivals.toSorted(compareArrivals)) {
		const turn = Array.from({ length: COLOURS }, (_, step) => ((color - 1 + step) % COLOURS) + 1);
		const colour = turn.find((one) => !taken.has(one)) ?? color;
		taken.add(colour);
		colours.set(accountId, colour);
	}
	return colours;
}

function compareArrivals(left: Arrival, right: Arrival): number {
	if (left.since !== right.since) return left.since < right.since ? -1 : 1;
	return left.accountId < right.accountId ? -1 : 1;
}

function readSince(state: unknown): number {
	const since = isRecord(state) ? state.since : undefined;
	return typeof since === 'number' && Number.isFinite(since) ? since : Infinity;
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
		color: isColour(color) ? color : 1,
	};
}

function isColour(color: unknown): color is number {
	return typeof color === 'number' && Number.isInteger(color) && color >= 1 && color <= COLOURS;
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
