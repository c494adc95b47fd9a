import type { Context } from '../context/context.ts';
import type { DomainEvent } from '../events/events.ts';
import { opensRecord, type SeniorsAccess } from '../policies/seniors.policy.ts';
import { accountIdOf, authorizeSeniors } from './seniors-rights.queries.ts';

/** Milliseconds between two signs of life: proxies close what is silent for a minute. */
const ALIVE_EVERY = 20_000;

/**
 * What changes in a département's registry, as server-sent events: only the id of a record that its reader may read, before or after the
 * change. Whoever reads totals hears nothing: when a record changes is news of it too. A right or a session that ends ends the stream; the page
 * asks again, by the rights of then.
 * @param stopped when the reader has gone
 */
export async function streamSeniors(
	context: Context,
	departmentCode: string,
	stopped: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
	const { access } = await authorizeSeniors(context, departmentCode);
	const accountId = accountIdOf(context);
	const sessionId = context.actor.kind === 'account' ? context.actor.sessionId : '';
	const encoder = new TextEncoder();
	let close = (): void => {};
	return new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (text: string): void => controller.enqueue(encoder.encode(text));
			const alive = setInterval(() => send(': là\n\n'), ALIVE_EVERY);
			alive.unref();
			let isOpen = true;
			const leave = (): void => {
				if (!isOpen) return;
				isOpen = false;
				clearInterval(alive);
				unsubscribe();
				stopped.removeEventListener('abort', close);
			};
			close = () => {
				if (!isOpen) return;
				leave();
				controller.close();
			};
			const unsubscribe = context.events.subscribe((event) => {
				if (event.type === 'rights-changed' && event.accountId === accountId) close();
				else if (event.type === 'session-ended' && event.sessionId === sessionId) close();
				else if (concerns(event, departmentCode, access)) {
					send(`event: medecin\ndata: ${JSON.stringify({ id: event.doctorId })}\n\n`);
				}
			});
			stopped.addEventListener('abort', close);
			send('retry: 2000\n\n');
		},
		cancel: () => close(),
	});
}

function concerns(
	event: DomainEvent,
	departmentCode: string,
	access: SeniorsAccess,
): event is Extract<DomainEvent, { type: 'senior-doctor-changed' }> {
	if (event.type !== 'senior-doctor-changed' || event.departmentCode !== departmentCode) return false;
	return [event.before, event.after].some((record) => record !== null && opensRecord(access, record));
}
