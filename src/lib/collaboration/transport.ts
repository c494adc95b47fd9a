/**
 * Which way a page talks to the server: a websocket, or POSTs and server-sent events where something on the way stops websockets.
 * Pure: a page feeds it what happens, with the time.
 */

export type Transport = 'websocket' | 'http';

/** A websocket that has not opened in this time is stopped by something on the way. */
export const OPEN_MS = 4_000;

/** So many ends in a row, in this time, without having been in sync: the line lets nothing through. */
const DEATHS = 3;
const DEATHS_WITHIN_MS = 30_000;

/** So many in this time though in sync in between: something on the way keeps cutting. */
const CUTS = 5;
const CUTS_WITHIN_MS = 120_000;

/** When the websocket is tried again after leaving it, or after the last try. */
const PROBE_MS = [30_000, 60_000, 120_000, 300_000] as const;

/** A websocket that held for this long has proved itself: the next fall is tried again soon. */
const PROVED_MS = 300_000;

/** Close codes with which the server itself ended a connection: the line works. */
const SAID_BY_SERVER = new Set([1000, 1001, 1008, 1009, 1011, 1012, 1013]);

export type TransportState = {
	using: Transport;
	/** Since when. */
	since: number;
	/** Ends of websockets that nobody gave a reason for. */
	ends: readonly { at: number; synced: boolean }[];
	/** How many tries to come back to the websocket have failed, or were followed by another fall. */
	tries: number;
	/** When to try the websocket again; null while it is used. */
	probeAt: number | null;
};

export type TransportEvent =
	/** The attempt under way has not opened, or has not let anything through, in its time. */
	| { type: 'not-opened'; at: number }
	/** The connection ended; `synced`: it had been in sync. */
	| { type: 'ended'; at: number; code: number; synced: boolean }
	/** A websocket was tried beside the connection in use. */
	| { type: 'probed'; at: number; opened: boolean }
	/** The device found a network again, maybe another one. */
	| { type: 'online'; at: number };

export function initialTransport(using: Transport, at: number): TransportState {
	const fresh = { using, since: at, ends: [] };
	return using === 'http'
		? { ...fresh, tries: 1, probeAt: at + pause(0) }
		: { ...fresh, tries: 0, probeAt: null };
}

export function nextTransport(state: TransportState, event: TransportEvent): TransportState {
	switch (event.type) {
		case 'not-opened':
			return state.using === 'websocket' ? toHttp(state, event.at) : toWebsocket(state, event.at);
		case 'ended':
			return state.using === 'websocket' ? websocketEnded(state, event) : httpEnded(state, event);
		case 'probed':
			if (state.using === 'websocket') return state;
			if (event.opened) return toWebsocket(state, event.at);
			return { ...state, tries: state.tries + 1, probeAt: event.at + pause(state.tries) };
		case 'online':
			return state.using === 'http' ? { ...state, probeAt: event.at } : state;
	}
}

type Ended = TransportEvent & { type: 'ended' };

function websocketEnded(state: TransportState, { at, code, synced }: Ended): TransportState {
	if (code >= 3_000 || SAID_BY_SERVER.has(code)) return state;
	const ends = [...state.ends, { at, synced }].filter((end) => Math.abs(at - end.at) < CUTS_WITHIN_MS);
	const last = ends.slice(-DEATHS);
	const isDead = last.length === DEATHS && last.every((end) => !end.synced && at - end.at < DEATHS_WITHIN_MS);
	return isDead || ends.length >= CUTS ? toHttp(state, at) : { ...state, ends };
}

/** Where HTTP does not pass either, it is the server or the network that is away: the websocket is as good. */
function httpEnded(state: TransportState, { at, code, synced }: Ended): TransportState {
	const isAway = !synced && code < 3_000 && !SAID_BY_SERVER.has(code);
	return isAway ? toWebsocket(state, at) : state;
}

function toHttp(state: TransportState, at: number): TransportState {
	const tries = at - state.since > PROVED_MS ? 0 : state.tries;
	return { using: 'http', since: at, ends: [], tries: tries + 1, probeAt: at + pause(tries) };
}

function toWebsocket(state: TransportState, at: number): TransportState {
	return { ...state, using: 'websocket', since: at, ends: [], probeAt: null };
}

function pause(tries: number): number {
	return PROBE_MS[Math.min(tries, PROBE_MS.length - 1)] ?? PROBE_MS[0];
}
