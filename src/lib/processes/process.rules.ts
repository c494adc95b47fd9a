/** How often a process says that it is there. */
export const BEAT_MS = 10_000;

/** Three beats missed: the process no longer answers. */
export const SILENT_AFTER_MS = 35_000;

/** Nobody waits any longer for a process silent for this long: it has been replaced. */
export const FORGOTTEN_AFTER_MS = 600_000;

export type ProcessState = 'running' | 'alone' | 'silent';

/** One process as the administrator sees it: counts alone, no content. */
export interface ProcessRow {
	id: string;
	version: string;
	startedAt: Date;
	lastSeenAt: Date;
	state: ProcessState;
	/** The process that answers this request. */
	isOwn: boolean;
	rooms: number;
	connections: number;
	queued: number;
	commitsPerSecond: number;
	updatesPerSecond: number;
	memoryBytes: number;
	loopDelayMs: number;
}

/** What to say of a process by its last beat; `alone` is one that runs while hints from the others do not reach it. */
export function processState(beat: { lastSeenAt: Date; busUp: boolean | null }, now: Date): ProcessState {
	if (now.getTime() - beat.lastSeenAt.getTime() > SILENT_AFTER_MS) return 'silent';
	return beat.busUp === false ? 'alone' : 'running';
}

/** Of something that grew between two beats, how much per second; 0 where no time has passed or the count began again. */
export function perSecond(grown: number, milliseconds: number): number {
	return milliseconds > 0 && grown > 0 ? (grown * 1_000) / milliseconds : 0;
}
