import type { Health } from './context.ts';

/** A database that takes longer does not serve pages either; a driver may wait half a minute by itself. */
const PATIENCE_MILLISECONDS = 2_000;

export interface HealthReport {
	status: 'ok' | 'unavailable';
	runtime: string;
	version: string;
}

/** Asks the database whether it answers. Never throws, never waits longer than `patience`. */
export async function reportHealth(health: Health, patience = PATIENCE_MILLISECONDS): Promise<HealthReport> {
	const { runtime, version } = health;
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('the database does not answer')), patience);
	});
	try {
		await Promise.race([health.ping(), tooLate]);
		return { status: 'ok', runtime, version };
	} catch {
		return { status: 'unavailable', runtime, version };
	} finally {
		clearTimeout(timer);
	}
}
