import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { CollaborationStats } from '#server/collaboration/ports/server.ts';
import { childEnvironment } from '../support/environment.ts';
import { freePort } from '../support/free-port.ts';
import type { Order } from './server.ts';

export interface NodeOptions {
	name: string;
	/** Address of the database, through the process's own link. */
	databaseUrl: string;
	/** Of the bus, through another; empty for a process alone. */
	busUrl: string;
	environment: Record<string, string>;
}

/** How long a process may take to listen: many times what it needs. */
const START_MS = 120_000;

/** One server process: dies when told, comes back on the same port, and is watched for ends that nobody ordered. */
export class ServerNode {
	readonly name: string;
	readonly #options: NodeOptions;
	#child: ChildProcess | null = null;
	#ordered = false;
	#errors = '';
	#asked = 0;
	/** Whether it listens. */
	#isReady = false;
	port = 0;
	/** Ends that nobody ordered, each with the last words. */
	readonly deaths: string[] = [];
	kills = 0;

	constructor(options: NodeOptions) {
		this.name = options.name;
		this.#options = options;
	}

	get isRunning(): boolean {
		return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	/** Whether it has come as far as to listen. */
	get isReady(): boolean {
		return this.#isReady && this.isRunning;
	}

	/** Everything the process has written on its error output. */
	get errors(): string {
		return this.#errors;
	}

	async start(environment: Record<string, string> = {}): Promise<void> {
		if (this.port === 0) this.port = await freePort();
		this.#ordered = false;
		this.#isReady = false;
		const child = fork('tests/chaos/server.ts', {
			env: childEnvironment({
				DATABASE_URL: this.#options.databaseUrl,
				BUS_URL: this.#options.busUrl,
				PORT: String(this.port),
				...this.#options.environment,
				...environment,
			}),
			stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
		});
		this.#child = child;
		child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
		child.on('exit', (code, signal) => {
			if (this.#ordered) return;
			this.deaths.push(`${this.name} ended (${code ?? signal}): ${this.#errors.slice(-2_000)}`);
		});
		const ready = once(child, 'message', { signal: AbortSignal.timeout(START_MS) });
		await Promise.race([
			ready,
			once(child, 'exit').then(() =>
				Promise.reject(new Error(`${this.name} does not start: ${this.#errors}`)),
			),
		]);
		this.#isReady = true;
	}

	/** Its end is awaited and no surprise. */
	orderEnd(): Promise<unknown> {
		this.#ordered = true;
		this.kills += 1;
		return this.isRunning && this.#child ? once(this.#child, 'exit') : Promise.resolve();
	}

	async kill(): Promise<void> {
		const ended = this.orderEnd();
		this.#child?.kill('SIGKILL');
		await ended;
	}

	/** Ends in order, as at a deployment. @returns the exit code */
	async stop(): Promise<number | null> {
		if (!this.isRunning || !this.#child) return null;
		this.#ordered = true;
		const ended = once(this.#child, 'exit') as Promise<[number | null]>;
		this.#child.kill('SIGTERM');
		const [code] = await ended;
		return code;
	}

	signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
		this.#child?.kill(signal);
	}

	order(order: Order): void {
		if (this.isRunning && this.#child?.connected === true) this.#child.send(order);
	}

	stats(): Promise<CollaborationStats> {
		const child = this.#child;
		if (!child) return Promise.reject(new Error(`${this.name} does not run`));
		const id = ++this.#asked;
		return new Promise((resolve) => {
			const hear = (answer: { id?: number; stats?: CollaborationStats }): void => {
				if (answer.id !== id || !answer.stats) return;
				child.off('message', hear);
				resolve(answer.stats);
			};
			child.on('message', hear);
			this.order({ order: 'stats', id });
		});
	}
}
