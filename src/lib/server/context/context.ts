import type { Passwords } from '../accounts/password.ts';
import type { Sessions } from '../accounts/session.ts';
import type { Database } from '../database/database.ts';
import type { Events } from '../events/events.ts';
import type { Files } from '../files/files.ts';
import type { Mail } from '../mail/mail.ts';
import type { Actor } from '../policies/policy.ts';
import type { RecordVisits } from '../registries/record-visits.ts';
import type { Figures } from './figures.ts';
import type { InTurn } from './turns.ts';

/** Somebody who has a document open now. */
export interface PersonHere {
	accountId: string;
	name: string;
	organisation: string;
	/** Presence colour, 1 to 12. */
	color: number;
	/** Id of the action or heading they are on, when the page says so. */
	place: string | null;
}

/** What queries and commands may ask of the co-editing server. */
export interface Live {
	/** People in each of the documents, one entry per account. */
	peopleIn(documentIds: readonly string[]): ReadonlyMap<string, readonly PersonHere[]>;
	/** Appends a Yjs update to a document as the server, by the same path as a client's. @returns its `seq` */
	append(change: { documentId: string; update: Uint8Array; accountId: string | null }): Promise<number>;
}

/** What `/sante` tells of this process. */
export interface Health {
	/** Different for each runtime: a page and a socket of one process report the same. */
	readonly runtime: string;
	readonly version: string;
	/** Resolves when the database answers, rejects when it is out of reach. */
	ping(): Promise<void>;
}

/** Everything that a query or a command needs, given at each request. */
export interface Context {
	readonly db: Database;
	readonly actor: Actor;
	readonly now: () => Date;
	readonly events: Events;
	readonly mail: Mail;
	readonly sessions: Sessions;
	readonly passwords: Passwords;
	/**
	 * Work the answer must not wait for, because its time would tell what is kept secret or its failure is not the
	 * caller's. It begins after the answer and is finished before the process closes.
	 */
	afterwards(work: () => Promise<void>): void;
	/** Work that must not overlap, in this process, with other work of the same name. */
	readonly inTurn: InTurn;
	readonly live: Live;
	/** Who has which record of a registry open. */
	readonly recordVisits: RecordVisits;
	/** Where files are written and read, away from what people type. */
	readonly files: Files;
	readonly figures: Figures;
	readonly health: Health;
	/** Public origin for links in mails: `https://terrimed.example`. */
	readonly origin: string;
	/** Address of the client, for throttling only; never stored in clear. */
	readonly clientAddress: string;
	/** Whether this is the demonstration: fictional data, mails listed on a page. */
	readonly demonstration: boolean;
}

/** The same context with another database handle: inside a transaction, queries must use this one. */
export function within(context: Context, transaction: Database): Context {
	return { ...context, db: transaction };
}
