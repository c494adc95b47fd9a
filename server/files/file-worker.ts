import { parentPort } from 'node:worker_threads';
import { isTerrimedError, type ErrorCode } from '#lib/errors.ts';
import { damaged } from '#lib/server/files/file.faults.ts';
import { FILE_HANDLERS } from './file-handlers.ts';

export type FileQuestion = { name: string; input: unknown };

export type FileAnswer =
	| { ok: true; output: unknown }
	| { ok: false; code: ErrorCode; message: string }
	/** A fault of ours: its kind alone, since its message may hold what a file says. */
	| { ok: false; code: null; message: string };

/** The thread that writes and reads files: nothing stays in it between two jobs. */
parentPort?.on('message', (question: FileQuestion) => {
	void answerTo(question).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo({ name, input }: FileQuestion): Promise<FileAnswer> {
	try {
		const handler = Object.hasOwn(FILE_HANDLERS, name) ? FILE_HANDLERS[name] : undefined;
		if (handler === undefined) throw new Error('no such job');
		return { ok: true, output: await handler(input as never) };
	} catch (error) {
		// A file so deep that reading it has no room left.
		const told = error instanceof RangeError ? damaged() : error;
		if (isTerrimedError(told)) return { ok: false, code: told.code, message: told.message };
		return { ok: false, code: null, message: error instanceof Error ? error.name : 'unknown' };
	}
}
