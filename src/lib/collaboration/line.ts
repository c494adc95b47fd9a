import type { WebsocketProvider } from 'y-websocket';
import type { SocketClass } from './counting-socket.ts';
import {
	initialTransport,
	nextTransport,
	OPEN_MS,
	type Transport,
	type TransportEvent,
	type TransportState,
} from './transport.ts';

/** A connection that opened and has brought nothing after this long lets nothing through. */
const FIRST_WORD_MS = 10_000;

/** Nothing heard for this long while edits wait: the line is taken for dead and opened again. */
const DEAD_LINE_MS = 10_000;

/** Nothing heard for this long on a line in sync: the server says something every 15 s. */
const SILENCE_MS = 25_000;

/** Timers that fire this much late mean that the device slept: whatever the socket says, it is opened again. */
const SLEEP_MS = 10_000;
const WATCH_MS = 2_000;

/** A clock set back by more than this would make every silence look short. */
const SET_BACK_MS = 1_000;

export type LineParts = {
	provider: WebsocketProvider;
	sockets: Readonly<Record<Transport, SocketClass>>;
	startWith: Transport;
	/** Tries a websocket at this address, beside the connection in use: whether something came through it. */
	probe(url: string): Promise<boolean>;
	now(): number;
	/** Since when the oldest edit waits for the server; null when none does. */
	waitingSince(): number | null;
	/** The transport is another one. */
	changed(): void;
};

/**
 * Keeps a provider's line alive: chooses how to connect, and opens again what is dead without saying so (sleep, a network that
 * vanished, a proxy that forgot us, a clock that jumped).
 */
export class Line {
	/** True while the line is being opened again on purpose: that it closes is no news. */
	isMoving = false;
	readonly #parts: LineParts;
	#state: TransportState;
	#attempt: ReturnType<typeof setTimeout> | undefined;
	#probe: ReturnType<typeof setTimeout> | undefined;
	#lookedAt: number;
	#stopped = false;
	readonly #stops: (() => void)[] = [];

	constructor(parts: LineParts) {
		this.#parts = parts;
		this.#lookedAt = parts.now();
		this.#state = initialTransport(parts.startWith, this.#lookedAt);
		this.#use();
		const { provider } = parts;
		provider.on('status', ({ status }) => {
			if (status === 'connecting') this.#await(this.transport === 'websocket' ? OPEN_MS : null);
			if (status === 'connected') this.#await(FIRST_WORD_MS, provider.wsLastMessageReceived);
		});
		provider.on('sync', (synced) => {
			if (synced) this.#await(null);
		});
		provider.on('connection-close', (event) => {
			this.#await(null);
			// Null when closed from here: nothing to learn from it.
			if (event !== null) this.#dispatch({ type: 'ended', code: event.code, synced: provider.synced });
		});
		this.#watch();
	}

	get transport(): Transport {
		return this.#state.using;
	}

	/** Closes the connection and opens another, which starts again from both documents' states. */
	reopen(): void {
		if (this.#stopped) return;
		const { provider } = this.#parts;
		this.isMoving = true;
		provider.disconnect();
		this.isMoving = false;
		provider.connect();
	}

	stop(): void {
		this.#stopped = true;
		this.#await(null);
		clearTimeout(this.#probe);
		for (const stop of this.#stops) stop();
	}

	/** Gives the attempt under way so long; null: it has succeeded, or is over. `openedAt`: what comes after has passed. */
	#await(milliseconds: number | null, openedAt: number | null = null): void {
		clearTimeout(this.#attempt);
		if (milliseconds === null || this.#stopped) return;
		this.#attempt = setTimeout(() => {
			if (openedAt !== null && this.#parts.provider.wsLastMessageReceived !== openedAt) return;
			this.#dispatch({ type: 'not-opened' });
			this.reopen();
		}, milliseconds);
	}

	#dispatch(event: Omitting<TransportEvent, 'at'>): void {
		if (this.#stopped) return;
		const before = this.#state;
		this.#state = nextTransport(before, { ...event, at: this.#parts.now() });
		if (this.#state.using !== before.using) this.#use();
		if (this.#state.probeAt !== before.probeAt) this.#planProbe();
		if (this.#state.using !== before.using) this.#parts.changed();
	}

	/** The provider makes its next socket of this class. */
	#use(): void {
		this.#parts.provider._WS = this.#parts.sockets[this.#state.using];
		this.#planProbe();
	}

	#planProbe(): void {
		clearTimeout(this.#probe);
		const { probeAt } = this.#state;
		if (probeAt === null) return;
		this.#probe = setTimeout(() => void this.#tryWebsocket(), Math.max(0, probeAt - this.#parts.now()));
	}

	async #tryWebsocket(): Promise<void> {
		const opened = await this.#parts.probe(this.#parts.provider.url);
		if (this.#stopped || this.transport === 'websocket') return;
		this.#dispatch({ type: 'probed', opened });
		// Whatever the old connection has not delivered goes with the first exchange of states on the new one.
		if (opened && this.#parts.provider.shouldConnect) this.reopen();
	}

	#watch(): void {
		const look = (): void => this.#look();
		const timer = setInterval(look, WATCH_MS);
		this.#stops.push(() => clearInterval(timer));
		if (typeof window === 'undefined') return;
		const online = (): void => {
			this.#dispatch({ type: 'online' });
			look();
		};
		document.addEventListener('visibilitychange', look);
		document.addEventListener('resume', look);
		window.addEventListener('pageshow', look);
		window.addEventListener('online', online);
		this.#stops.push(() => {
			document.removeEventListener('visibilitychange', look);
			document.removeEventListener('resume', look);
			window.removeEventListener('pageshow', look);
			window.removeEventListener('online', online);
		});
	}

	#look(): void {
		const { provider, now: readClock, waitingSince } = this.#parts;
		const now = readClock();
		const before = this.#lookedAt;
		this.#lookedAt = now;
		if (!provider.wsconnected) return;
		const heardAt = provider.wsLastMessageReceived;
		const jumped = now - before > SLEEP_MS || before - now > SET_BACK_MS;
		// In a tab out of sight timers are slow, but messages come in time: one that came in between proves the line.
		const onlyHidden = isHidden() && heardAt > before && heardAt <= now;
		const waits = waitingSince();
		const silent = now - heardAt;
		const dead =
			silent > SILENCE_MS || (silent > DEAD_LINE_MS && waits !== null && now - waits > DEAD_LINE_MS);
		if ((jumped && !onlyHidden) || dead) this.reopen();
	}
}

/** Each member of a union without a field. */
type Omitting<Union, Field extends PropertyKey> = Union extends unknown ? Omit<Union, Field> : never;

function isHidden(): boolean {
	return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
