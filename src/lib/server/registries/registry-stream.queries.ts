import { notFound } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { REGISTRY_PATH } from '#lib/registries/registry-name.rules.ts';
import type { OpenVisit } from '#lib/registries/registry-list.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { DomainEvent } from '../events/events.ts';
import { opensIntern } from '../policies/interns.policy.ts';
import { opensRecord } from '../policies/seniors.policy.ts';
import {
	opensPlaces,
	registriesAccess,
	visitKey,
	visitsSeenBy,
	type RegistriesAccess,
} from './presence.queries.ts';
import { accountOf } from './registry-region.queries.ts';

/** Milliseconds between two signs of life: proxies close what is silent for a minute. */
const ALIVE_EVERY = 20_000;

/**
 * What changes in a département's two registries, as server-sent events: only the id of a record that its reader may read, before or after the
 * change, or the name of a registry when a file has changed some that they may read; and who else has which of those records open. Whoever reads totals hears nothing: when a record changes is news of it too. A right or a session that ends ends the stream; the page
 * asks again, by the rights of then.
 */
export async function streamRegistries(
	context: Context,
	departmentCode: string,
	{ stopped, visit, resumes = false }: StreamRequest,
): Promise<ReadableStream<Uint8Array>> {
	const space = await authorizeInSpace(context, 'seniors.read', departmentCode);
	const access = registriesAccess(context.actor, space);
	if (access['senior-doctors'] === null) throw notFound();
	const accountId = accountOf(context);
	const sessionId = context.actor.kind === 'account' ? context.actor.sessionId : '';
	const ownKey = visitKey(accountId, visit ?? '');
	const presence = new PresenceTold(() =>
		visitsSeenBy(context.recordVisits, { departmentCode, access, accountId, ownKey }),
	);
	const encoder = new TextEncoder();
	let [leave, close] = [(): void => {}, (): void => {}];
	return new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (text: string): void => {
				if (text !== '') controller.enqueue(encoder.encode(text));
			};
			const alive = setInterval(() => {
				send(': là\n\n');
				const own = context.recordVisits.find(ownKey);
				if (own !== null) context.events.publish({ type: 'record-visited', visit: own });
				send(presence.news());
			}, ALIVE_EVERY);
			alive.unref();
			let isOpen = true;
			leave = () => {
				if (!isOpen) return;
				isOpen = false;
				clearInterval(alive);
				unsubscribe();
				stopped.removeEventListener('abort', close);
				if (context.recordVisits.find(ownKey) !== null)
					context.events.publish({ type: 'record-left', departmentCode, key: ownKey });
			};
			close = () => {
				if (!isOpen) return;
				leave();
				controller.close();
			};
			const unsubscribe = context.events.subscribe((event) => {
				if (endsFor(event, { accountId, sessionId })) close();
				else {
					const news = newsOf(event, departmentCode, access);
					if (news !== null) send(`event: ${news.name}\ndata: ${JSON.stringify(news.data)}\n\n`);
				}
				if (isOpen && tellsOfVisits(event)) send(presence.news());
			});
			stopped.addEventListener('abort', close);
			// With an id, whoever comes back says so.
			send(`retry: 2000\nid: ${newId()}\n\n`);
			// What passed meanwhile is not kept by reader: saying that something may have tells nothing of what one may not read.
			if (resumes) send('event: reprise\ndata: {}\n\n');
			send(presence.news());
		},
		// Already closed by its reader.
		cancel: () => leave(),
	});
}

interface StreamRequest {
	/** When the reader has gone. */
	stopped: AbortSignal;
	/** The name that the page gave itself, when it tells which record it has open. */
	visit: string | null;
	/** Whether the reader had a stream before, and may have missed something. */
	resumes?: boolean;
}

/** A right or a session that ended, here or elsewhere; or word of it that may have been lost: who still may asks again. */
function endsFor(event: DomainEvent, own: { accountId: string; sessionId: string }): boolean {
	if (event.type === 'rights-changed') return event.accountId === own.accountId;
	if (event.type === 'session-ended') return event.sessionId === own.sessionId;
	if (event.type !== 'ended-elsewhere') return false;
	const { whose } = event;
	if (whose === null) return true;
	return 'accountId' in whose ? whose.accountId === own.accountId : whose.sessionId === own.sessionId;
}

/** Who is there, told only when it is not what was told last. */
class PresenceTold {
	readonly #read: () => OpenVisit[];
	#told = '[]';

	constructor(read: () => OpenVisit[]) {
		this.#read = read;
	}

	/** The frame to send, empty when there is nothing new. */
	news(): string {
		const text = JSON.stringify(this.#read());
		if (text === this.#told) return '';
		this.#told = text;
		return `event: presence\ndata: ${text}\n\n`;
	}
}

/** A change of who may open a record changes who sees its visitors. */
function tellsOfVisits({ type }: DomainEvent): boolean {
	return VISITS_CHANGE_WITH.includes(type);
}
const VISITS_CHANGE_WITH: readonly DomainEvent['type'][] = [
	'record-visited',
	'record-left',
	'senior-doctor-changed',
	'intern-changed',
];

/** What the stream says of an event; null for what is of another département, or of records that its reader may read neither before nor after. */
function newsOf(
	event: DomainEvent,
	departmentCode: string,
	access: RegistriesAccess,
): { name: string; data: { id?: string } } | null {
	if (!('departmentCode' in event) || event.departmentCode !== departmentCode) return null;
	if (event.type === 'senior-doctor-changed') {
		const isOpen = (record: typeof event.before): boolean =>
			record !== null && opensRecord(access['senior-doctors'], record);
		return isOpen(event.before) || isOpen(event.after)
			? { name: 'medecin', data: { id: event.doctorId } }
			: null;
	}
	if (event.type === 'intern-changed') {
		const isOpen = (record: typeof event.before): boolean =>
			record !== null && opensIntern(access.interns, record);
		return isOpen(event.before) || isOpen(event.after)
			? { name: 'interne', data: { id: event.internId } }
			: null;
	}
	if (event.type !== 'batch-written' || !opensPlaces(access, event.registry, event.places)) return null;
	// Many records may be others: the lists of the registry are read anew.
	return { name: REGISTRY_PATH[event.registry], data: {} };
}
