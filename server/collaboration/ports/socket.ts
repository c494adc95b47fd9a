/** The least a room needs of a connection, so that the same core runs on a websocket and on a test's double. */
export interface Socket {
	/** Sends each message as one binary frame, in one write where the transport can. */
	send(messages: readonly Uint8Array[]): void;
	ping(): void;
	close(code: number, reason: string): void;
	/** Cuts without waiting for the other side. */
	terminate(): void;
	/** Bytes accepted by `send` that the network has not taken yet. */
	readonly bufferedAmount: number;
	/** Called at most once, before any frame can be lost: the transport attaches its listeners here. A string is a text frame. */
	listen(listener: SocketListener): void;
}

export type SocketListener = {
	message(data: Uint8Array | string): void;
	pong(): void;
	closed(): void;
};

/** What the transport knows of a connection when it hands it over. */
export type ConnectionRequest = {
	documentId: string;
	cookieHeader: string | null;
	/** The raw `schema` query parameter; null when absent. */
	schema: string | null;
	/** The client's address, for the bound on sockets per address. */
	address: string;
	/** Over HTTP: the id that the page gave its connection, which several processes may serve, and whether this one holds its stream. */
	line?: { id: string; isStream: boolean };
};

/** A page has left the stream of its connection over HTTP: what other processes hold of that connection speaks for nobody any more. */
export type LineEnd = { documentId: string; accountId: string; line: string };

export type ConnectionOwner = { accountId: string; sessionId: string };

/** What a transport may ask of a connection it has handed over, when it answers each message by itself. */
export interface AcceptedConnection {
	/** Resolves once the connection is in its room, or closed. */
	readonly entered: Promise<void>;
	/** Whose it is; null before that is known. */
	readonly owner: ConnectionOwner | null;
	/**
	 * Resolves when every update received so far is durable or was refused, and what the server has to say has been sent:
	 * true when none was refused since the last call.
	 */
	settled(): Promise<boolean>;
}
