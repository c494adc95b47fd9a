/** A NOTIFY carries less than 8,000 bytes; this leaves room for the head of a part. */
const PART_CHARACTERS = 7_800;

/** Packets of more parts are not sent: what they say is said again, or is in the log. */
const MAX_PARTS = 64;

const PART = /^([\w-]{1,64}):(\d{1,9}):(\d{1,2})\/(\d{1,2}):([A-Za-z0-9+/]*={0,2})$/;

/**
 * Cuts a packet into texts that fit in one NOTIFY each, all of them different, since equal ones of a transaction are sent once. None when it is
 * too long.
 */
export function cutIntoParts(from: string, number: number, packet: Uint8Array): string[] {
	const text = Buffer.from(packet.buffer, packet.byteOffset, packet.length).toString('base64');
	const count = Math.max(1, Math.ceil(text.length / PART_CHARACTERS));
	if (count > MAX_PARTS) return [];
	return Array.from({ length: count }, (_, index) => {
		const part = text.slice(index * PART_CHARACTERS, (index + 1) * PART_CHARACTERS);
		return `${from}:${number}:${index}/${count}:${part}`;
	});
}

/** Puts packets together again. Of each sender it keeps the one under way, so that what never ends costs little. */
export class PartJoiner {
	readonly #underWay = new Map<string, { number: string; count: number; texts: string[] }>();

	/** @returns the packet that this part completes; null while parts are missing, and for a text that is no part */
	add(part: string): Uint8Array | null {
		const match = PART.exec(part);
		if (match === null) return null;
		const [, from = '', number = '', index = '', count = '', text = ''] = match;
		if (count === '1') return bytesOf(text);
		if (Number(count) > MAX_PARTS) return null;
		let packet = this.#underWay.get(from);
		if (packet?.number !== number) {
			packet = { number, count: Number(count), texts: [] };
			this.#underWay.set(from, packet);
		}
		// The parts of a packet come in order; one out of order means that another was lost.
		if (Number(index) === packet.texts.length) packet.texts.push(text);
		if (packet.texts.length < packet.count) return null;
		this.#underWay.delete(from);
		return bytesOf(packet.texts.join(''));
	}
}

function bytesOf(base64: string): Uint8Array {
	return Buffer.from(base64, 'base64');
}
