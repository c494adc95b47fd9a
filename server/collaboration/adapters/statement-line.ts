import type pg from 'pg';
import { createConnection } from '#lib/server/database/postgres.ts';

type Values = readonly (string | null)[];
type Rows = (string | null)[][];

/** How long the opening of the connection may take, in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/** Nothing was asked for so long, in milliseconds: the connection is closed, as a pool's, before something on the way forgets it. */
const IDLE = 10_000;

/** Run what was bound, all of it, and commit: `Execute` and `Sync` of Postgres's protocol, version 3. */
const RUN = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);

/**
 * One connection to Postgres that stays open for statements whose texts never vary. Nothing may be seen before its commit, so each of
 * them lies between a key pressed and its being read by others: it goes out in one write, without the turns of a pool, and comes back
 * without a description of its columns (ADR 0026). One at a time; a connection on which something failed is not used again.
 */
export class StatementLine {
	readonly #url: string;
	readonly #patience: number;
	readonly #waiting: Question[] = [];
	#asked: Question | null = null;
	#client: pg.Client | null = null;
	#known = new Set<string>();
	#idle: NodeJS.Timeout | null = null;
	#isClosed = false;

	constructor(url: string, options: { idle: number } = { idle: IDLE }) {
		this.#url = url;
		this.#patience = options.idle;
	}

	/**
	 * Runs a statement under a name of its own, which each new connection reads and plans once; every value and every column is text, or
	 * null. Fails when it was not committed, or when nobody can say.
	 */
	run(statement: { name: string; text: string }, values: Values): Promise<Rows> {
		return new Promise((resolve, reject) => {
			this.#waiting.push(
				new Question({ ...statement, values }, (error, rows) => {
					this.#asked = null;
					if (error === null) resolve(rows);
					else {
						void this.#drop();
						reject(error);
					}
					this.#next();
				}),
			);
			this.#next();
		});
	}

	/** Ends the connection; what is asked afterwards fails. */
	async end(): Promise<void> {
		this.#isClosed = true;
		await this.#drop();
	}

	#next(): void {
		const question = this.#asked === null ? this.#waiting.shift() : undefined;
		if (question === undefined) return;
		this.#asked = question;
		if (this.#client !== null) this.#ask(this.#client, question);
		else void this.#open(question);
	}

	#ask(client: pg.Client, question: Question): void {
		this.#idle?.refresh();
		question.isKnown = this.#known.has(question.name);
		this.#known.add(question.name);
		client.query(question);
	}

	async #open(question: Question): Promise<void> {
		if (this.#isClosed) return question.handleError(new Error('the connection of the log is closed'));
		const client = createConnection(this.#url, { name: 'terrimed-log', connectTimeout: CONNECT_TIMEOUT });
		const forget = (): void => {
			if (this.#client === client) void this.#drop();
		};
		// Without a listener, an error would end the process.
		client.on('error', forget);
		client.on('end', forget);
		try {
			await client.connect();
			if (this.#isClosed) throw new Error('the connection of the log is closed');
		} catch (error) {
			void client.end().catch(() => {});
			return question.handleError(error instanceof Error ? error : new Error('no connection'));
		}
		this.#client = client;
		this.#known = new Set();
		this.#idle = setTimeout(() => {
			if (this.#asked === null) void this.#drop();
			else this.#idle?.refresh();
		}, this.#patience).unref();
		this.#ask(client, question);
	}

	/** The connection is of no more use; the next question opens another. */
	async #drop(): Promise<void> {
		const client = this.#client;
		this.#client = null;
		if (this.#idle !== null) clearTimeout(this.#idle);
		await client?.end().catch(() => {});
	}
}

type Asked = { name: string; text: string; values: Values };

/** A statement under way: what `pg` wants of whatever is submitted to it. */
class Question implements pg.Submittable {
	readonly #asked: Asked;
	readonly #answered: (error: Error | null, rows: Rows) => void;
	#rows: Rows = [];
	/** The connection has read its text already. */
	isKnown = false;

	constructor(asked: Asked, answered: (error: Error | null, rows: Rows) => void) {
		this.#asked = asked;
		this.#answered = answered;
	}

	get name(): string {
		return this.#asked.name;
	}

	submit(connection: pg.Connection): void {
		const { name, text, values } = this.#asked;
		if (!this.isKnown) connection.parse({ name, text, types: [] }, true);
		connection.stream.write(bindAndRun(name, values));
	}

	handleDataRow({ fields }: { fields: (string | null)[] }): void {
		this.#rows.push(fields);
	}

	/** Postgres is ready for another statement once this one's transaction is committed. */
	handleReadyForQuery(): void {
		this.#answered(null, this.#rows);
	}

	handleError(error: Error): void {
		this.#answered(error, []);
	}

	handleRowDescription(): void {}

	handleCommandComplete(): void {}
}

/** `Bind` of a statement known by name, all values and all columns as text, and what follows it: one message for one write. */
function bindAndRun(name: string, values: Values): Buffer {
	let size = name.length + 12;
	for (const value of values) size += 4 + (value === null ? 0 : Buffer.byteLength(value));
	const message = Buffer.allocUnsafe(1 + size + RUN.length);
	let at = message.writeUInt8(0x42, 0);
	at = message.writeInt32BE(size, at);
	// No name of a portal; that of the statement.
	at = message.writeUInt8(0, at);
	at += message.write(name, at, 'latin1');
	at = message.writeUInt8(0, at);
	at = message.writeInt16BE(0, at);
	at = message.writeInt16BE(values.length, at);
	for (const value of values) {
		const length = value === null ? -1 : message.write(value, at + 4, 'utf8');
		at = message.writeInt32BE(length, at) + Math.max(length, 0);
	}
	at = message.writeInt16BE(0, at);
	RUN.copy(message, at);
	return message;
}
