import { CLOSE, CLOSE_REASONS, type CloseCode } from '#lib/collaboration/close-codes.ts';
import type { Access, AccessReason, SizeState } from '#lib/collaboration/protocol.ts';
import { encodeSaved } from '#lib/collaboration/protocol.ts';
import type { Limits } from './limits.ts';
import { encodePresence } from './messages.ts';
import type { Authorized } from './ports/authorizer.ts';
import type { AcceptedConnection, ConnectionOwner, ConnectionRequest, Socket } from './ports/socket.ts';
import { SavedCount } from './saved-count.ts';
import { TokenBucket } from './token-bucket.ts';

const EMPTY_PRESENCE = encodePresence([]);

/** What a connection needs of the server around it. */
export type ConnectionHost = {
	readonly limits: Limits;
	now(): number;
	/** Asks that `flush` be called at the end of the turn. */
	wantsFlush(connection: Connection): void;
	received(connection: Connection, frame: Uint8Array): void;
	closed(connection: Connection, code: CloseCode | null): void;
};

type Phase = 'unknown' | 'loading' | 'in' | 'closed';

/** One socket: what it may do, what it owes and is owed. Knows nothing of documents. */
export class Connection implements AcceptedConnection {
	readonly entered: Promise<void>;
	readonly request: ConnectionRequest;
	readonly saved = new SavedCount();
	/** Set once authorized. */
	grant: Authorized | null = null;
	checkedAt: number;
	/** By the page's schema version: overrides the right to write, never gives it. */
	readonly schemaReason: AccessReason;
	/** The client id this connection shows its presence under. */
	clientId: number | null = null;
	/** Its page has gone, though this connection, fed by POSTs, lingers: it speaks for nobody, and what it still brings is taken. */
	hasLeft = false;
	awaitsResync = false;
	/** When what it added was last refused for want of room; null when nothing of it waits. */
	heldBackAt: number | null = null;
	sizeTold: SizeState = 'ok';
	/** When it entered the room, and how many blocks the document had then. */
	arrival: { at: number; blocks: number } = { at: 0, blocks: 0 };
	/** Blocks it has removed since. */
	removedBlocks = 0;
	/** It wanted to remove too much: whatever more it deletes of what was there is set aside. */
	removalHeld = false;
	/** Updates of an older page that are set aside, or that brought nothing. */
	taken = 0;
	resyncs = 0;
	closingSince: number | null = null;
	aliveAt: number;
	pingedAt: number;
	acceptedAt: number;
	phase: Phase = 'unknown';
	readonly #socket: Socket;
	readonly #host: ConnectionHost;
	readonly #frames: TokenBucket;
	readonly #updates: TokenBucket;
	#early: Uint8Array[] = [];
	#earlyBytes = 0;
	#outbox: Uint8Array[] = [];
	#outboxBytes = 0;
	#sentAt: number;
	#savedSent = 0;
	#holesTold = 0;
	#endWait: () => void = () => {};
	/** Who waits for updates to be durable or refused. */
	#settling: (() => void)[] = [];

	constructor(parts: {
		socket: Socket;
		request: ConnectionRequest;
		host: ConnectionHost;
		schemaReason: AccessReason;
	}) {
		const { limits } = parts.host;
		const now = parts.host.now();
		this.entered = new Promise((resolve) => (this.#endWait = resolve));
		this.#socket = parts.socket;
		this.#host = parts.host;
		this.request = parts.request;
		this.schemaReason = parts.schemaReason;
		this.checkedAt = this.aliveAt = this.pingedAt = this.acceptedAt = this.#sentAt = now;
		this.#frames = new TokenBucket({ perSecond: limits.FRAMES_PER_SECOND, burst: limits.FRAMES_BURST, now });
		this.#updates = new TokenBucket({
			perSecond: limits.UPDATES_PER_SECOND,
			burst: limits.UPDATES_BURST,
			now,
		});
	}

	/** Starts to hear the socket. Called before anything is awaited, so that no first frame is lost. */
	listen(): void {
		this.#socket.listen({
			message: (data) => this.#receive(data),
			pong: () => void (this.aliveAt = this.#host.now()),
			closed: () => this.#ended(),
		});
	}

	/** Read or write, from rights and page version together. */
	get access(): Access {
		return this.grant?.access === 'write' && this.schemaReason === 'rights' ? 'write' : 'read';
	}

	/** True for our own pages, which understand our own messages. */
	get isPage(): boolean {
		return this.request.schema !== null;
	}

	get owner(): ConnectionOwner | null {
		return this.grant && { accountId: this.grant.accountId, sessionId: this.grant.sessionId };
	}

	async settled(): Promise<boolean> {
		await this.entered;
		while (!this.isClosed && !this.saved.isSettled) {
			await new Promise<void>((resolve) => this.#settling.push(resolve));
		}
		this.flush();
		// What is asked again may be answered on another process, where the other end is heard too.
		this.awaitsResync = false;
		const refused = this.saved.holes > this.#holesTold;
		this.#holesTold = this.saved.holes;
		return !this.isClosed && !refused;
	}

	get isClosed(): boolean {
		return this.phase === 'closed';
	}

	/** Takes from the allowance for updates; false, and closes, when there is none left: with a code that is retried for what may be kept then. */
	spend(tokens: number, code: CloseCode = CLOSE.tooMuch): boolean {
		if (this.#updates.take(tokens, this.#host.now())) return true;
		this.close(code);
		return false;
	}

	/** Hands over what came before the document was there, in order, and lets the rest through. */
	enter(): void {
		this.phase = 'in';
		this.#endWait();
		const early = this.#early;
		this.#early = [];
		this.#earlyBytes = 0;
		for (const frame of early) {
			if (this.phase !== 'in') return;
			this.#host.received(this, frame);
		}
	}

	send(frame: Uint8Array): void {
		if (this.phase === 'closed') return;
		if (this.#outbox.length === 0) this.#host.wantsFlush(this);
		this.#outbox.push(frame);
		this.#outboxBytes += frame.length;
	}

	/** Writes everything gathered in this turn at once; a reader too far behind is cut to start again from the log. */
	flush(): void {
		if (this.phase === 'closed') return;
		const saved = this.isPage ? this.saved.value : 0;
		if (saved > this.#savedSent) {
			this.#savedSent = saved;
			this.#outbox.push(encodeSaved(saved));
		}
		if (this.#outbox.length === 0) return;
		const waiting = this.#socket.bufferedAmount;
		if (waiting > 0 && waiting + this.#outboxBytes > this.#host.limits.SEND_BUFFER_BYTES) {
			this.close(CLOSE.tooSlow);
			this.#socket.terminate();
			return;
		}
		const frames = this.#outbox;
		this.#outbox = [];
		this.#outboxBytes = 0;
		this.#sentAt = this.#host.now();
		this.#socket.send(frames);
	}

	/** More messages are durable: the author is told with the next flush. */
	tellSaved(): void {
		this.#wake();
		if (this.isPage && this.phase !== 'closed') this.#host.wantsFlush(this);
	}

	/** Keeps the line alive, and finds out when it is not. */
	beat(now: number): void {
		const { limits } = this.#host;
		const sinceSent = now - this.#sentAt;
		if (this.phase === 'in' && (sinceSent >= limits.HEARTBEAT_MS || sinceSent < 0)) this.send(EMPTY_PRESENCE);
		if (now - this.aliveAt > limits.SILENCE_MS) {
			this.close(CLOSE.notReady);
			this.#socket.terminate();
		} else if (now - this.pingedAt >= limits.PING_MS || now < this.pingedAt) {
			this.pingedAt = now;
			this.#socket.ping();
		}
	}

	/** What was measured with a clock that has jumped says nothing: it is measured anew from here. */
	clockJumped(now: number): void {
		this.aliveAt = this.pingedAt = this.acceptedAt = now;
		if (this.closingSince !== null) this.closingSince = now;
	}

	/** Ends the connection with a reason. What it sent before stays; what it sends after has no effect. */
	close(code: CloseCode): void {
		if (this.phase === 'closed') return;
		this.phase = 'closed';
		this.closingSince = this.#host.now();
		this.#early = [];
		this.#outbox = [];
		this.#socket.close(code, CLOSE_REASONS[code]);
		this.#host.closed(this, code);
		this.#wake();
	}

	/** For the other side that does not answer a close. */
	cut(): void {
		this.#socket.terminate();
	}

	#receive(data: Uint8Array | string): void {
		if (this.phase === 'closed') return;
		this.aliveAt = this.#host.now();
		const { limits } = this.#host;
		if (typeof data === 'string' || data.length === 0) return this.close(CLOSE.badFrame);
		if (data.length > limits.FRAME_BYTES) return this.close(CLOSE.tooMuch);
		if (!this.#frames.take(1, this.aliveAt)) return this.close(CLOSE.tooMuch);
		// A copy alone in its buffer: the transport's is shared, and a lying length must not reach its neighbours.
		const frame = new Uint8Array(data);
		if (this.phase === 'in') return this.#host.received(this, frame);
		this.#early.push(frame);
		this.#earlyBytes += frame.length;
		const allowed = this.phase === 'unknown' ? limits.PREAUTH_BYTES : limits.LOAD_BYTES;
		if (this.#earlyBytes > allowed) this.close(CLOSE.tooMuch);
	}

	#ended(): void {
		this.closingSince = null;
		if (this.phase === 'closed') return;
		this.phase = 'closed';
		this.#early = [];
		this.#outbox = [];
		this.#host.closed(this, null);
		this.#wake();
	}

	#wake(): void {
		if (this.phase === 'closed') this.#endWait();
		for (const wake of this.#settling.splice(0)) wake();
	}
}
