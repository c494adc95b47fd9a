import { CLOSE } from '#lib/collaboration/close-codes.ts';
import type { AccessReason } from '#lib/collaboration/protocol.ts';
import type { Authorizations } from './authorizations.ts';
import { nameOf } from './error-name.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import type { Limits } from './limits.ts';
import type { Authorization } from './ports/authorizer.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { ConnectionOwner, ConnectionRequest, Socket } from './ports/socket.ts';
import { closeCodeOf } from './rights.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type AdmissionParts = {
	authorizations: Authorizations;
	rooms: Rooms;
	limits: Limits;
	clock: Clock;
	logger: Logger;
	/** The version of the shapes this server's pages write. */
	schemaVersion: number;
	/** Whether other processes may write to the same log. */
	isShared: boolean;
	isStopping: () => boolean;
	connectionHost: ConnectionHost;
	/** A socket has come; it is not known whose. */
	came: (connection: Connection) => void;
	/** It may be here, and the document is: from now on its frames are read. */
	entered: (connection: Connection, room: Room) => void;
};

/** How a socket becomes a connection in a room: its page's version, how many its address and account have, whose it is, what it may do. */
export class Admission {
	readonly #parts: AdmissionParts;
	readonly #perAddress = new Map<string, number>();
	readonly #perAccount = new Map<string, number>();

	constructor(parts: AdmissionParts) {
		this.#parts = parts;
	}

	/** Takes a socket as it comes. Whatever is wrong with it, it gets a close code and nothing else (AUTH-6). */
	accept(socket: Socket, request: ConnectionRequest): Connection {
		const { schemaVersion, connectionHost, limits, came, isStopping } = this.#parts;
		const schema = readSchema(request.schema, schemaVersion);
		const connection = new Connection({
			socket,
			request,
			host: connectionHost,
			schemaReason: schema ?? 'rights',
		});
		came(connection);
		count(this.#perAddress, request.address, 1);
		connection.listen();
		const tooMany = (this.#perAddress.get(request.address) ?? 0) > limits.SOCKETS_PER_ADDRESS;
		if (isStopping()) connection.close(CLOSE.restart);
		else if (schema === null) connection.close(CLOSE.badFrame);
		else if (tooMany) connection.close(CLOSE.tooMuch);
		else void this.#admit(connection);
		return connection;
	}

	/** A connection has ended: its address and its account may have another. */
	left({ request, grant }: Connection): void {
		count(this.#perAddress, request.address, -1);
		if (grant) count(this.#perAccount, grant.accountId, -1);
	}

	/** Whose session a request comes from, when it may open the document now; null when not. */
	async identify(request: {
		documentId: string;
		cookieHeader: string | null;
	}): Promise<ConnectionOwner | null> {
		const answer = await this.#ask(request);
		return answer.ok ? { accountId: answer.accountId, sessionId: answer.sessionId } : null;
	}

	async #admit(connection: Connection): Promise<void> {
		try {
			await this.#authorize(connection);
			if (connection.grant && !connection.isClosed) await this.#enter(connection);
		} catch (error) {
			this.#parts.logger.error('collaboration.admission-failed', { error: nameOf(error) });
			connection.close(CLOSE.internal);
		}
	}

	/** An id that is no id is a document that does not exist (AUTH-2). */
	#ask(request: { documentId: string; cookieHeader: string | null }): Promise<Authorization> {
		const { documentId, cookieHeader } = request;
		if (!UUID.test(documentId)) return Promise.resolve({ ok: false, reason: 'not-found' });
		return this.#parts.authorizations.authorize({ documentId, cookieHeader });
	}

	async #authorize(connection: Connection): Promise<void> {
		const answer = await this.#ask(connection.request);
		if (connection.isClosed) return;
		if (!answer.ok) return connection.close(closeCodeOf(answer.reason));
		connection.grant = answer;
		connection.checkedAt = this.#parts.clock.now();
		const sockets = count(this.#perAccount, answer.accountId, 1);
		if (sockets > this.#parts.limits.SOCKETS_PER_ACCOUNT) return connection.close(CLOSE.tooMuch);
		connection.phase = 'loading';
	}

	async #enter(connection: Connection): Promise<void> {
		const { rooms, isShared, entered } = this.#parts;
		await rooms.with(connection.request.documentId, async (room) => {
			// Whoever comes from another process must find here what was acknowledged there.
			if (isShared) await room.refresh();
			if (connection.isClosed) return;
			if (room.state === 'gone') return connection.close(CLOSE.notFound);
			if (room.state !== 'open') return connection.close(CLOSE.internal);
			entered(connection, room);
		});
	}
}

/** Why a page's version narrows its access; null when the parameter makes no sense. */
function readSchema(text: string | null, current: number): AccessReason | null {
	if (text === null) return 'rights';
	if (!/^[0-9]{1,9}$/.test(text)) return null;
	const version = Number(text);
	if (version === current) return 'rights';
	return version < current ? 'schema-older' : 'schema-newer';
}

function count(counts: Map<string, number>, key: string, by: 1 | -1): number {
	const next = (counts.get(key) ?? 0) + by;
	if (next > 0) counts.set(key, next);
	else counts.delete(key);
	return next;
}
