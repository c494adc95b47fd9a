import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { heldClientId } from './client-id.ts';
import type { OnWrite } from './counting-socket.ts';
import { Line } from './line.ts';
import type { LocalCopy } from './local-copy.ts';
import { LineReport, type LineFacts } from './line-report.ts';
import { followNetwork } from './network.ts';
import { PresentPeople } from './presence.ts';
import {
	COLLABORATION_PATH,
	CURRENT_SCHEMA_VERSION,
	SCHEMA_PARAMETER,
	type Access,
	type AccessMessage,
	type QuarantinedMessage,
	type SizeMessage,
} from './protocol.ts';
import {
	initialSaveState,
	nextSaveState,
	pendingEdits,
	type SaveEvent,
	type SaveState,
} from './save-state.ts';
import { probeWebsocket } from './websocket-probe.ts';
import type { SessionOptions } from './session-options.ts';
import { sessionSockets } from './session-sockets.ts';
import {
	bringsSomething,
	inTime,
	keepPresence,
	keepToTheLog,
	listenToMessages,
	rescueTyped,
	tellBeforeNews,
} from './session-wire.ts';
import { TextRescue } from './text-rescue.ts';

/** A copy on the device that does not open in this time is done without. */
const LOCAL_COPY_MS = 5_000;

/** Longest pause between two attempts to connect. */
const RETRY_MS = 5_000;

/**
 * One person's live copy of one document, with one access, from opening to `close`. Edits of the document made in this
 * page are sent, counted and kept on the device; nothing here knows a framework.
 */
export class DocumentSession {
	readonly documentId: string;
	readonly access: Access;
	readonly doc = new Y.Doc();
	readonly awareness: Awareness;
	readonly people: PresentPeople;
	/** Resolves when there is something to show: the server's content or the device's. */
	readonly ready: Promise<void>;
	save: SaveState;
	/** The close code after which trying again by itself is useless; `retry` tries anyway. */
	closed: number | null = null;
	/** Null until the server says that the document is near its bound. */
	size: SizeMessage | null = null;
	/** The last thing the server set aside of what this person sent. */
	quarantined: QuarantinedMessage | null = null;

	/** Called before anything from the server is applied, outside any transaction: the last moment to write down what one did. */
	readonly beforeNews = new Set<() => void>();

	/** Counts the times when comments may have changed: the server said so, or the line was opened and may have missed it. */
	comments = 0;
	/** Counts how often the server said that figures of the space have changed. */
	figures = 0;

	readonly #options: SessionOptions;
	readonly #now: () => number;
	readonly #provider: WebsocketProvider;
	readonly #line: Line;
	readonly #report = new LineReport();
	readonly #stop: (() => void)[] = [];
	#copy: LocalCopy | null = null;
	#ended = false;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#now = options.now ?? Date.now;
		this.documentId = options.documentId;
		this.access = options.access;
		this.save = initialSaveState(options.access);
		if (options.clientKey !== undefined) this.doc.clientID = heldClientId(options.clientKey);
		if (this.access === 'read') keepToTheLog(this.doc);
		// Before the provider's own listener: an edit is counted, then its frame leaves.
		this.doc.on('update', this.#edited);
		this.awareness = new Awareness(this.doc);
		this.people = new PresentPeople(this.awareness, options.accountId ?? '');
		this.awareness.setLocalState({ since: this.#now() });
		this.doc.on('afterTransactionCleanup', () => keepPresence(this.awareness));
		this.#provider = this.#createProvider();
		this.#line = this.#createLine();
		this.ready = this.#firstContent();
		this.#stop.push(
			followNetwork({
				offline: () => {
					this.#provider.disconnect();
					this.#dispatch({ type: 'lost', at: this.#now() });
				},
				online: () => {
					if (this.closed === null && !this.#options.alone) this.#provider.connect();
				},
			}),
		);
		// After the constructor: whoever made the session can then be told of its changes.
		queueMicrotask(() => void this.#open());
	}

	/** The number of edits the server has not confirmed. */
	get pending(): number {
		return pendingEdits(this.save);
	}

	/** How the page talks to the server, and how well: for whoever has to find out why it does not. */
	get report(): LineFacts {
		return this.#report.facts(this.#line.transport);
	}

	/** Tries to connect now: after « Réessayer », or once signed in again. */
	retry(): void {
		if (this.#ended || this.#options.alone) return;
		this.closed = null;
		this.#dispatch({ type: 'connecting' });
		this.#line.reopen();
	}

	/** Leaves the document: presence, socket, copy and document, in that order. */
	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		for (const stop of this.#stop) stop();
		this.#line.stop();
		this.awareness.setLocalState(null);
		this.#provider.destroy();
		this.#copy?.close();
		this.awareness.destroy();
		this.doc.destroy();
	}

	#createProvider(): WebsocketProvider {
		const { server, documentId } = this.#options;
		const provider = new WebsocketProvider(server + COLLABORATION_PATH, documentId, this.doc, {
			connect: false,
			awareness: this.awareness,
			params: { [SCHEMA_PARAMETER]: String(CURRENT_SCHEMA_VERSION) },
			// Tabs would otherwise pass edits around the server, which then could not say what it holds.
			disableBc: true,
			maxBackoffTime: RETRY_MS,
		});
		if (this.access === 'write') {
			rescueTyped(provider, new TextRescue(this.doc));
			tellBeforeNews(provider, this.beforeNews);
		}
		listenToMessages(provider, {
			saved: (count) => this.#acknowledged(count),
			size: (size) => this.#told({ size }),
			quarantined: (quarantined) => this.#told({ quarantined }),
			comments: () => this.#told({ comments: this.comments + 1 }),
			figures: () => this.#told({ figures: this.figures + 1 }),
			access: (message) => this.#accessTold(message),
		});
		provider.on('status', ({ status }) => {
			if (status === 'connected') this.#opened();
		});
		provider.on('connection-close', () => {
			if (this.#line.isMoving) this.#dispatch({ type: 'moved' });
			else this.#dispatch({ type: 'lost', at: this.#now() });
		});
		provider.on('closed', ({ code }) => {
			this.closed = code;
			this.#dispatch({ type: 'stopped', at: this.#now() });
		});
		return provider;
	}

	#createLine(): Line {
		const websocket = this.#options.socket ?? WebSocket;
		const onWrite: OnWrite = ({ full, body }) => {
			this.#report.sent(this.#now());
			if (full) this.#dispatch({ type: 'sent-full', brings: bringsSomething(body), at: this.#now() });
			else this.#dispatch({ type: 'sent-update' });
		};
		return new Line({
			provider: this.#provider,
			sockets: sessionSockets({ doc: this.doc, websocket, fetch: this.#options.fetch, onWrite }),
			startWith: this.#options.transport ?? 'websocket',
			probe: (url) => probeWebsocket(websocket, url),
			now: this.#now,
			// A full document leaves edits waiting on a line that lives.
			waitingSince: () => (this.size?.state === 'full' ? null : this.save.waitingSince),
			changed: () => this.#options.onChange?.(),
		});
	}

	#told(news: Partial<Pick<DocumentSession, 'size' | 'quarantined' | 'comments' | 'figures'>>): void {
		Object.assign(this, news);
		this.#options.onChange?.();
	}

	#accessTold({ access, reason, currentSchema }: AccessMessage): void {
		if (reason === 'schema-older') this.#copy?.hold?.(currentSchema - 1);
		// Out of the provider's handler: who is told will close this session.
		if (access !== this.access || reason !== 'rights') {
			queueMicrotask(() => this.#ended || this.#options.onAccess?.({ access, reason }));
		}
	}

	#opened(): void {
		this.comments += 1;
		this.#dispatch({ type: 'opened' });
		// A higher clock: peers who saw this presence leave would take the same one for old news.
		this.awareness.setLocalState(this.awareness.getLocalState() ?? {});
	}

	async #open(): Promise<void> {
		if (!this.#ended) await this.#openCopy();
		if (this.#ended) return;
		if (this.#options.alone) this.#dispatch({ type: 'lost', at: this.#now() });
		else this.#provider.connect();
	}

	/** What the device holds goes first: the server is then asked only for what is missing, and told what it lacks. */
	async #openCopy(): Promise<void> {
		if (this.#options.openLocalCopy === null) return this.#dispatch({ type: 'storage', kept: false });
		const copy = this.#options.openLocalCopy(this.doc);
		try {
			const { unsent } = await inTime(copy.ready, LOCAL_COPY_MS);
			if (this.#ended) return copy.close();
			this.#copy = copy;
			this.#dispatch({ type: 'restored', count: unsent, at: this.#now() });
		} catch {
			copy.close();
			this.#dispatch({ type: 'storage', kept: false });
		}
	}

	#firstContent(): Promise<void> {
		return new Promise((resolve) => {
			const check = (): void => {
				if (this.doc.store.clients.size > 0 || this.#provider.synced) resolve();
			};
			this.doc.on('update', check);
			this.#provider.on('sync', check);
			this.#stop.push(() => this.doc.off('update', check));
		});
	}

	#edited = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
		if (transaction.local && this.access === 'write') this.#dispatch({ type: 'edited', at: this.#now() });
	};

	#acknowledged(count: number): void {
		this.#report.acknowledged(this.#now());
		this.#dispatch({ type: 'acknowledged', count, at: this.#now() });
		if (this.pending === 0) this.#copy?.forgetEarlier();
	}

	#dispatch(event: SaveEvent): void {
		if (this.#ended) return;
		const before = this.pending;
		this.save = nextSaveState(this.save, event);
		if (this.pending !== before) this.#copy?.countUnsent(this.pending);
		this.#options.onChange?.();
	}
}
