import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import type { Live } from '#lib/server/context/context.ts';
import type { Database } from '#lib/server/database/database.ts';
import { loadCopy } from '#lib/server/documents/document.log.ts';
import { DatabaseLog } from '#server/collaboration/adapters/database-log.ts';
import { createSystemClock } from '#server/collaboration/adapters/system-clock.ts';
import { readLimits } from '#server/collaboration/limits.ts';
import type { Authorizer } from '#server/collaboration/ports/authorizer.ts';
import type { Logger } from '#server/collaboration/ports/logger.ts';
import { createCollaborationServer } from '#server/collaboration/server.ts';
import * as Y from 'yjs';

/** A co-editing server of its own, to which nobody connects and whose updates bear the demonstration's dates. */
export interface CoEditing {
	readonly live: Live;
	/** Changes a document as an account would from its page: under a client id that nobody has used. */
	edit(target: { documentId: string; accountId: string }, change: (doc: Y.Doc) => void): Promise<void>;
	close(): Promise<void>;
}

const NOBODY: Authorizer = {
	authorize: () => Promise.resolve({ ok: false, reason: 'not-found' }),
	reauthorize: () => Promise.resolve({ ok: false, reason: 'right-ended' }),
};

/** What goes wrong is thrown by `edit`; there is nothing else to tell. */
const SILENT: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @param db may be a transaction: updates are then stored with it or not at all */
export function openCoEditing(db: Database, now: () => Date): CoEditing {
	const server = createCollaborationServer({
		log: new DatabaseLog(db, { now }),
		authorizer: NOBODY,
		limits: readLimits({}),
		clock: { ...createSystemClock(), now: () => now().getTime() },
		logger: SILENT,
		schemaVersion: CURRENT_SCHEMA_VERSION,
	});
	const live: Live = {
		peopleIn: () => new Map(),
		append: async (change) => (await server.appendFromServer(change)).seq,
	};
	return {
		live,
		async edit({ documentId, accountId }, change) {
			const doc = await loadCopy(db, documentId);
			const known = Y.encodeStateVector(doc);
			doc.transact(() => change(doc));
			const update = Y.encodeStateAsUpdate(doc, known);
			doc.destroy();
			await live.append({ documentId, update, accountId });
		},
		close: () => server.close(),
	};
}
