import type { RegistryName } from '#lib/registries/registry-name.rules.ts';

/** What a command tells the rest of the process once its transaction has been committed. */
export type DomainEvent =
	/** Grants, mandates or the state of an account changed: its open sockets must be checked again. */
	| { type: 'rights-changed'; accountId: string }
	| { type: 'session-ended'; sessionId: string }
	/** A right or a session ended on another process, whose own sockets see to themselves; `null` when word of some may have been lost. */
	| { type: 'ended-elsewhere'; whose: { accountId: string } | { sessionId: string } | null }
	| { type: 'document-changed'; documentId: string }
	| { type: 'comments-changed'; documentId: string }
	/** A job waits: the process that queued it begins at once. */
	| { type: 'job-queued'; jobId: string }
	/** Figures that texts of this space may show have changed. */
	| { type: 'figures-changed'; departmentCode: string }
	| { type: 'committee-created'; departmentCode: string }
	/** A record of the doctors' registry as it was and as it is: who may read neither hears nothing. */
	| {
			type: 'senior-doctor-changed';
			departmentCode: string;
			doctorId: string;
			before: SharedPlaces | null;
			after: SharedPlaces | null;
	  }
	/** A record of the interns' registry, told the same way. */
	| {
			type: 'intern-changed';
			departmentCode: string;
			internId: string;
			before: { communeCode: string } | null;
			after: { communeCode: string } | null;
	  }
	/** A file was written in a registry, or taken back: records of these communes are others. Told once for many of them, after the last. */
	| { type: 'batch-written'; departmentCode: string; registry: RegistryName; places: SharedPlaces }
	/** A page has a record of a registry open, or still has; it writes in a field, or no longer. */
	| { type: 'record-visited'; visit: RecordVisit }
	| { type: 'record-left'; departmentCode: string; key: string };

/** Who a record of a registry is shared with, and its communes: what a listener judges by. An intern's is for the elected officials of its commune. */
export interface SharedPlaces {
	sharing: 'urps' | 'committee' | 'elected';
	communeCodes: readonly string[];
}

/** Somebody's page on a record, now. */
export interface RecordVisit {
	registry: RegistryName;
	/** Of the page: its account and the name that the page gave itself, so that nobody speaks for another's. */
	key: string;
	accountId: string;
	name: string;
	departmentCode: string;
	recordId: string;
	/** The field that is being written, null when the record is only read. */
	field: string | null;
	/** Who the record is shared with, and where: what a listener's rights are judged by. */
	places: SharedPlaces;
}

export type DomainListener = (event: DomainEvent) => void;

export interface Events {
	publish(event: DomainEvent): void;
	subscribe(listener: DomainListener): () => void;
}

/** In-process delivery, in order of subscription; a listener that throws is reported and does not stop the others. */
export function createEvents(reportError: (error: unknown) => void): Events {
	const listeners = new Set<DomainListener>();
	return {
		publish(event) {
			for (const listener of listeners) {
				try {
					listener(event);
				} catch (error) {
					reportError(error);
				}
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
