import { fork } from 'node:child_process';
import { once } from 'node:events';
import { childEnvironment } from '../support/environment.ts';
import type { ActorCalls } from './actors.ts';

type Result<Name extends keyof ActorCalls> = Promise<ReturnType<ActorCalls[Name]>>;

/** The process of the people, asked from here. */
export interface People {
	ask<Name extends keyof ActorCalls>(call: Name, ...given: Parameters<ActorCalls[Name]>): Result<Name>;
	signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
	/** Ends that nobody ordered. */
	readonly deaths: string[];
	close(): Promise<void>;
}

export async function startPeople(): Promise<People> {
	const child = fork('tests/chaos/actors.ts', {
		env: childEnvironment({}),
		stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
	});
	const deaths: string[] = [];
	const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
	let errors = '';
	let asked = 0;
	let closing = false;
	child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	child.on('message', ({ id, answer, error }: { id?: number; answer?: unknown; error?: string }) => {
		const question = id === undefined ? undefined : waiting.get(id);
		if (id === undefined || !question) return;
		waiting.delete(id);
		if (error === undefined) question.resolve(answer);
		else question.reject(new Error(error));
	});
	let gone: string | null = null;
	// At its end alone, its last words may not have been read.
	const ended = Promise.all([once(child, 'exit'), child.stderr && once(child.stderr, 'end')]);
	void ended.then(([[code, signal]]: [unknown[], unknown]) => {
		gone = `people ended (${String(code ?? signal)}): ${errors.slice(-2_000)}`;
		if (!closing) deaths.push(gone);
		for (const { reject } of waiting.values()) reject(new Error(gone));
		waiting.clear();
	});
	await once(child, 'message');
	return {
		deaths,
		ask: <Name extends keyof ActorCalls>(call: Name, ...given: Parameters<ActorCalls[Name]>) =>
			new Promise((resolve, reject) => {
				if (gone !== null) return reject(new Error(gone));
				const id = ++asked;
				waiting.set(id, { resolve, reject });
				// What cannot be sent is answered when the end of the process is known, with its reason.
				child.send({ id, call, given }, () => undefined);
			}) as Result<Name>,
		signal: (signal) => void child.kill(signal),
		async close() {
			closing = true;
			if (gone !== null) return;
			child.kill('SIGCONT');
			if (child.connected) child.disconnect();
			await ended;
		},
	};
}
