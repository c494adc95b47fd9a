import type { DomainEvent, Events, RecordVisit, SharedPlaces } from '../events/events.ts';

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
		} else {
			const moved = movedRecord(event);
			if (moved === null) return;
			for (const [key, { visit, at }] of visits) {
				if (visit.recordId !== moved.id || visit.departmentCode !== moved.departmentCode) continue;
				if (moved.places === null) visits.delete(key);
				else if (!moved.arrives) visits.set(key, { at, visit: { ...visit, places: moved.places } });
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

interface MovedRecord {
	id: string;
	departmentCode: string;
	/** Null once the département has it no longer. */
	places: SharedPlaces | null;
	/** It was not there before: nobody has it open there. */
	arrives: boolean;
}

/** A record that is shared otherwise or elsewhere than it was, in whichever registry; null for what is no such event. */
function movedRecord(event: DomainEvent): MovedRecord | null {
	if (event.type === 'senior-doctor-changed') {
		const { doctorId, departmentCode, before, after } = event;
		return { id: doctorId, departmentCode, places: after, arrives: before === null };
	}
	if (event.type !== 'intern-changed') return null;
	const { internId, departmentCode, before, after } = event;
	const places = after && { sharing: 'elected' as const, communeCodes: [after.communeCode] };
	return { id: internId, departmentCode, places, arrives: before === null };
}
