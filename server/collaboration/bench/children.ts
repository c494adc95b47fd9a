import { fork, type ChildProcess } from 'node:child_process';

/** No single step takes so long on a machine that works. */
const PATIENCE_MS = 120_000;

/** A process of the benchmark and the questions it answers, one at a time. */
export class Child {
	readonly #process: ChildProcess;
	readonly #exited: Promise<void>;

	private constructor(process: ChildProcess) {
		this.#process = process;
		this.#exited = new Promise((resolve) => process.once('exit', () => resolve()));
	}

	/** Starts a script; `flags` are Node's. */
	static start(script: string, environment: Record<string, string>, flags: readonly string[] = []): Child {
		const env = { ...process.env, ...environment, NODE_ENV: 'production' };
		return new Child(fork(script, { execArgv: [...flags], env, serialization: 'advanced' }));
	}

	/** The next thing it says, after being asked if there is a question. Rejects when it ends instead. */
	ask<Answer>(question: object | null = null): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const done = () => {
				clearTimeout(timer);
				this.#process.off('message', onMessage).off('exit', onExit);
			};
			const onExit = (code: number | null, signal: string | null) => {
				done();
				reject(new Error(`a process of the benchmark ended (${code ?? signal})`));
			};
			const onMessage = (answer: unknown) => {
				done();
				resolve(answer as Answer);
			};
			const timer = setTimeout(() => {
				done();
				reject(new Error(`no answer to ${JSON.stringify(question)} in ${PATIENCE_MS} ms`));
			}, PATIENCE_MS);
			this.#process.once('exit', onExit);
			this.#process.once('message', onMessage);
			if (question) this.#process.send(question);
		});
	}

	/** Lets it end by itself. */
	async stop(): Promise<void> {
		if (this.#process.connected) this.#process.send({ ask: 'stop' });
		await this.#exited;
	}

	/** kill -9. */
	async kill(): Promise<void> {
		this.#process.kill('SIGKILL');
		await this.#exited;
	}
}
