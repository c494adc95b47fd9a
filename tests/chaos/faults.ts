import { and, asc, eq, gt, or } from 'drizzle-orm';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { account } from '#lib/server/accounts/account.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { documentUpdate } from '#lib/server/documents/document.tables.ts';
import { encodeUpdate } from '#server/collaboration/messages.ts';
import type { Authorizer } from '#server/collaboration/ports/authorizer.ts';
import type { AppendEntry, DocumentLog } from '#server/collaboration/ports/document-log.ts';
import type { CollaborationServer, RecheckScope } from '#server/collaboration/ports/server.ts';
import type { Socket } from '#server/collaboration/ports/socket.ts';
import { wrapLog } from './deaths.ts';
import { plantTemplate } from './writing.ts';

/**
 * The faults that the harness must catch before its zeros mean anything. Each is put around the ports of the co-editing server by
 * the process of the test alone: no module of the product knows of them.
 */
export const FAULTS = [
	'ack-before-commit',
	'broadcast-before-commit',
	'snapshot-skips-last',
	'read-only-unchecked',
	'seed-on-each-load',
	'client-id-unguarded',
	'notify-only',
	'ordered-by-time',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultyParts {
	log: DocumentLog;
	authorizer: Authorizer;
	/** Whom a change of rights concerns, where the fault mixes people up. */
	scopeOf?(scope: RecheckScope): RecheckScope;
	/** Lets the fault see the sockets. */
	watch(server: Pick<CollaborationServer, 'accept'>): Pick<CollaborationServer, 'accept'>;
}

type Sound = { log: DocumentLog; authorizer: Authorizer; db: Database };

/** The parts with one fault in them. */
export function plant(fault: Fault, sound: Sound): FaultyParts {
	const parts: FaultyParts = { log: sound.log, authorizer: sound.authorizer, watch: (server) => server };
	switch (fault) {
		case 'ack-before-commit':
			return { ...parts, log: answeringFirst(sound.log) };
		case 'broadcast-before-commit':
			return { ...parts, ...showingFirst(sound.log) };
		case 'snapshot-skips-last':
			return { ...parts, log: skippingLast(sound.log) };
		case 'read-only-unchecked':
			return { ...parts, authorizer: letting(sound.authorizer) };
		case 'seed-on-each-load':
			return { ...parts, log: seeding(sound.log) };
		case 'client-id-unguarded':
			return { ...parts, ...oneAuthor(sound.authorizer, sound.db) };
		case 'notify-only':
			return { ...parts, log: neverLookedAt(sound.log) };
		case 'ordered-by-time':
			return { ...parts, log: orderedByTime(sound.log, sound.db) };
	}
}

/** How long the commit comes after the answer that says it is done. */
const LATE_MS = 40;

function answeringFirst(log: DocumentLog): DocumentLog {
	const last = new Map<string, number>();
	let chain = Promise.resolve();
	return wrapLog(log, {
		async open(documentId) {
			await chain;
			const opened = await log.open(documentId);
			if (opened) last.set(documentId, opened.seq);
			return opened;
		},
		append(batch) {
			chain = chain
				.then(() => pause(LATE_MS))
				.then(async () => void (await log.append(batch)))
				.catch(() => undefined);
			return Promise.resolve(
				batch.map(({ documentId }) => {
					const seq = (last.get(documentId) ?? 0) + 1;
					last.set(documentId, seq);
					return { ok: true as const, seq };
				}),
			);
		},
	});
}

function showingFirst(log: DocumentLog): Pick<FaultyParts, 'log' | 'watch'> {
	const sockets = new Map<string, Set<Socket>>();
	const show = ({ documentId, bytes }: AppendEntry): void => {
		for (const socket of sockets.get(documentId) ?? []) socket.send([encodeUpdate(bytes)]);
	};
	return {
		log: wrapLog(log, {
			append(batch) {
				batch.forEach(show);
				return log.append(batch);
			},
		}),
		watch: (server) => ({
			accept(socket, request) {
				const all = sockets.get(request.documentId) ?? new Set<Socket>();
				sockets.set(request.documentId, all.add(socket));
				return server.accept(socket, request);
			},
		}),
	};
}

function skippingLast(log: DocumentLog): DocumentLog {
	return wrapLog(log, {
		async writeSnapshot(snapshot) {
			const rows = await log.read(snapshot.documentId, 0);
			const kept = rows.filter(({ seq }) => seq < snapshot.seq).map(({ bytes }) => bytes);
			return log.writeSnapshot({ ...snapshot, bytes: Y.mergeUpdates(kept) });
		},
	});
}

function letting(authorizer: Authorizer): Authorizer {
	const writing = async (
		answer: ReturnType<Authorizer['authorize']>,
	): ReturnType<Authorizer['authorize']> => {
		const decided = await answer;
		return decided.ok ? { ...decided, access: 'write' } : decided;
	};
	return {
		authorize: (request) => writing(authorizer.authorize(request)),
		reauthorize: (request) => writing(authorizer.reauthorize(request)),
	};
}

function seeding(log: DocumentLog): DocumentLog {
	return wrapLog(log, {
		async open(documentId) {
			const doc = new Y.Doc();
			plantTemplate(doc);
			const { clientID } = doc;
			const entry = { documentId, accountId: null, clientId: clientID, newClients: [clientID] };
			await log.append([{ ...entry, bytes: Y.encodeStateAsUpdate(doc) }]);
			return log.open(documentId);
		},
	});
}

/**
 * Everybody is one account to the guard: client ids are nobody's in particular. Their rights stay their own. It is the same account in
 * every process and after every start: else the guard would find honest people to be others, and close them.
 */
function oneAuthor(authorizer: Authorizer, db: Database): Pick<FaultyParts, 'authorizer' | 'scopeOf'> {
	const first = async (): Promise<string | undefined> => {
		const [one] = await db.select({ id: account.id }).from(account).orderBy(asc(account.id)).limit(1);
		return one?.id;
	};
	const mixed = async (answer: ReturnType<Authorizer['authorize']>): ReturnType<Authorizer['authorize']> => {
		const decided = await answer;
		if (!decided.ok) return decided;
		const accountId = (await first()) ?? decided.accountId;
		// By presence too: who shows a client id holds it for their account.
		const person = { ...decided.person, accountId };
		return { ...decided, accountId, person, sessionId: decided.accountId };
	};
	return {
		authorizer: {
			authorize: (request) => mixed(authorizer.authorize(request)),
			reauthorize: (request) => mixed(authorizer.reauthorize({ ...request, accountId: request.sessionId })),
		},
		scopeOf: ({ accountId }) => ({ sessionId: accountId }),
	};
}

/** What other processes commit is learnt from the bus or not at all. */
function neverLookedAt(log: DocumentLog): DocumentLog {
	return wrapLog(log, { heads: (ids) => Promise.resolve(new Map(ids.map((id) => [id, 0]))) });
}

/** What comes after a number is what was written later by the clock. */
function orderedByTime(log: DocumentLog, db: Database): DocumentLog {
	const after = async (documentId: string, seq: number) => {
		const { createdAt } = documentUpdate;
		const own = eq(documentUpdate.documentId, documentId);
		const [last] = await db
			.select({ at: createdAt })
			.from(documentUpdate)
			.where(and(own, eq(documentUpdate.seq, seq)));
		const later =
			last && or(gt(createdAt, last.at), and(eq(createdAt, last.at), gt(documentUpdate.seq, seq)));
		return db
			.select({ seq: documentUpdate.seq, bytes: documentUpdate.bytes, accountId: documentUpdate.accountId })
			.from(documentUpdate)
			.where(and(own, later))
			.orderBy(asc(createdAt), asc(documentUpdate.seq));
	};
	return wrapLog(log, {
		read: after,
		async open(documentId) {
			const opened = await log.open(documentId);
			if (opened === null) return null;
			const updates = await after(documentId, opened.snapshotSeq);
			return { ...opened, updates: updates.map(({ bytes }) => bytes) };
		},
	});
}
