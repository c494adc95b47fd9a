import { digest } from 'lib0/hash/sha256';
import { uint32 } from 'lib0/random';

/** Ids that are held by a key begin here; those that Yjs chooses by itself are below 2^32. */
const HELD_FROM = 2 ** 47;

/** As many as Yjs itself draws from, less one bit: two pages of one person never draw the same one. */
const DRAWS = 2 ** 31;

/** The rest of an id says whose it is: one of so many ids drawn by somebody else would pass for one's own. */
const SEALS = 2 ** 16;

/**
 * A Yjs client id that only pages with this key may write under: what is drawn, sealed with the key of one account in one document.
 * Others see the id as soon as somebody is present; nobody else can take it, even from a server that has forgotten who was there.
 * @returns an integer in [2^47, 2^48)
 */
export function heldClientId(key: string): number {
	const drawn = uint32() % DRAWS;
	return HELD_FROM + drawn * SEALS + sealOf(key, drawn);
}

/** Whether a client id may be taken by whoever has this key: each id that is held by none, and those that are held by theirs. */
export function mayTakeClientId(client: number, keyOf: () => string): boolean {
	if (client < HELD_FROM) return true;
	const rest = client - HELD_FROM;
	return rest < DRAWS * SEALS && rest % SEALS === sealOf(keyOf(), Math.floor(rest / SEALS));
}

function sealOf(key: string, drawn: number): number {
	const [high = 0, low = 0] = digest(new TextEncoder().encode(`${key} ${drawn}`));
	return high * 256 + low;
}
