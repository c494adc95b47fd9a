import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { encodeQuarantined, type QuarantineReason } from '#lib/collaboration/protocol.ts';
import { nameOf } from './error-name.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { Quarantine } from './ports/quarantine.ts';

/** Whose edits of which document were set aside, and why. */
export type SetAside = { documentId: string; accountId: string; reason: QuarantineReason };

export type QuarantineHost = {
	readonly quarantine: Quarantine | null;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Something was set aside: pages of the same account may be on other processes. */
	readonly onSetAside: (aside: SetAside) => void;
	readonly limits: Pick<Limits, 'MASS_REMOVAL_MS' | 'MASS_REMOVAL_PERCENT' | 'MASS_REMOVAL_BLOCKS'>;
};

/** What is set aside for its author to decide: the edits of pages too old to write, and removals too large to be believed. */
export class RoomQuarantine {
	readonly #documentId: string;
	readonly #host: QuarantineHost;
	readonly #connections: Iterable<Connection>;

	constructor(parts: { documentId: string; host: QuarantineHost; connections: Iterable<Connection> }) {
		this.#documentId = parts.documentId;
		this.#host = parts.host;
		this.#connections = parts.connections;
	}

	/** Whether the edits of this connection are set aside: its page is too old, its person may write. */
	takesFrom({ schemaReason, grant }: Connection): boolean {
		return this.#host.quarantine !== null && schemaReason === 'schema-older' && grant?.access === 'write';
	}

	entered(connection: Connection, blocks: number): void {
		connection.arrival = { at: this.#host.clock.now(), blocks };
	}

	/**
	 * Whether what a connection deletes is to be set aside: it removes, since it entered a moment ago, too many of the blocks that
	 * were there, or it has done so before.
	 */
	holdsRemoval(connection: Connection, deleted: { blocks: number; isOfOthers: boolean }): boolean {
		const { quarantine, clock, limits } = this.#host;
		if (quarantine === null) return false;
		if (connection.removalHeld) return deleted.isOfOthers;
		const { at, blocks } = connection.arrival;
		// Of a text that had so few, what goes is what this connection has just written.
		if (blocks < limits.MASS_REMOVAL_BLOCKS) return false;
		if (deleted.blocks === 0 || Math.abs(clock.now() - at) > limits.MASS_REMOVAL_MS) return false;
		connection.removedBlocks += deleted.blocks;
		const removed = connection.removedBlocks;
		const isMass =
			removed >= limits.MASS_REMOVAL_BLOCKS && removed * 100 > blocks * limits.MASS_REMOVAL_PERCENT;
		connection.removalHeld = isMass;
		return isMass;
	}

	/** An update of an older page brought nothing new. */
	nothingNew(connection: Connection): void {
		connection.taken += 1;
		connection.send(encodeQuarantined({ reason: 'schema-older', taken: connection.taken }));
	}

	/** Sets an update aside. @returns whether it is kept; else the connection is closed or told */
	async keep(connection: Connection, bytes: Uint8Array, reason: QuarantineReason): Promise<boolean> {
		const { quarantine, logger } = this.#host;
		const accountId = connection.grant?.accountId;
		if (quarantine === null || accountId === undefined) return false;
		const documentId = this.#documentId;
		const schema = connection.request.schema;
		const schemaVersion = schema === null ? null : Number(schema);
		try {
			const outcome = await quarantine.keep({ documentId, accountId, bytes, reason, schemaVersion });
			logger.warn('collaboration.quarantined', { documentId, accountId, reason, outcome });
			if (outcome === 'full') this.#nothingKept(connection, reason);
			else this.#kept(connection, { documentId, accountId, reason });
			return outcome === 'kept';
		} catch (error) {
			logger.error('collaboration.quarantine-failed', { documentId, error: nameOf(error) });
			connection.close(CLOSE.internal);
			return false;
		}
	}

	/** The other pages of the account are told, wherever it was set aside: they show what waits. */
	tellOthers(accountId: string, reason: QuarantineReason, author: Connection | null): void {
		for (const connection of this.#connections) {
			if (connection === author || connection.grant?.accountId !== accountId || !connection.isPage) continue;
			connection.send(encodeQuarantined({ reason, taken: connection.taken }));
		}
	}

	#kept(author: Connection, aside: SetAside): void {
		const { accountId, reason } = aside;
		if (reason === 'schema-older') author.taken += 1;
		if (author.isPage) author.send(encodeQuarantined({ reason, taken: author.taken }));
		// A program would not understand.
		else if (reason === 'mass-removal') author.close(CLOSE.removalHeld);
		this.tellOthers(accountId, reason, author);
		this.#host.onSetAside(aside);
	}

	#nothingKept(author: Connection, reason: QuarantineReason): void {
		if (author.isPage) author.send(encodeQuarantined({ reason: 'full', taken: author.taken }));
		if (reason === 'mass-removal') author.close(CLOSE.tooMuch);
	}
}
