import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CURRENT_SCHEMA_VERSION, SCHEMA_PARAMETER } from '#lib/collaboration/protocol.ts';
import { Child } from './children.ts';
import type { Seat, Server } from './load/person.ts';
import { cpuOfTree } from './processor.ts';

const here = import.meta.dirname;

export const BASELINE = '@y/websocket-server';

/** A server to be measured. */
export type Target = {
	readonly name: string;
	readonly isOurs: boolean;
	readonly script: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly speaks: Omit<Server, 'port'>;
	/** Process that holds the database of this server, when it is another one. */
	readonly databasePid: number | null;
	/** Filled by `prepare`: who may come in, and the id of the large document. */
	cookies: string[];
	large: string;
};

/** CPU microseconds so far: of Node with all its threads, of the database's processes; memory in bytes after a collection. */
export type Usage = { cpu: number; databaseCpu: number; rss: number; heap: number };

/** A server under way. */
export class Running {
	readonly #child: Child;
	readonly #target: Target;
	readonly server: Server;

	private constructor(child: Child, target: Target, port: number) {
		this.#child = child;
		this.#target = target;
		this.server = { ...target.speaks, port };
	}

	static async start(target: Target, flags: readonly string[] = []): Promise<Running> {
		const child = Child.start(join(here, target.script), target.environment, ['--expose-gc', ...flags]);
		const { port } = await child.ask<{ port: number }>();
		return new Running(child, target, port);
	}

	/** Names of so many documents that nobody has written in. */
	async documents(count: number): Promise<string[]> {
		if (this.#target.isOurs) {
			return (await this.#child.ask<{ documents: string[] }>({ ask: 'documents', count })).documents;
		}
		// As long as ours: Hocuspocus names the document in each message.
		return Array.from({ length: count }, () => randomUUID());
	}

	/** A place at each of the documents in turn for so many people, each with an account of their own as long as there are enough. */
	seats(documents: readonly string[], people: number): Seat[] {
		const { cookies } = this.#target;
		return Array.from({ length: people }, (_, i) => ({
			document: documents[i % documents.length] ?? '',
			cookie: cookies[i % cookies.length] ?? null,
		}));
	}

	async usage(options: { collect: boolean } = { collect: false }): Promise<Usage> {
		const { databasePid } = this.#target;
		const own = await this.#child.ask<Omit<Usage, 'databaseCpu'>>({ ask: 'usage', ...options });
		return { ...own, databaseCpu: databasePid === null ? 0 : cpuOfTree(databasePid) };
	}

	ask<Answer>(question: { ask: string; count?: number }): Promise<Answer> {
		return this.#child.ask(question);
	}

	stop(): Promise<void> {
		return this.#child.stop();
	}

	kill(): Promise<void> {
		return this.#child.kill();
	}
}

/** The servers that are not ours. `large` is a file that holds the large document, `store` one for a database. */
export function peers({ large, store }: { large: string; store: string }): Target[] {
	const common = { isOurs: false, databasePid: null, cookies: [], large: 'large' };
	const yWebsocket = { path: '/', query: '', dialect: 'y-websocket' } as const;
	const hocuspocus = { path: '/', query: '', dialect: 'hocuspocus', acknowledges: 'status' } as const;
	return [
		{
			...common,
			name: BASELINE,
			script: 'peers/serve-y-websocket.js',
			environment: { LARGE: large },
			speaks: { ...yWebsocket, acknowledges: 'echo' },
		},
		{
			...common,
			name: 'hocuspocus',
			script: 'peers/serve-hocuspocus.js',
			environment: {},
			speaks: hocuspocus,
		},
		{
			...common,
			name: 'hocuspocus-database',
			script: 'peers/serve-hocuspocus.js',
			environment: { STORE: store, LARGE: large, NODE_NO_WARNINGS: '1' },
			speaks: hocuspocus,
		},
		{
			...common,
			name: 'relay',
			script: 'servers/relay.js',
			environment: {},
			speaks: { ...yWebsocket, acknowledges: 'seen' },
		},
	];
}

/** Ours, on a database. The bounds on one person's speed and on sockets of one address are raised: here one person is a crowd. */
export function ours(options: {
	name: string;
	environment: Record<string, string>;
	databasePid: number | null;
	large: string;
}): Target {
	return {
		name: options.name,
		isOurs: true,
		script: 'servers/ours.ts',
		environment: {
			...options.environment,
			LARGE: options.large,
			LIMIT_SOCKETS_PER_ACCOUNT: '1000',
			LIMIT_SOCKETS_PER_ADDRESS: '10000',
			LIMIT_UPDATES_PER_SECOND: '100000',
			LIMIT_UPDATES_BURST: '100000',
			LIMIT_FRAMES_PER_SECOND: '100000',
			LIMIT_FRAMES_BURST: '100000',
		},
		speaks: {
			path: '/collaboration/',
			query: `?${SCHEMA_PARAMETER}=${CURRENT_SCHEMA_VERSION}`,
			dialect: 'y-websocket',
			acknowledges: 'saved',
		},
		databasePid: options.databasePid,
		cookies: [],
		large: '',
	};
}

/** Fills a database of ours with people and with the large document, once. */
export async function prepare(target: Target, people: number): Promise<void> {
	if (!target.isOurs) return;
	const running = await Running.start(target);
	target.cookies = (await running.ask<{ cookies: string[] }>({ ask: 'people', count: people })).cookies;
	target.large = (await running.ask<{ document: string }>({ ask: 'large' })).document;
	await running.stop();
}
