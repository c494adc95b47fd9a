import type { Events, RecordVisit } from '../events/events.ts';

/** Who has which record open, kept in memory and told from process to process by events. */
export interface RecordVisits {
	/** Those of a département, in the order of arrival. */
	inDepartment(departmentCode: string): RecordVisit[];
	find(key: string): RecordVisit | null;
}

/** Milliseconds after which a visit that nobody confirms is over: its process has died. Streams confirm theirs every 20 s. */
const FORGOTTEN_AFTER = 50_000;

/** Listens for visits as long as the process lives. A record that changes hands is judged by what it is now. */
export function createRecordVisits(events: Events, now: () => Date): RecordVisits {
	const visits = new Map<string, { visit: RecordVisit; at: number }>();
	const forgetOld = (): void => {
		const oldest = now().getTime() - FORGOTTEN_AFTER;
		for (const [key, { at }] of visits) if (at < oldest) visits.delete(key);
	};
	events.subscribe((event) => {
		if (event.type === 'record-visited') {
			// Whoever opens another record arrives there last.
			if (visits.get(event.visit.key)?.visit.recordId !== event.visit.recordId)
				visits.delete(event.visit.key);
			visits.set(event.visit.key, { visit: event.visit, at: now().getTime() });
		} else if (event.type === 'record-left') {
			visits.delete(event.key);
		} else if (event.type === 'senior-doctor-changed') {
			for (const [key, { visit, at }] of visits) {
				if (visit.recordId !== event.doctorId || visit.departmentCode !== event.departmentCode) continue;
				if (event.after === null) visits.delete(key);
				else if (event.before !== null) visits.set(key, { at, visit: { ...visit, places: event.after } });
			}
		}
	});
	return {
		inDepartment: (departmentCode) => {
			forgetOld();
			return [...visits.values()]
				.map(({ visit }) => visit)
				.filter((visit) => visit.departmentCode === departmentCode);
		},
		find: (key) => visits.get(key)?.visit ?? null,
	};
}
