import { decodePacket, encodePacket } from '../bus-codec.ts';
import type { Bus, BusListener, BusMessage } from '../ports/bus.ts';

/** A message on its way to one process. */
export type Delivery = { readonly to: string; readonly from: string; readonly message: BusMessage };

/** Joins several buses of one process, with hands on what passes between them: for tests. */
export interface MemoryHub {
	/** The bus of one more process. */
	open(name?: string): Bus;
	/** Loses what the function says from now on; null for nothing. */
	lose(choose: ((delivery: Delivery) => boolean) | null): void;
	/** Delivers everything so many times. */
	repeat(times: number): void;
	/** Keeps everything back until `release`. */
	hold(): void;
	/** Lets go of what was held, in the order that the function gives it: none, one, twice. */
	release(arrange?: (held: readonly Delivery[]) => readonly Delivery[]): void;
	/** Takes one process off the line; what it publishes is lost. */
	cut(bus: Bus): void;
	heal(bus: Bus): void;
	/** Puts bytes on the line as they are. */
	inject(bytes: Uint8Array): void;
}

/**
 * Makes a hub. Messages travel encoded, and arrive in a later microtask, in order. With `carriesBytes` false they carry numbers
 * without bytes, as on a line that is too narrow for them.
 */
export function createMemoryHub(options: { carriesBytes?: boolean } = {}): MemoryHub {
	return new Hub(options.carriesBytes ?? true);
}

class Hub implements MemoryHub {
	readonly carriesBytes: boolean;
	readonly buses = new Map<string, MemoryBus>();
	#lose: ((delivery: Delivery) => boolean) | null = null;
	#times = 1;
	#held: Delivery[] | null = null;

	constructor(carriesBytes: boolean) {
		this.carriesBytes = carriesBytes;
	}

	open(name = `process-${this.buses.size + 1}`): Bus {
		const bus = new MemoryBus(this, name);
		this.buses.set(name, bus);
		return bus;
	}

	lose(choose: ((delivery: Delivery) => boolean) | null): void {
		this.#lose = choose;
	}

	repeat(times: number): void {
		this.#times = times;
	}

	hold(): void {
		this.#held ??= [];
	}

	release(arrange = (held: readonly Delivery[]): readonly Delivery[] => held): void {
		const held = this.#held ?? [];
		this.#held = null;
		for (const delivery of arrange(held)) this.#deliver(delivery);
	}

	cut(bus: Bus): void {
		if (bus instanceof MemoryBus) bus.isUp = false;
	}

	heal(bus: Bus): void {
		if (!(bus instanceof MemoryBus) || bus.isUp) return;
		bus.isUp = true;
		bus.listener?.resumed();
	}

	inject(bytes: Uint8Array): void {
		const packet = decodePacket(bytes);
		if (packet) this.spread(packet.from, packet.messages);
	}

	spread(from: string, messages: readonly BusMessage[]): void {
		for (const message of messages) {
			for (const to of this.buses.keys()) {
				const delivery = { to, from, message };
				if (to === from || this.#lose?.(delivery) === true) continue;
				for (let time = 0; time < this.#times; time += 1) {
					if (this.#held) this.#held.push(delivery);
					else this.#deliver(delivery);
				}
			}
		}
	}

	#deliver({ to, from, message }: Delivery): void {
		queueMicrotask(() => this.buses.get(to)?.hear(message, from));
	}
}

class MemoryBus implements Bus {
	readonly isShared = true;
	isUp = true;
	listener: BusListener | null = null;
	readonly #hub: Hub;
	readonly #name: string;
	readonly #followed = new Map<string, number>();

	constructor(hub: Hub, name: string) {
		this.#hub = hub;
		this.#name = name;
	}

	publish(messages: readonly BusMessage[]): void {
		if (!this.isUp) return;
		const sent = this.#hub.carriesBytes ? messages : messages.map(withoutBytes);
		const packet = decodePacket(encodePacket({ from: this.#name, messages: sent }));
		if (packet) this.#hub.spread(packet.from, packet.messages);
	}

	listen(listener: BusListener): void {
		this.listener = listener;
	}

	hear(message: BusMessage, from: string): void {
		if (!this.isUp) return;
		if ('documentId' in message && !this.#followed.has(message.documentId)) return;
		this.listener?.message(message, from);
	}

	follow(documentId: string): () => void {
		this.#followed.set(documentId, (this.#followed.get(documentId) ?? 0) + 1);
		let ended = false;
		return () => {
			if (ended) return;
			ended = true;
			const others = (this.#followed.get(documentId) ?? 1) - 1;
			if (others > 0) this.#followed.set(documentId, others);
			else this.#followed.delete(documentId);
		};
	}

	close(): Promise<void> {
		this.isUp = false;
		this.#hub.buses.delete(this.#name);
		return Promise.resolve();
	}
}

function withoutBytes(message: BusMessage): BusMessage {
	return message.kind === 'committed' ? { ...message, bytes: null } : message;
}
