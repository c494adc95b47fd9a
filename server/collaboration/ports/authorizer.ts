import type { Access, PresenceUser } from '#lib/collaboration/protocol.ts';

export type Authorized = {
	ok: true;
	accountId: string;
	sessionId: string;
	person: PresenceUser;
	/** Whether this account may be the first to use a Yjs client id in this document. */
	mayTake(client: number): boolean;
	access: Access;
	departmentCode: string;
	documentKind: string;
	/** Milliseconds since 1970 at which one of the rights behind this ends by itself (mandate, session), and it is asked again; null for none known. */
	validUntil: number | null;
};

/**
 * `not-found` is the one answer for a document that does not exist and for one the person may not see.
 * `right-ended` is for someone already in: the session lives, the right does not.
 */
export type AuthorizationRefusal = { ok: false; reason: 'signed-out' | 'not-found' | 'right-ended' };
export type Authorization = Authorized | AuthorizationRefusal;

/** Decides who may do what, by the same policies as the pages. Rejecting means "cannot say": the socket is closed to be retried. */
export interface Authorizer {
	/** At the opening of a socket: `signed-out` or `not-found` when refused. */
	authorize(request: { documentId: string; cookieHeader: string | null }): Promise<Authorization>;
	/** For a socket already in: reads session, right and document again, uncached. */
	reauthorize(request: { documentId: string; accountId: string; sessionId: string }): Promise<Authorization>;
}
