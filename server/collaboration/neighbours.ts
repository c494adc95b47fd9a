import type { Bus, BusMessage } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { CommittedEvent, PersonInDocument, RecheckScope } from './ports/server.ts';
import type { LineEnd } from './ports/socket.ts';
import type { Room } from './room.ts';
import type { SetAside } from './room-quarantine.ts';

/** How often a process says again who is with it, though nothing changed. */
const PEOPLE_EVERY_MS = 10_000;

/** After so long without a word, a process and the people it spoke of are taken to have gone. */
const SILENCE_MS = 30_000;

/** How often rooms look for people of processes that went without a word. */
const EXPIRE_EVERY_MS = 5_000;

/** Ends of rights are told again after an outage as long as a process may not have read them by itself (AUTH-4). */
const ENDS_KEPT_MS = 30_000;
const ENDS_KEPT = 1_000;

type People = readonly (readonly [documentId: string, people: readonly PersonInDocument[]])[];

export type NeighboursHost = {
	readonly bus: Bus;
	readonly clock: Clock;
	room(documentId: string): Room | undefined;
	rooms(): Iterable<Room>;
	/** Who is in which document, of this process. */
	people(): People;
	/** Another process has changed rights, or may have while it could not be heard: those of the scope are read again. */
	recheck(scope: RecheckScope): void;
	closeSession(sessionId: string): void;
	/** Figures of a space have changed on another process. */
	tellFigures(departmentCode: string): void;
};

/** The other processes on the same log, through the bus: what they are told of this one, and what they tell. */
export class Neighbours {
	readonly #host: NeighboursHost;
	readonly #heard = new Map<string, { at: number; people: Map<string, readonly PersonInDocument[]> }>();
	#outbox: BusMessage[] = [];
	/** Ends of rights told lately: nobody knows which of them a line lost before it was found dead. */
	#ends: { at: number; message: BusMessage }[] = [];
	#toldPeople = '';
	#toldAt = -Infinity;
	#expiredAt = -Infinity;

	constructor(host: NeighboursHost) {
		this.#host = host;
		host.bus.listen({
			message: (message, from) => this.#hear(message, from),
			resumed: () => this.#resumed(),
		});
	}

	/** Whether there may be other processes at all. */
	get isShared(): boolean {
		return this.#host.bus.isShared;
	}

	committed({ documentId, seq, accountId, bytes }: CommittedEvent & { bytes: Uint8Array }): void {
		this.#tell({ kind: 'committed', documentId, seq, accountId, bytes });
	}

	presence(documentId: string, bytes: Uint8Array): void {
		this.#tell({ kind: 'presence', documentId, bytes });
	}

	setAside(aside: SetAside): void {
		this.#tell({ kind: 'set-aside', ...aside });
	}

	lineEnded(end: LineEnd): void {
		this.#tell({ kind: 'line-ended', ...end });
	}

	commentsChanged(documentId: string): void {
		this.#tell({ kind: 'comments', documentId });
	}

	figuresChanged(departmentCode: string): void {
		this.#tell({ kind: 'figures', departmentCode });
	}

	recheck(scope: RecheckScope): void {
		this.#tellEnd({ kind: 'recheck', scope });
	}

	sessionEnded(sessionId: string): void {
		this.#tellEnd({ kind: 'session-ended', sessionId });
	}

	#tellEnd(message: BusMessage): void {
		if (!this.isShared) return;
		this.#forgetEnds();
		this.#ends.push({ at: this.#host.clock.now(), message });
		this.#tell(message);
	}

	#forgetEnds(): void {
		const now = this.#host.clock.now();
		this.#ends = this.#ends.filter(({ at }) => Math.abs(now - at) <= ENDS_KEPT_MS).slice(-ENDS_KEPT);
	}

	/** A room has opened: its people elsewhere are asked for, and what happens in it is wanted. @returns how to end that */
	opened(documentId: string): () => void {
		if (!this.isShared) return () => {};
		const unfollow = this.#host.bus.follow(documentId);
		this.#tell({ kind: 'presence-asked', documentId });
		return unfollow;
	}

	#flush(): void {
		const messages = this.#outbox;
		this.#outbox = [];
		if (messages.length > 0) this.#host.bus.publish(messages);
	}

	/** Once a second: says who is here when that changed, and lets go of those who went without a word. */
	tick(now: number): void {
		if (!this.isShared) return;
		this.#tellPeople(now);
		if (Math.abs(now - this.#expiredAt) >= EXPIRE_EVERY_MS) {
			this.#expiredAt = now;
			for (const room of this.#host.rooms()) room.presence.expire();
		}
	}

	/** Says that nobody is here any more. */
	leave(): void {
		if (!this.isShared) return;
		this.#tell({ kind: 'people', documents: [] });
		this.#flush();
	}

	/** Who is in a document elsewhere, as far as the bus has said. */
	peopleIn(documentId: string): PersonInDocument[] {
		const now = this.#host.clock.now();
		const people: PersonInDocument[] = [];
		for (const [from, heard] of this.#heard) {
			if (Math.abs(now - heard.at) > SILENCE_MS) this.#heard.delete(from);
			else people.push(...(heard.people.get(documentId) ?? []));
		}
		return people;
	}

	/** What one turn has to say travels together. */
	#tell(message: BusMessage): void {
		if (!this.isShared) return;
		if (this.#outbox.length === 0) this.#host.clock.defer(() => this.#flush());
		this.#outbox.push(message);
	}

	#tellPeople(now: number): void {
		const documents = this.#host.people();
		const text = JSON.stringify(documents);
		const isDue = documents.length > 0 && Math.abs(now - this.#toldAt) >= PEOPLE_EVERY_MS;
		if (text === this.#toldPeople && !isDue) return;
		this.#toldPeople = text;
		this.#toldAt = now;
		this.#tell({ kind: 'people', documents });
	}

	#hear(message: BusMessage, from: string): void {
		switch (message.kind) {
			case 'committed':
				return this.#host.room(message.documentId)?.hinted(message);
			case 'presence':
				return this.#host.room(message.documentId)?.presence.hear(message.bytes);
			case 'presence-asked':
				return this.#host.room(message.documentId)?.presence.answer();
			case 'people':
				return void this.#heard.set(from, {
					at: this.#host.clock.now(),
					people: new Map(message.documents),
				});
			case 'set-aside':
				return this.#host.room(message.documentId)?.setAsideElsewhere(message);
			case 'line-ended':
				return this.#host.room(message.documentId)?.lineEnded(message);
			case 'comments':
				return this.#host.room(message.documentId)?.tellComments();
			case 'figures':
				return this.#host.tellFigures(message.departmentCode);
			case 'told':
				// For who listens beside documents.
				return;
			case 'recheck':
				return this.#host.recheck(message.scope);
			case 'session-ended':
				return this.#host.closeSession(message.sessionId);
		}
	}

	/** Whatever was said meanwhile is missing: everybody is asked, and told, again. */
	#resumed(): void {
		this.#toldPeople = '';
		this.#host.recheck({});
		this.#forgetEnds();
		for (const { message } of this.#ends) this.#tell(message);
		for (const room of this.#host.rooms()) {
			this.#tell({ kind: 'presence-asked', documentId: room.documentId });
			room.presence.answer();
			room.tellComments();
			room.tellFigures(null);
			void room.refresh();
		}
	}
}
