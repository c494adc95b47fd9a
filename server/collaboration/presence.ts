import type { PresencePlace, PresenceUser } from '#lib/collaboration/protocol.ts';
import type { Limits } from './limits.ts';
import { encodePresence, type PresenceEntry } from './messages.ts';
import { isHostileKey } from './update-content.ts';

const MAX_CLOCK = 2 ** 32;

/** Ids whose owner is remembered after they left, so that nobody can take the place of someone offline. */
const MAX_RESERVED = 4_096;

const MAX_PLACE_LENGTH = 200;

/** Whose a client id is that somebody showed their presence under, and how far its clock has come. */
export type ReservedIds = Map<number, { account: string; clock: number }>;

type Present<Owner> = {
	/** Null for somebody whose socket another process holds. */
	owner: Owner | null;
	account: string;
	clock: number;
	/** Added to the client's own clock, when it came back with one that its peers have already seen. */
	offset: number;
	json: string;
	at: PresencePlace | null;
	sentAt: number;
	/** When another process last said so. */
	heardAt: number;
};

/** What has to go out: to the sockets here, and, of that, what the other processes do not know. */
export type PresenceFlush<Owner> = {
	message: Uint8Array | null;
	special: Map<Owner, Uint8Array | null>;
	toOthers: Uint8Array | null;
	again: number | null;
};

/**
 * Who is in one document, by client id. A state belongs to the connection that brought it; the server stamps
 * who that is. The last state of a client is what goes out: what comes faster is folded into it.
 */
export class Presence<Owner extends object> {
	readonly #limits: Limits;
	readonly #present = new Map<number, Present<Owner>>();
	readonly #reserved: ReservedIds;
	#dirty = new Set<number>();
	#left: (PresenceEntry & { isOurs: boolean })[] = [];

	/** @param reserved what was held in this document before it last left memory; changed here */
	constructor(limits: Limits, reserved: ReservedIds = new Map()) {
		this.#limits = limits;
		this.#reserved = reserved;
	}

	/** Whose a client id is by presence: undefined when nobody's. */
	reservedBy(client: number): string | undefined {
		return this.#reserved.get(client)?.account;
	}

	/**
	 * Takes what a connection says of itself and ignores what it says of others, as the provider repeats them.
	 * Returns the client id the connection now speaks for, or null.
	 */
	update(entries: readonly PresenceEntry[], from: Speaker<Owner>): number | null {
		for (const entry of entries) {
			if (
				from.clientId === null
					? entries.length !== 1 || entry.json === 'null'
					: entry.clientId !== from.clientId
			)
				continue;
			if (from.mayNotUse(entry.clientId)) continue;
			const reserved = this.reservedBy(entry.clientId);
			if (reserved !== undefined && reserved !== from.person.accountId) continue;
			if (entry.clock > MAX_CLOCK) continue;
			if (entry.json === 'null') this.#leave(entry.clientId, from.owner);
			else if (!this.#set(entry, from)) continue;
			return entry.clientId;
		}
		return from.clientId;
	}

	#set(entry: PresenceEntry, from: Speaker<Owner>): boolean {
		const state = readState(entry.json, this.#limits.PRESENCE_STATE_BYTES);
		if (!state) return false;
		const id = entry.clientId;
		const before = this.#present.get(id);
		const continued = before?.owner === from.owner;
		if (continued && entry.clock + before.offset <= before.clock) return true;
		const seen = this.#reserved.get(id)?.clock ?? -1;
		const offset = continued ? before.offset : Math.max(0, seen + 1 - entry.clock);
		const clock = entry.clock + offset;
		this.#present.set(id, {
			owner: from.owner,
			account: from.person.accountId,
			clock,
			offset,
			json: JSON.stringify({ ...state, user: from.person }),
			at: readPlace(state['at']),
			sentAt: before?.sentAt ?? 0,
			heardAt: 0,
		});
		this.#reserve(id, { account: from.person.accountId, clock });
		this.#dirty.add(id);
		return true;
	}

	/** Takes what another process says of the people whose sockets it holds; it has stamped them. */
	updateRemote(entries: readonly PresenceEntry[], now: number): void {
		for (const { clientId, clock, json } of entries) {
			const before = this.#present.get(clientId);
			if (json === 'null') {
				if (before && clock >= before.clock) this.#leftElsewhere(clientId, before, clock);
				continue;
			}
			const state = readState(json, this.#limits.PRESENCE_STATE_BYTES * 2);
			const account = accountOf(state);
			const reserved = this.reservedBy(clientId);
			if (!state || account === null || (reserved !== undefined && reserved !== account)) continue;
			if (before && clock < before.clock) continue;
			if (before?.owner === null && clock === before.clock) before.heardAt = now;
			else if (before?.clock !== clock)
				this.#setRemote(clientId, { account, clock, json, at: readPlace(state['at']), now });
		}
	}

	/** Who has come over to this process is still here when their old socket ends elsewhere: that is said again, louder. */
	#leftElsewhere(id: number, before: Present<Owner>, clock: number): void {
		if (before.owner === null) return this.#forget(id, before);
		before.offset += clock + 1 - before.clock;
		before.clock = clock + 1;
		this.#reserve(id, before);
		this.#dirty.add(id);
	}

	#setRemote(
		id: number,
		said: { account: string; clock: number; json: string; at: PresencePlace | null; now: number },
	): void {
		const { account, clock, json, at, now } = said;
		const sentAt = this.#present.get(id)?.sentAt ?? 0;
		this.#present.set(id, { owner: null, account, clock, offset: 0, json, at, sentAt, heardAt: now });
		this.#reserve(id, { account, clock });
		this.#dirty.add(id);
	}

	/** Takes leave of those of whom other processes have said nothing for so long. @returns whether there were any */
	expireRemote(now: number, silence: number): boolean {
		let any = false;
		for (const [id, entry] of this.#present) {
			if (entry.owner !== null || Math.abs(now - entry.heardAt) <= silence) continue;
			this.#forget(id, entry);
			any = true;
		}
		return any;
	}

	/** Those whose sockets this process holds, for a process that asks. */
	ours(): Uint8Array | null {
		const entries: PresenceEntry[] = [];
		for (const [clientId, { clock, json, owner }] of this.#present) {
			if (owner !== null) entries.push({ clientId, clock, json });
		}
		return encodeOrNull(entries);
	}

	#reserve(id: number, reservation: { account: string; clock: number }): void {
		if (!this.#reserved.has(id) && this.#reserved.size >= MAX_RESERVED) {
			for (const old of this.#reserved.keys()) {
				if (this.#present.has(old)) continue;
				this.#reserved.delete(old);
				break;
			}
		}
		this.#reserved.set(id, { account: reservation.account, clock: reservation.clock });
	}

	/** Everything a connection said ends with it, unless another one of the same account has taken over. */
	leave(client: number | null, owner: Owner): void {
		if (client !== null) this.#leave(client, owner);
	}

	#leave(client: number, owner: Owner): void {
		const entry = this.#present.get(client);
		if (entry?.owner === owner) this.#forget(client, entry);
	}

	#forget(clientId: number, { clock, owner }: Present<Owner>): void {
		this.#present.delete(clientId);
		this.#dirty.delete(clientId);
		this.#left.push({ clientId, clock, json: 'null', isOurs: owner !== null });
	}

	/**
	 * What has to go out now: one message for all, and for the few whose clock was shifted one without their own state, which they
	 * would take for a newer one. `again` is how long to wait for those whose turn has not come, null for none.
	 */
	flush(now: number): PresenceFlush<Owner> {
		const interval = 1000 / this.#limits.PRESENCE_PER_SECOND;
		const out: PresenceEntry[] = this.#left;
		const ours: PresenceEntry[] = this.#left.filter(({ isOurs }) => isOurs);
		const shifted: { owner: Owner; clientId: number }[] = [];
		const later = new Set<number>();
		let again = Infinity;
		for (const id of this.#dirty) {
			const entry = this.#present.get(id);
			if (!entry) continue;
			const wait = entry.sentAt + interval - now;
			if (wait > 0 && wait <= interval) {
				later.add(id);
				again = Math.min(again, wait);
				continue;
			}
			entry.sentAt = now;
			const said = { clientId: id, clock: entry.clock, json: entry.json };
			out.push(said);
			if (entry.owner === null) continue;
			ours.push(said);
			if (entry.offset > 0) shifted.push({ owner: entry.owner, clientId: id });
		}
		this.#dirty = later;
		this.#left = [];
		const special = new Map<Owner, Uint8Array | null>();
		for (const { owner, clientId } of shifted)
			special.set(owner, encodeOrNull(out.filter((e) => e.clientId !== clientId)));
		return {
			message: encodeOrNull(out),
			special,
			toOthers: encodeOrNull(ours),
			again: again === Infinity ? null : again,
		};
	}

	/** Everyone, for someone who enters or asks. */
	everyone(except: Owner): Uint8Array | null {
		const entries: PresenceEntry[] = [];
		for (const [clientId, { clock, json, owner }] of this.#present) {
			if (owner !== except) entries.push({ clientId, clock, json });
		}
		return encodeOrNull(entries);
	}

	placeOf(client: number | null): PresencePlace | null {
		return client === null ? null : (this.#present.get(client)?.at ?? null);
	}
}

/** Who speaks, and which client ids are known not to be theirs. */
export type Speaker<Owner> = {
	owner: Owner;
	clientId: number | null;
	person: PresenceUser;
	mayNotUse(client: number): boolean;
};

function encodeOrNull(entries: readonly PresenceEntry[]): Uint8Array | null {
	return entries.length === 0 ? null : encodePresence(entries);
}

/** A presence state: an object of bounded size without keys that reach a prototype; null for anything else. */
function readState(json: string, maxBytes: number): Record<string, unknown> | null {
	if (json.length > maxBytes || Buffer.byteLength(json) > maxBytes) return null;
	try {
		const state: unknown = JSON.parse(json);
		if (typeof state !== 'object' || state === null || Array.isArray(state)) return null;
		return MAY_HOLD_HOSTILE_KEY.test(json) && holdsHostileKey(json) ? null : { ...state };
	} catch {
		return null;
	}
}

/** Looking at each key costs more than all else that is done with a state; these words, or a sign that may hide them, are rare. */
const MAY_HOLD_HOSTILE_KEY = /__proto__|constructor|prototype|\\/;

function holdsHostileKey(json: string): boolean {
	let hostile = false;
	JSON.parse(json, (key, value: unknown) => {
		hostile ||= isHostileKey(key);
		return value;
	});
	return hostile;
}

function accountOf(state: Record<string, unknown> | null): string | null {
	const user: unknown = state?.['user'];
	if (typeof user !== 'object' || user === null) return null;
	const account: unknown = Reflect.get(user, 'accountId');
	return typeof account === 'string' ? account : null;
}

function readPlace(at: unknown): PresencePlace | null {
	if (typeof at !== 'object' || at === null) return null;
	const place: PresencePlace = {};
	for (const name of ['section', 'action', 'field'] as const) {
		const value: unknown = Reflect.get(at, name);
		if (typeof value === 'string' && value.length <= MAX_PLACE_LENGTH) place[name] = value;
	}
	return Object.keys(place).length > 0 ? place : null;
}
