import { createRequire, registerHooks } from 'node:module';
import type postgres from 'postgres';

/** Where the driver writes to its socket, as it lies on the disk. */
const FAULTY_MODULE = '/postgres/cjs/src/connection.js';

const GONE = "Errors.connection('CONNECTION_CLOSED', options)";

/**
 * What the driver (3.4.9) gets wrong when a connection dies, as it stands and as it is made to be while it is read (porsager/postgres#1154,
 * #1208 and what our own kills have shown). A version without these lines is left as it is; the tests then say what it does.
 */
const CORRECTIONS = [
	// A question put to a connection that is gone (the rollback of its transaction) is refused; it was written to the next
	// socket, before the greeting, and waited for ever.
	{
		of: '    if (q.cancelled)\n      return\n\n    try {\n      q.state = backend',
		is: `    if (q.cancelled)\n      return\n\n    if (socket === null || (initial && initial !== q))\n      return queryError(q, ${GONE}), true\n\n    try {\n      q.state = backend`,
	},
	// Without a socket there is nothing to write to: it threw where nobody could catch it, which ended the process.
	{
		of: 'const x = socket.write(chunk, fn)',
		is: `if (socket === null) return (chunk = nextWriteTimer = null), error(${GONE}), false\n    const x = socket.write(chunk, fn)`,
	},
	// A write that was waiting is forgotten whole: its timer, still set, kept the next connection from ever sending.
	{
		of: '\n    clearImmediate(nextWriteTimer)\n',
		is: '\n    clearImmediate(nextWriteTimer); chunk = nextWriteTimer = null\n',
	},
	// What was asked between the error and the end is failed too: it stayed in line, and the next connection waited for its answer.
	{ of: '!hadError && (query || sent.length) && error(', is: 'if (query || sent.length) error(' },
] as const;

/** The driver of Postgres. Every connection of ours is opened with this one, with `POSTGRES_OPTIONS`. */
export function loadPostgres(): typeof postgres {
	const hooks = registerHooks({
		load(url, context, nextLoad) {
			const loaded = nextLoad(url, context);
			return url.endsWith(FAULTY_MODULE) ? { ...loaded, source: corrected(String(loaded.source)) } : loaded;
		},
	});
	try {
		return createRequire(import.meta.url)('postgres') as typeof postgres;
	} finally {
		hooks.deregister();
	}
}

function corrected(source: string): string {
	return CORRECTIONS.reduce((text, { of, is }) => text.replaceAll(of, is), source);
}

/**
 * What every pool of ours is opened with. Types of arrays are not asked for: when a connection dies during that question, the driver
 * leaves a rejection that nobody can catch, which ends the process. Drizzle reads and writes arrays as text; its reader
 * loses backslashes, which codes and ids, all that our arrays hold, do not have.
 */
export const POSTGRES_OPTIONS = { fetch_types: false, onnotice: () => {} } as const;
