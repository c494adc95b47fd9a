import * as Y from 'yjs';
import { mayTakeClientId } from '#lib/collaboration/client-id.ts';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { describeDocument } from '../fold.ts';
import { readLimits, type LimitName, type Limits } from '../limits.ts';
import type { Authorization, Authorizer } from '../ports/authorizer.ts';
import type { Bus } from '../ports/bus.ts';
import type { Logger } from '../ports/logger.ts';
import type { CommittedEvent } from '../ports/server.ts';
import { ControlledFolder } from './controlled-folder.ts';
import { createCollaborationServer } from '../server.ts';
import { ControlledLog } from './controlled-log.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryQuarantine } from './memory-quarantine.ts';
import { TestClient } from './test-client.ts';

export const DOCUMENT = '01900000-0000-7000-8000-000000000001';
export const OTHER_DOCUMENT = '01900000-0000-7000-8000-000000000002';
export const UNKNOWN_DOCUMENT = '01900000-0000-7000-8000-00000000dead';

export const SILENT: Logger = { info() {}, warn() {}, error() {} };

/** The key of an account's client ids, in each document. */
export const clientKeyOf = (accountId: string): string => `key of ${accountId}`;

/** Cookies are `<account>` or `<account>:read`; the map holds what changed since. */
export class TestAuthorizer implements Authorizer {
	readonly changed = new Map<string, Authorization | 'fails' | 'hangs'>();
	readonly hidden = new Set<string>();
	asked = 0;
	askedAgain = 0;
	validUntil: number | null = null;
	/** Not of a text unless a test says so: most of them write whatever is shortest, under whatever name. */
	documentKind: DocumentKind = 'plan';

	async authorize(request: { documentId: string; cookieHeader: string | null }): Promise<Authorization> {
		this.asked += 1;
		if (!request.cookieHeader) return { ok: false, reason: 'signed-out' };
		if (this.hidden.has(request.documentId) || request.documentId === UNKNOWN_DOCUMENT) {
			return { ok: false, reason: 'not-found' };
		}
		const [accountId = '', access] = request.cookieHeader.split(':');
		const changed = this.changed.get(accountId);
		if (typeof changed === 'object') return changed;
		return this.grant(accountId, access === 'read' ? 'read' : 'write');
	}

	async reauthorize(request: { accountId: string; sessionId: string }): Promise<Authorization> {
		this.askedAgain += 1;
		const changed = this.changed.get(request.accountId);
		if (changed === 'fails') throw new Error('database away');
		if (changed === 'hangs') return new Promise(() => {});
		return changed ?? this.grant(request.accountId, 'write');
	}

	grant(accountId: string, access: 'read' | 'write'): Authorization {
		const person = {
			accountId,
			name: `Name of ${accountId}`,
			organisation: 'CPTS',
			initials: 'NO',
			color: 1,
		};
		return {
			ok: true,
			accountId,
			sessionId: `session-${accountId}`,
			person,
			mayTake: (client) => mayTakeClientId(client, () => clientKeyOf(accountId)),
			access,
			departmentCode: '64',
			documentKind: this.documentKind,
			validUntil: this.validUntil,
		};
	}
}

/** A server on doubles: nothing real but the code under test. */
export function buildServer(
	limits: Partial<Record<LimitName, number>> = {},
	schemaVersion = CURRENT_SCHEMA_VERSION,
	/** What it has in common with other servers, as processes on one database have. */
	shared: { clock?: FakeClock; log?: ControlledLog; authorizer?: TestAuthorizer; bus?: Bus } = {},
) {
	const clock = shared.clock ?? new FakeClock();
	const log = new ControlledLog(shared.log);
	const folder = new ControlledFolder(clock);
	const quarantine = new MemoryQuarantine();
	const authorizer = shared.authorizer ?? new TestAuthorizer();
	const committed: CommittedEvent[] = [];
	const all: Limits = { ...readLimits({}), ...limits };
	if (!shared.log) for (const id of [DOCUMENT, OTHER_DOCUMENT]) log.create(id);
	const server = createCollaborationServer({
		...(shared.bus ? { bus: shared.bus } : {}),
		log,
		folder,
		quarantine,
		authorizer,
		clock,
		limits: all,
		logger: SILENT,
		schemaVersion,
		onCommitted: (event) => committed.push(event),
	});

	type Arrival = {
		documentId?: string;
		schema?: string | null;
		address?: string;
		doc?: Y.Doc;
		silent?: boolean;
	};

	/** Connects without waiting for anything. */
	function connect(cookieHeader: string | null, arrival: Arrival = {}): TestClient {
		const client = new TestClient(arrival);
		server.accept(client, {
			documentId: arrival.documentId ?? DOCUMENT,
			cookieHeader,
			schema: arrival.schema === undefined ? String(CURRENT_SCHEMA_VERSION) : arrival.schema,
			address: arrival.address ?? '127.0.0.1',
		});
		return client;
	}

	/** Connects and lets everything settle. */
	async function enter(cookieHeader: string | null, arrival: Arrival = {}): Promise<TestClient> {
		const client = connect(cookieHeader, arrival);
		await clock.settle();
		return client;
	}

	async function stored(documentId = DOCUMENT): Promise<Y.Doc> {
		const doc = new Y.Doc();
		for (const { bytes } of await log.read(documentId, 0)) Y.applyUpdate(doc, bytes);
		return doc;
	}

	/** A fingerprint of what is stored: content, structs, and the number of rows. */
	async function fingerprint(documentId = DOCUMENT): Promise<string> {
		const rows = (await log.read(documentId, 0)).length;
		return `${rows} ${describeDocument(await stored(documentId))}`;
	}

	return {
		server,
		clock,
		log,
		folder,
		quarantine,
		authorizer,
		committed,
		connect,
		enter,
		stored,
		fingerprint,
		limits: all,
	};
}

/** The updates a document emits while it is changed. */
export function updatesOf(doc: Y.Doc, change: () => void): Uint8Array[] {
	const updates: Uint8Array[] = [];
	const listen = (update: Uint8Array) => updates.push(update);
	doc.on('update', listen);
	change();
	doc.off('update', listen);
	return updates;
}

/** The one update a document emits while it is changed in a transaction. */
export function updateOf(doc: Y.Doc, change: () => void): Uint8Array {
	const [update] = updatesOf(doc, () => doc.transact(change));
	if (!update) throw new Error('nothing changed');
	return update;
}
