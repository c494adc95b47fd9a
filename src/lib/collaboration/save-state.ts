import type { Access } from './protocol.ts';

/**
 * Says whether what a person wrote is on the server. Pure: a page feeds it what happens, with the time, and shows
 * what `viewOf` says. « Enregistré » needs the server's word that every edit is durable, nothing less.
 */

/** Without the server's answer for this long, the page says how many edits wait. */
export const SLOW_AFTER_MS = 4_000;

export type SaveState = {
	access: Access;
	connection: 'connecting' | 'open' | 'offline' | 'stopped';
	/** Whether edits are also kept on this device; false where the browser refuses storage. */
	kept: boolean;
	/** Edits known since the page opened, those found on the device included. */
	edits: number;
	/** How many of them, from the first, the server has made durable. */
	durable: number;
	/** When the oldest edit that is not durable was made; null when all are. */
	waitingSince: number | null;
	/** Since when the connection is lost; null while it is not. */
	offlineSince: number | null;
	frames: Frames;
};

/** What was sent on the present connection. `covers[i]` is the count of edits the (i+1)th frame completes. */
type Frames = { covers: readonly number[]; firstFull: number | null; durable: number };

export type SaveEvent =
	/** Edits made in an earlier visit, found on this device, which the server may not have. */
	| { type: 'restored'; count: number; at: number }
	| { type: 'edited'; at: number }
	| { type: 'connecting' }
	| { type: 'opened' }
	/** The page opens its connection again on purpose: nobody is offline, and nothing is known of what was under way. */
	| { type: 'moved' }
	/** One edit left, as it was made. */
	| { type: 'sent-update' }
	/** A sync step 2 left: all that the server lacks; `brings` when that is something. */
	| { type: 'sent-full'; brings: boolean; at: number }
	/** The server's cumulative count of durable frames of this connection. */
	| { type: 'acknowledged'; count: number; at: number }
	| { type: 'lost'; at: number }
	/** Closed for good: the reason is shown beside. */
	| { type: 'stopped'; at: number }
	| { type: 'storage'; kept: boolean };

const NO_FRAMES: Frames = { covers: [], firstFull: null, durable: 0 };

export function initialSaveState(access: Access): SaveState {
	return {
		access,
		connection: 'connecting',
		kept: true,
		edits: 0,
		durable: 0,
		waitingSince: null,
		offlineSince: null,
		frames: NO_FRAMES,
	};
}

/** How many edits the server has not confirmed. A reader has none: what a reader's page holds is not theirs. */
export function pendingEdits(state: SaveState): number {
	return state.access === 'write' ? state.edits - state.durable : 0;
}

/** The next state. Events out of order (an answer for a frame never sent) never lower what waits. */
export function nextSaveState(state: SaveState, event: SaveEvent): SaveState {
	switch (event.type) {
		case 'restored':
			return event.count > 0 ? withEdits(state, event.count, event.at) : state;
		case 'edited':
			return withEdits(state, 1, event.at);
		case 'connecting':
			return state.connection === 'stopped' ? { ...state, connection: 'connecting' } : state;
		case 'opened':
			return { ...state, connection: 'open', offlineSince: null, frames: NO_FRAMES };
		case 'moved':
			return state.connection === 'open' ? { ...state, connection: 'connecting', frames: NO_FRAMES } : state;
		case 'sent-update':
			return { ...state, frames: withFrame(state, false) };
		case 'sent-full': {
			// Something the count on this device did not know of (the page died while writing it down): one at least.
			const forgotten = event.brings && pendingEdits(state) === 0;
			const counted = forgotten ? withEdits(state, 1, event.at) : state;
			return { ...counted, frames: withFrame(counted, true) };
		}
		case 'acknowledged':
			return acknowledged(state, event.count, event.at);
		case 'lost':
			return closed(state, 'offline', event.at);
		case 'stopped':
			return closed(state, 'stopped', event.at);
		case 'storage':
			return { ...state, kept: event.kept };
	}
}

function withEdits(state: SaveState, count: number, at: number): SaveState {
	return { ...state, edits: state.edits + count, waitingSince: state.waitingSince ?? at };
}

function withFrame(state: SaveState, full: boolean): Frames {
	const { covers, firstFull, durable } = state.frames;
	return {
		covers: [...covers, state.edits],
		firstFull: firstFull ?? (full ? covers.length + 1 : null),
		durable,
	};
}

/**
 * An update frame brings one edit only; what was written before the connection opened goes in the first sync step 2. So
 * nothing counts as durable before that frame is.
 */
function acknowledged(state: SaveState, count: number, at: number): SaveState {
	const frames = { ...state.frames, durable: Math.max(state.frames.durable, count) };
	if (frames.firstFull === null || frames.durable < frames.firstFull) return { ...state, frames };
	const covered = frames.covers[Math.min(frames.durable, frames.covers.length) - 1] ?? 0;
	const durable = Math.max(state.durable, covered);
	const waitingSince = durable >= state.edits ? null : durable > state.durable ? at : state.waitingSince;
	return { ...state, frames, durable, waitingSince };
}

function closed(state: SaveState, connection: 'offline' | 'stopped', at: number): SaveState {
	if (state.connection === 'stopped') return state;
	return { ...state, connection, offlineSince: state.offlineSince ?? at, frames: NO_FRAMES };
}

export type SaveView = {
	kind: 'saved' | 'saving' | 'waiting' | 'offline' | 'reading';
	count: number;
	/** What the page says, always visible. */
	text: string;
};

/** What to say at the time `now` (milliseconds). */
export function viewOf(state: SaveState, now: number): SaveView {
	const count = pendingEdits(state);
	if (state.access === 'read') return { kind: 'reading', count: 0, text: 'Lecture seule' };
	if (state.connection === 'offline' || state.connection === 'stopped') return viewOffline(state, count);
	// Until the server has been given all that it lacks, nobody knows that it lacks nothing.
	if (count === 0 && state.frames.firstFull !== null) return { kind: 'saved', count, text: 'Enregistré' };
	const slow = state.waitingSince !== null && now - state.waitingSince >= SLOW_AFTER_MS;
	return slow
		? { kind: 'waiting', count, text: waitingText(count) }
		: { kind: 'saving', count, text: 'Enregistrement…' };
}

function viewOffline(state: SaveState, count: number): SaveView {
	if (state.kept) return { kind: 'offline', count, text: 'Hors ligne\u00a0: gardé sur cet appareil' };
	return count > 0
		? { kind: 'waiting', count, text: waitingText(count) }
		: { kind: 'offline', count, text: 'Hors ligne' };
}

/** « 3 modifications en attente ». */
export function waitingText(count: number): string {
	return count === 1 ? '1 modification en attente' : `${count} modifications en attente`;
}

/** What to add when edits wait at that moment. */
export function keptSentence(count: number): string | null {
	if (count === 0) return null;
	const what =
		count === 1
			? 'Votre dernière modification est gardée'
			: `Vos ${count} dernières modifications sont gardées`;
	return `${what} sur cet appareil.`;
}

/** When what is shown will change although nothing happens, or null: what a page sets its one timer on. */
export function nextViewChange(state: SaveState, now: number): number | null {
	if (state.access === 'read' || state.waitingSince === null) return null;
	const at = state.waitingSince + SLOW_AFTER_MS;
	return at > now ? at : null;
}
