/** UUID of version 7 (RFC 9562): time-ordered, so that a primary key grows at one end of its index. */
export function newId(now: number = Date.now()): string {
	return idOf(crypto.getRandomValues(new Uint8Array(16)), now);
}

/** Random bytes asked for at once: the most that may be. */
const RANDOM_BYTES = 65_536;

/** Many of them, for less than one by one. */
export function newIds(count: number, now: number = Date.now()): string[] {
	const ids: string[] = [];
	while (ids.length < count) {
		const some = Math.min(count - ids.length, RANDOM_BYTES / 16);
		const bytes = crypto.getRandomValues(new Uint8Array(some * 16));
		for (let at = 0; at < some; at += 1) ids.push(idOf(bytes.subarray(at * 16, at * 16 + 16), now));
	}
	return ids;
}

/** Random bytes as an id of a moment. */
function idOf(bytes: Uint8Array, now: number): string {
	let rest = now;
	for (let index = 5; index >= 0; index -= 1) {
		bytes[index] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	let hex = '';
	for (const byte of bytes) hex += (byte < 16 ? '0' : '') + byte.toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` is a UUID in the canonical lower-case form that the database gives back. */
export function isId(text: string): boolean {
	return UUID.test(text);
}
