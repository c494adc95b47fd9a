import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { ANONYMOUS, findActor } from '#lib/server/committee/actor.queries.ts';
import { createSessions, type CurrentSession, type Sessions } from '#lib/server/accounts/session.ts';
import { createPasswords } from '#lib/server/accounts/password.ts';
import { createAfterwards } from '#lib/server/context/afterwards.ts';
import type { Context, Health, Live } from '#lib/server/context/context.ts';
import { openEmbedded, openPostgres, type OpenDatabase } from '#lib/server/database/database.ts';
import { createEvents } from '#lib/server/events/events.ts';
import type { Mail } from '#lib/server/mail/mail.ts';
import { createFileMail, createSmtpMail } from '#lib/server/mail/mailers.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { newId } from '#lib/identifiers.ts';
import type { Configuration } from './config.ts';

/** Everything one process holds: made once by `createRuntime`, found through `slot.ts`. */
export interface Runtime {
	/** Different for each runtime: `/sante` and a socket of the same process report the same. */
	readonly id: string;
	readonly version: string;
	readonly configuration: Configuration;
	readonly demonstration: boolean;
	readonly sessions: Sessions;
	contextFor(request: ContextRequest): Promise<RequestContext>;
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Resolves when the database answers. */
	ping(): Promise<void>;
	/** What the terminal says once the server listens. */
	greeting(address: string): string;
	close(): Promise<void>;
}

export interface ContextRequest {
	cookieHeader: string | null;
	/** Origin of the request as the framework sees it. */
	origin: string;
	clientAddress: string;
}

export interface RequestContext {
	context: Context;
	session: CurrentSession | null;
}

/** The composition root: opens everything in order; `close` undoes it in the other. */
export async function createRuntime(configuration: Configuration): Promise<Runtime> {
	const now = (): Date => new Date();
	const database = await openDatabase(configuration);
	await loadTerritory(database.db);
	const events = createEvents((error) => process.stderr.write(`event listener: ${String(error)}\n`));
	const mail = createMail(configuration, now);
	const secure = configuration.origin?.startsWith('https://') ?? false;
	const sessions = createSessions(database.db, { secure, now });
	const passwords = createPasswords();
	const afterwards = createAfterwards((error) => process.stderr.write(`afterwards: ${nameOf(error)}\n`));
	const live: Live = { peopleIn: () => new Map(), append: () => Promise.reject(new Error('not open')) };
	const demonstration = false;
	const health: Health = { runtime: newId(), version: await readVersion(), ping: database.ping };

	const contextFor = async (request: ContextRequest): Promise<RequestContext> => {
		const session = await sessions.find(request.cookieHeader);
		const actor =
			session === null
				? ANONYMOUS
				: await findActor(database.db, { accountId: session.accountId, sessionId: session.key, now: now() });
		const context: Context = {
			db: database.db,
			actor,
			now,
			events,
			mail,
			sessions,
			passwords,
			afterwards: afterwards.add,
			live,
			health,
			origin: configuration.origin ?? request.origin,
			clientAddress: request.clientAddress,
			demonstration,
		};
		return { context, session };
	};
	return {
		id: health.runtime,
		version: health.version,
		configuration,
		demonstration,
		sessions,
		contextFor,
		handleUpgrade: (_request, socket) => socket.destroy(),
		ping: database.ping,
		greeting: (address) => `Terrimed : ${address}\n`,
		close: async () => {
			await afterwards.settled();
			await database.close();
		},
	};
}

async function openDatabase(configuration: Configuration): Promise<OpenDatabase> {
	if (configuration.databaseUrl === null) {
		return openEmbedded(configuration.dataDirectory, configuration.migrationsFolder);
	}
	try {
		return await openPostgres(configuration.databaseUrl, configuration.migrationsFolder);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`DATABASE_URL : la base ne répond pas ou refuse la connexion (${reason}).`);
	}
}

function createMail(configuration: Configuration, now: () => Date): Mail {
	if (configuration.smtpUrl !== null) return createSmtpMail(configuration.smtpUrl, configuration.mailFrom);
	return createFileMail(join(configuration.dataDirectory, 'mails'), now);
}

/** The kind of an error: its message may hold an address. */
function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}

async function readVersion(): Promise<string> {
	const text = await readFile('package.json', 'utf8');
	return String((JSON.parse(text) as { version?: unknown }).version ?? '0');
}
