import { encodeSize, type SizeState } from '#lib/collaboration/protocol.ts';
import type { Connection } from './connection.ts';
import type { DocumentBytes } from './document-bytes.ts';
import type { DocumentIndex, UpdateEffect } from './document-index.ts';
import { DocumentSize, type SizeHost } from './document-size.ts';
import type { Limits } from './limits.ts';

/** How long a page waits, at least, before it is asked again for what was refused: it sends all of it each time. */
const ASK_AGAIN_MS = 5_000;

/** Whether a document may still grow, and what its authors are told of it. Deletions always pass. */
export class RoomGrowth {
	readonly #size: DocumentSize;
	readonly #index: () => DocumentIndex;
	readonly #connections: Iterable<Connection>;
	readonly #host: SizeHost & { readonly limits: Pick<Limits, 'DOCUMENT_NODES'> };

	constructor(parts: {
		documentId: string;
		bytes: DocumentBytes;
		index: () => DocumentIndex;
		connections: Iterable<Connection>;
		host: SizeHost & { readonly limits: Pick<Limits, 'DOCUMENT_NODES'> };
	}) {
		const { documentId, bytes, host } = parts;
		this.#index = parts.index;
		this.#connections = parts.connections;
		this.#host = host;
		this.#size = new DocumentSize({ documentId, bytes, host, measured: () => this.#measured() });
	}

	/** Whether an update with this effect and of so many bytes may be stored. */
	allows({ added, places, removed }: UpdateEffect, bytes: number): boolean {
		if (added.length === 0) return true;
		const nodes = places.nodes - removed.nodes;
		const isCrowded = nodes > 0 && this.#index().tree.nodes + nodes > this.#host.limits.DOCUMENT_NODES;
		if (!isCrowded && this.#size.hasRoomFor(bytes)) return true;
		this.#size.changed();
		return false;
	}

	stored(): void {
		this.#size.changed();
	}

	/** What a page added was refused: it is told, and asked again later. */
	holdBack(connection: Connection): void {
		connection.heldBackAt = this.#host.clock.now();
		this.tell(connection);
	}

	/** All that a page has is accepted. */
	accepted(connection: Connection): void {
		if (connection.heldBackAt === null) return;
		connection.heldBackAt = null;
		this.tell(connection);
	}

	/** Tells a page that writes how large the document is, when that is news to it. */
	tell(connection: Connection): void {
		if (!connection.isPage || connection.access !== 'write') return;
		const state: SizeState = connection.heldBackAt !== null ? 'full' : this.#size.isNear ? 'near' : 'ok';
		if (state === connection.sizeTold) return;
		connection.sizeTold = state;
		const limit = this.#host.limits.DOCUMENT_BYTES;
		connection.send(encodeSize({ state, bytes: this.#size.bound, limit }));
	}

	/** Asks those whose text was refused for it again, once there is room for some of it. */
	tick(ask: (connection: Connection) => void): void {
		this.#size.measureIfDue();
		const now = this.#host.clock.now();
		const hasRoom = this.#size.hasRoomFor(1) && this.#index().tree.nodes < this.#host.limits.DOCUMENT_NODES;
		for (const connection of this.#connections) {
			const { heldBackAt } = connection;
			if (!hasRoom || heldBackAt === null || Math.abs(now - heldBackAt) < ASK_AGAIN_MS) continue;
			connection.heldBackAt = now;
			ask(connection);
		}
	}

	#measured(): void {
		for (const connection of this.#connections) this.tell(connection);
	}
}
