import { z } from 'zod';
import { REGISTRY_NAMES } from '#lib/registries/registry-name.rules.ts';
import { SHARINGS } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { DomainEvent, Events } from '#lib/server/events/events.ts';
import type { Bus, BusListener, BusMessage } from './collaboration/ports/bus.ts';

/** Of one département: none has so many. */
const MOST_COMMUNES = 1_000;

const id = z.string().max(100);
const code = z.string().max(3);
const places = z.strictObject({
	sharing: z.enum(SHARINGS),
	communeCodes: z.array(z.string().max(5)).max(MOST_COMMUNES),
});
const registry = z.enum(REGISTRY_NAMES);
const commune = z.strictObject({ communeCode: z.string().max(5) });

/** The events that pages of each process wait for. Another version's that this one does not know are left alone. */
const sharedEvent = z.discriminatedUnion('type', [
	z.strictObject({
		...{ type: z.literal('senior-doctor-changed'), departmentCode: code, doctorId: id },
		...{ before: places.nullable(), after: places.nullable() },
	}),
	z.strictObject({
		...{ type: z.literal('intern-changed'), departmentCode: code, internId: id },
		...{ before: commune.nullable(), after: commune.nullable() },
	}),
	z.strictObject({
		type: z.literal('record-visited'),
		visit: z.strictObject({
			...{ key: z.string().max(200), accountId: id, name: z.string().max(400) },
			...{ registry, departmentCode: code, recordId: id, field: z.string().max(60).nullable(), places },
		}),
	}),
	z.strictObject({ type: z.literal('batch-written'), departmentCode: code, registry, places }),
	z.strictObject({ type: z.literal('record-left'), departmentCode: code, key: z.string().max(200) }),
]) satisfies z.ZodType<DomainEvent>;

const SHARED: readonly DomainEvent['type'][] = sharedEvent.options.map(({ shape }) => shape.type.value);

/**
 * Tells the other processes what changes in the registries, and this one what changes there: what is heard is published as if it had happened
 * here, and goes no further. Rights and sessions that end elsewhere are told to whoever keeps a stream open; so is a line that was lost, since
 * nobody knows what was said meanwhile.
 * @returns the bus for those who speak of documents, which hears all the rest
 */
export function shareEvents({ bus, events }: { bus: Bus; events: Events }): Bus {
	if (!bus.isShared) return bus;
	const heard = new WeakSet<DomainEvent>();
	events.subscribe((event) => {
		if (!SHARED.includes(event.type) || heard.has(event)) return;
		bus.publish([{ kind: 'told', words: JSON.stringify(event) }]);
	});
	const hear = (event: DomainEvent): void => {
		heard.add(event);
		events.publish(event);
	};
	let listener: BusListener | null = null;
	bus.listen({
		message(message, from) {
			const event = eventOf(message);
			if (event !== null) hear(event);
			if (message.kind !== 'told') listener?.message(message, from);
		},
		resumed() {
			hear({ type: 'ended-elsewhere', whose: null });
			listener?.resumed();
		},
	});
	return {
		isShared: true,
		get isUp() {
			return bus.isUp;
		},
		publish: (messages) => bus.publish(messages),
		listen: (inner) => void (listener = inner),
		follow: (documentId) => bus.follow(documentId),
		close: () => bus.close(),
	};
}

/** What a message of another process says to those who listen beside documents; null for nothing. */
function eventOf(message: BusMessage): DomainEvent | null {
	if (message.kind === 'told') return readEvent(message.words);
	if (message.kind === 'session-ended') return endOf({ sessionId: message.sessionId });
	const accountId = message.kind === 'recheck' ? message.scope.accountId : undefined;
	return accountId === undefined ? null : endOf({ accountId });
}

function endOf(whose: { accountId: string } | { sessionId: string }): DomainEvent {
	return { type: 'ended-elsewhere', whose };
}

function readEvent(words: string): DomainEvent | null {
	try {
		return sharedEvent.parse(JSON.parse(words));
	} catch {
		// Of another version, or nothing at all: a hint may be missed, never misread.
		return null;
	}
}
