import type { CollaborationServer } from '#server/collaboration/ports/server.ts';
import { DatabaseLog } from '#server/collaboration/adapters/database-log.ts';
import { createSystemClock } from '#server/collaboration/adapters/system-clock.ts';
import { readLimits } from '#server/collaboration/limits.ts';
import { createCollaborationServer } from '#server/collaboration/server.ts';
import type { Live } from '#lib/server/context/context.ts';
import type { Database } from '#lib/server/database/database.ts';

const unasked = () => Promise.reject(new Error('nobody connects here'));

/** A co-editing server on a test's database that commands write through, and nobody connects to. */
export function openLiveDocuments(db: Database): {
	server: CollaborationServer;
	live: Live;
} {
	const server = createCollaborationServer({
		log: new DatabaseLog(db),
		authorizer: { authorize: unasked, reauthorize: unasked },
		limits: readLimits({}),
		clock: createSystemClock(),
		logger: { info() {}, warn() {}, error() {} },
		schemaVersion: 1,
	});
	return {
		server,
		live: {
			peopleIn: () => new Map(),
			append: async (change) => (await server.appendFromServer(change)).seq,
		},
	};
}
