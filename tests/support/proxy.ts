import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Where a connection may go. */
export interface Target {
	readonly host: string;
	readonly port: number;
}

/** A TCP proxy on the loopback interface with hands on the line. Bytes are never changed, dropped or reordered within a connection. */
export interface Proxy {
	readonly port: number;
	/** Connections open now. */
	readonly connections: number;
	/** Where new connections go, each to the next: round robin, no stickiness. One that refuses is passed over. */
	aim(targets: readonly Target[]): void;
	/** Resets every connection, and each new one at once, until `heal`. */
	cut(): void;
	/** Keeps every connection, and accepts new ones, but lets no byte through until `heal`: a line gone silent. */
	hold(): void;
	/** Ends the far side of every connection and leaves the near side open and silent: half-open. New connections are not concerned. */
	abandon(): void;
	/** Resets every connection once; new ones are let through. */
	reset(): void;
	/** Undoes `cut`, `hold`, `delay` and `slow`; what was held flows on. */
	heal(): void;
	/** Milliseconds added to each byte in both directions; a function is asked once per connection, so that some overtake others. */
	delay(milliseconds: number | (() => number)): void;
	/** At most so many bytes per second towards the near side: a slow reader. The far side feels it once buffers are full. */
	slow(bytesPerSecond: number): void;
	close(): Promise<void>;
}

/** What a direction keeps before its source is made to wait. */
const QUEUE_BYTES = 65_536;

/** Opens a proxy on a free port. */
export async function openProxy(...targets: readonly Target[]): Promise<Proxy> {
	const links = new Set<Link>();
	const line: Line = { held: false, cut: false, delay: () => 0, bytesPerSecond: Infinity };
	let aims = targets;
	let turn = 0;
	const server = createServer({ allowHalfOpen: true }, (near) => {
		near.on('error', () => {});
		if (line.cut) return void near.resetAndDestroy();
		const order = aims.map((_, index) => aims[(turn + index) % aims.length] as Target);
		turn += 1;
		const link = new Link(near, order, line);
		links.add(link);
		near.on('close', () => links.delete(link));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const each = (work: (link: Link) => void): void => [...links].forEach(work);
	return {
		port: address.port,
		get connections() {
			return links.size;
		},
		aim: (next) => (aims = next),
		cut() {
			line.cut = true;
			each((link) => link.reset());
		},
		hold: () => (line.held = true),
		abandon: () => each((link) => link.abandon()),
		reset: () => each((link) => link.reset()),
		heal() {
			Object.assign(line, { held: false, cut: false, delay: () => 0, bytesPerSecond: Infinity });
			each((link) => link.changed());
		},
		delay(milliseconds) {
			line.delay = typeof milliseconds === 'number' ? () => milliseconds : milliseconds;
			each((link) => link.changed());
		},
		slow(bytesPerSecond) {
			line.bytesPerSecond = bytesPerSecond;
		},
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			each((link) => link.reset());
			await closed;
		},
	};
}

/** The state of the line, shared by all its connections. */
interface Line {
	held: boolean;
	cut: boolean;
	delay: () => number;
	bytesPerSecond: number;
}

/** One connection: a flow each way between the near side (who connected) and the far side (a target). */
class Link {
	readonly #near: Socket;
	readonly #line: Line;
	#far: Socket | null = null;
	#flows: Flow[] = [];
	#delay: number;
	#abandoned = false;

	constructor(near: Socket, targets: readonly Target[], line: Line) {
		this.#near = near;
		this.#line = line;
		this.#delay = line.delay();
		near.setNoDelay(true);
		near.on('close', () => this.#far?.destroy());
		this.#dial(targets);
	}

	/** Tries the targets in turn until one accepts. */
	#dial([target, ...others]: readonly Target[]): void {
		if (!target) return void this.reset();
		const far = connect({ ...target, noDelay: true, allowHalfOpen: true });
		this.#far = far;
		far.once('error', () => {
			if (this.#flows.length === 0) this.#dial(others);
		});
		far.once('connect', () => {
			if (this.#near.destroyed) return void far.destroy();
			far.on('error', () => {});
			far.on('close', () => !this.#abandoned && this.#near.destroy());
			const delay = (): number => this.#delay;
			const line = this.#line;
			this.#flows = [
				new Flow({ from: this.#near, to: far, line, delay, rate: () => Infinity }),
				new Flow({ from: far, to: this.#near, line, delay, rate: () => line.bytesPerSecond }),
			];
		});
	}

	changed(): void {
		this.#delay = this.#line.delay();
		for (const flow of this.#flows) flow.pump();
	}

	reset(): void {
		this.#far?.resetAndDestroy();
		this.#near.resetAndDestroy();
	}

	abandon(): void {
		this.#abandoned = true;
		for (const flow of this.#flows) flow.stop();
		this.#far?.destroy();
		// What still comes from the near side goes nowhere.
		this.#near.resume();
	}
}

interface FlowOptions {
	from: Socket;
	to: Socket;
	line: Line;
	delay: () => number;
	/** Bytes per second. */
	rate: () => number;
}

/** One direction: chunks wait until they are due, in order. */
class Flow {
	readonly #options: FlowOptions;
	readonly #queue: { chunk: Buffer | null; due: number }[] = [];
	#bytes = 0;
	#lastDue = 0;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(options: FlowOptions) {
		this.#options = options;
		const { from, to } = options;
		from.on('data', (chunk: Buffer) => this.#add(chunk));
		from.on('end', () => this.#add(null));
		from.on('close', () => clearTimeout(this.#timer));
		to.on('drain', () => this.pump());
	}

	#add(chunk: Buffer | null): void {
		if (this.#stopped) return;
		const size = chunk?.length ?? 0;
		const wait = (size / this.#options.rate()) * 1_000;
		this.#lastDue = Math.max(performance.now() + this.#options.delay(), this.#lastDue) + wait;
		this.#queue.push({ chunk, due: this.#lastDue });
		this.#bytes += size;
		if (this.#bytes > QUEUE_BYTES) this.#options.from.pause();
		this.pump();
	}

	/** Lets through what is due. */
	pump(): void {
		clearTimeout(this.#timer);
		const { to, from, line } = this.#options;
		while (!line.held && !this.#stopped && !to.destroyed && !to.writableNeedDrain) {
			const next = this.#queue[0];
			if (!next) return;
			const wait = next.due - performance.now();
			if (wait > 0) {
				this.#timer = setTimeout(() => this.pump(), wait);
				return;
			}
			this.#queue.shift();
			if (next.chunk === null) to.end();
			else to.write(next.chunk);
			this.#bytes -= next.chunk?.length ?? 0;
			if (this.#bytes <= QUEUE_BYTES && from.isPaused()) from.resume();
		}
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
	}
}
