/** Every bound of the co-editing server: its value, its unit and why it is that much. */
export const LIMITS = {
	FRAME_BYTES: bound(
		1_048_576,
		'bytes',
		'one frame: a long paste fits, and decoding it stays well under 100 ms',
	),
	PREAUTH_BYTES: bound(
		65_536,
		'bytes',
		'what a stranger may queue before being known: a first sync step and a presence',
	),
	PREAUTH_MS: bound(5_000, 'ms', 'authorization reads a few rows; beyond this the database is in trouble'),
	LOAD_BYTES: bound(2_097_152, 'bytes', 'what a known person may queue while the document loads'),
	LOAD_MS: bound(
		30_000,
		'ms',
		'the longest wait for a document to load before the socket is closed to be retried',
	),
	UPDATES_PER_SECOND: bound(60, 'per second and socket', 'several times the fastest typing'),
	UPDATES_BURST: bound(200, 'messages', 'a page catching up after a stall sends its edits at once'),
	PRESENCE_PER_SECOND: bound(
		10,
		'per second and socket',
		'carets look smooth; more is folded into the next one',
	),
	FRAMES_PER_SECOND: bound(
		500,
		'per second and socket',
		'presence of others echoed by the provider counts too',
	),
	FRAMES_BURST: bound(2_000, 'frames', 'the echo of a full room at once'),
	PRESENCE_STATE_BYTES: bound(4_096, 'bytes', 'a caret and a place need about 300'),
	PRESENCE_ENTRIES: bound(
		1_000,
		'entries per message',
		'the provider echoes a whole room, no room is larger',
	),
	PRESENCE_FLUSH_MS: bound(40, 'ms', 'presence of a room goes out at most this often: 25 moves a second'),
	HEARTBEAT_MS: bound(15_000, 'ms', 'the provider drops a connection silent for 30 s'),
	PING_MS: bound(20_000, 'ms', 'how often a socket is asked whether it lives'),
	SILENCE_MS: bound(50_000, 'ms', 'two pings unanswered: the other side is gone'),
	SEND_BUFFER_BYTES: bound(
		8_388_608,
		'bytes per socket',
		'four full documents; a slower reader starts again from the log',
	),
	SOCKETS_PER_ACCOUNT: bound(60, 'sockets', 'a person with many tabs'),
	SOCKETS_PER_ADDRESS: bound(1_000, 'sockets', 'a whole administration behind one address'),
	POST_BYTES: bound(
		1_114_112,
		'bytes',
		'one POST: the largest frame and the lengths; the page sends smaller ones together',
	),
	POSTS_AT_ONCE: bound(
		2,
		'per connection',
		'one, and its repetition while the first is still being answered',
	),
	LINGER_MS: bound(
		45_000,
		'ms',
		'a connection fed by POSTs on a process without its stream: three renewals of presence',
	),
	AUTHORIZATION_TTL_MS: bound(20_000, 'ms', 'a right is read again this often though nobody says it changed'),
	AUTHORIZATION_KEEP_MS: bound(
		5_000,
		'ms',
		'one answer serves a crowd that comes at once; with the above, 30 s is the promise',
	),
	RESYNCS: bound(
		5,
		'per connection without progress',
		'how often a gap is asked again before the client is held to be broken',
	),
	DOCUMENT_BYTES: bound(2_097_152, 'bytes', 'a document of about 700 pages; opening it stays under 2 s'),
	DOCUMENT_WARN_BYTES: bound(
		1_048_576,
		'bytes',
		'half of the above: authors are told, and from here on the true size is measured now and then',
	),
	CLIENTS_PER_UPDATE: bound(256, 'client ids', 'the pages one person closed while offline'),
	STRUCTS_PER_UPDATE: bound(
		20_000,
		'structs',
		'a plan of 700 actions at once; reading so many takes under 60 ms, and nobody types so much while offline',
	),
	DELETIONS_PER_UPDATE: bound(
		60_000,
		'ranges',
		'a page sends all deletions of the document each time it connects: years of work fit',
	),
	UPDATE_TOKEN_BYTES: bound(
		16_384,
		'bytes',
		'a large update takes one more of the allowance for updates for each of these: reading it costs as much',
	),
	VALUE_DEPTH: bound(60, 'levels', 'nesting of a value, or of elements in a document; editors stay under 20'),
	DOCUMENT_NODES: bound(
		50_000,
		'elements, texts, lists and maps',
		'700 pages have about 20,000; a browser draws more only with pain',
	),
	ATTRIBUTE_BYTES: bound(2_048, 'bytes', 'an attribute or the value of a mark: the longest link fits'),
	FIELD_BYTES: bound(16_384, 'bytes', 'a field of an action: 4,000 characters of any alphabet fit'),
	KEY_LENGTH: bound(256, 'characters', 'names of attributes, fields and root types'),
	ROOT_TYPES: bound(64, 'names', 'ours uses two per document'),
	MASS_REMOVAL_MS: bound(
		3_000,
		'ms',
		'after a connection enters: nobody empties a document so fast, a faulty page does',
	),
	MASS_REMOVAL_PERCENT: bound(
		30,
		'percent of the blocks',
		'what is removed beyond this so early is set aside',
	),
	MASS_REMOVAL_BLOCKS: bound(5, 'blocks', 'fewer are never a mass: a short note may be emptied at once'),
	QUARANTINE_ENTRIES: bound(
		200,
		'updates per account and document',
		'set aside and waiting for a decision: a page too old sends a few',
	),
	QUARANTINE_BYTES: bound(
		4_194_304,
		'bytes per account and document',
		'set aside and waiting for a decision: twice a full document',
	),
	BATCH_UPDATES: bound(500, 'updates per commit', 'one insert stays under a few milliseconds'),
	BATCH_BYTES: bound(4_194_304, 'bytes per commit', 'one insert stays under a few milliseconds'),
	QUEUED_BYTES: bound(
		33_554_432,
		'bytes',
		'accepted and not yet durable, all documents: beyond this the log is stuck and senders are closed',
	),
	FOLD_MS: bound(
		60_000,
		'ms',
		'one fold in the worker: a full document takes under 2 s; beyond this the worker is replaced',
	),
	FOLD_IDLE_MS: bound(30_000, 'ms', 'the worker that folds ends when it has had nothing to do for this long'),
	SNAPSHOT_AFTER: bound(200, 'updates since the last snapshot', 'opening reads at most about this many rows'),
} as const;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

type Bound = { value: number; unit: string; reason: string };

function bound(value: number, unit: string, reason: string): Bound {
	return { value, unit, reason };
}

const ENVIRONMENT_PREFIX = 'LIMIT_';

/**
 * The bounds, with those that `LIMIT_<NAME>` raises or lowers. Throws a sentence that names the variable when one is not a
 * whole number above zero, or names no bound: a bound believed raised that is not would be found out under load.
 */
export function readLimits(env: Readonly<Record<string, string | undefined>>): Limits {
	const limits = Object.fromEntries(
		Object.entries(LIMITS).map(([name, { value }]) => [name, value]),
	) as Record<LimitName, number>;
	for (const [variable, text] of Object.entries(env)) {
		if (!variable.startsWith(ENVIRONMENT_PREFIX) || text === undefined || text === '') continue;
		const name = variable.slice(ENVIRONMENT_PREFIX.length);
		if (!isLimitName(name))
			throw new Error(`${variable} : cette limite n’existe pas. Retirez la variable ou corrigez son nom.`);
		if (!/^[1-9][0-9]{0,14}$/.test(text)) {
			throw new Error(
				`${variable} : il faut un nombre entier au-dessus de zéro (${LIMITS[name].unit}), pas « ${text} ».`,
			);
		}
		limits[name] = Number(text);
	}
	return limits;
}

function isLimitName(name: string): name is LimitName {
	return Object.hasOwn(LIMITS, name);
}
