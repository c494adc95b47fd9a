import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { ANONYMOUS, findActor } from '#lib/server/committee/actor.queries.ts';
import { createSessions, type CurrentSession } from '#lib/server/accounts/session.ts';
import { createPasswords } from '#lib/server/accounts/password.ts';
import { createAfterwards } from '#lib/server/context/afterwards.ts';
import { createTurns } from '#lib/server/context/turns.ts';
import type { Context, Health } from '#lib/server/context/context.ts';
import { openEmbedded, openPostgres, type OpenDatabase } from '#lib/server/database/database.ts';
import { createEvents } from '#lib/server/events/events.ts';
import type { Mail } from '#lib/server/mail/mail.ts';
import { createFileMail, createSmtpMail } from '#lib/server/mail/mailers.ts';
import { createRecordVisits } from '#lib/server/registries/record-visits.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { newId } from '#lib/identifiers.ts';
import { openBus } from './bus.ts';
import { nameOf } from './collaboration/error-name.ts';
import { shareEvents } from './shared-events.ts';
import { createSystemClock } from './collaboration/adapters/system-clock.ts';
import { readLimits, type Limits } from './collaboration/limits.ts';
import type { Logger } from './collaboration/ports/logger.ts';
import type { Configuration } from './config.ts';
import { listFigures } from '#lib/server/figures/figure.queries.ts';
import { FileThread } from './files/file-thread.ts';
import { greeting } from './greeting.ts';
import { createLiveParts } from './live.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createJobRunner } from '#lib/server/jobs/job.runner.ts';
import { startIndicatorUpkeep } from './indicator-upkeep.ts';
import { JOB_HANDLERS, JOB_LETTERS, LONG_KINDS, HOURLY_PURGES } from './job-handlers.ts';
import { startMentionMails } from './mention-mails.ts';
import { createLogger } from './logger.ts';
import { createMetricsHandler, type MetricsHandler } from './metrics-endpoint.ts';
import { createMetrics } from './metrics.ts';

/** Everything one process holds: made once by `createRuntime`, found through `slot.ts`. */
export interface Runtime {
	/** Different for each runtime: `/sante` and a socket of the same process report the same. */
	readonly id: string;
	readonly version: string;
	readonly configuration: Configuration;
	readonly demonstration: boolean;
	/** The context of the platform itself, for commands run from a terminal. */
	readonly platform: Context;
	contextFor(request: ContextRequest): Promise<RequestContext>;
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Answers `/metriques` to who may read it; asked first, of the request as it came. */
	handleMetrics: MetricsHandler;
	/** Answers what is co-editing by plain HTTP; false for everything else. */
	handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
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
	// Read before anything is opened: a misspelt limit must not cost a start.
	const limits = readLimits(configuration.environment);
	const now = (): Date => new Date();
	const logger = createLogger((line) => process.stderr.write(line), configuration.logLevel);
	const database = await openDatabase(configuration);
	try {
		return await assemble({ configuration, limits, database, now, logger });
	} catch (error) {
		await database.close();
		throw error;
	}
}

async function assemble(opened: {
	configuration: Configuration;
	limits: Limits;
	database: OpenDatabase;
	now: () => Date;
	logger: Logger;
}): Promise<Runtime> {
	const { configuration, limits, database, now, logger } = opened;
	const { db } = database;
	const reportError = (event: string) => (error: unknown) => logger.error(event, { error: nameOf(error) });
	const events = createEvents(reportError('event.listener-failed'));
	const secure = configuration.origin?.startsWith('https://') ?? false;
	const sessions = createSessions(db, { secure, now });
	const afterwards = createAfterwards(reportError('afterwards.failed'));
	const health: Health = { runtime: newId(), version: await readVersion(), ping: database.ping };
	const clock = createSystemClock();
	const identity = { identity: database.identity, from: health.runtime };
	const bus = shareEvents({ bus: await openBus({ configuration, ...identity, clock, logger }), events });
	const metrics = createMetrics();
	const parts = createLiveParts({
		metrics,
		configuration,
		limits,
		clock,
		bus,
		db,
		sessions,
		events,
		now,
		logger,
		runtimeId: health.runtime,
	});
	const files = new FileThread(clock);
	const measures = { stats: parts.stats, bus };
	metrics.watch(measures);
	const shared = {
		db,
		now,
		events,
		mail: createMail(configuration, now),
		sessions,
		passwords: createPasswords(),
		afterwards: afterwards.add,
		inTurn: createTurns(),
		live: parts.live,
		recordVisits: createRecordVisits(events, now),
		files,
		figures: { list: listFigures },
		health,
	};
	const platform: Context = {
		...shared,
		actor: ANONYMOUS,
		origin: configuration.origin ?? `http://localhost:${configuration.port}`,
		clientAddress: '',
		demonstration: false,
	};
	await loadTerritory(db);
	const demonstration = await prepareDemonstration(platform, configuration);
	await parts.projector.catchUp();
	const heartbeat = startHeartbeat({ ...measures, db, clock, logger, identity: health, metrics });

	const contextOf = async (accountId: string | null): Promise<Context> => ({
		...platform,
		demonstration,
		actor: accountId === null ? ANONYMOUS : await findActor(db, { accountId, sessionId: '', now: now() }),
	});
	const mentionMails = startMentionMails({
		...{ platform, contextOf, clock },
		reportError: reportError('mention-mail.failed'),
	});
	const indicators = startIndicatorUpkeep({
		...{ platform, clock },
		reportError: reportError('indicators.failed'),
	});
	const jobs = createJobRunner({
		...{ db, events, now },
		runner: health.runtime,
		alone: database.kind === 'embedded',
		handlers: JOB_HANDLERS,
		longKinds: LONG_KINDS,
		letters: JOB_LETTERS,
		purges: HOURLY_PURGES,
		timers: clock,
		contextOf,
		reportError: reportError('job.failed'),
		reportAttempt: (error) => logger.warn('job.begun-again', { error: nameOf(error) }),
	});

	const contextFor = async (request: ContextRequest): Promise<RequestContext> => {
		const session = await sessions.find(request.cookieHeader);
		const actor =
			session === null
				? ANONYMOUS
				: await findActor(db, { accountId: session.accountId, sessionId: session.key, now: now() });
		const origin = configuration.origin ?? request.origin;
		const { clientAddress } = request;
		return { context: { ...shared, actor, origin, clientAddress, demonstration }, session };
	};
	return {
		id: health.runtime,
		version: health.version,
		configuration,
		demonstration,
		platform,
		contextFor,
		handleUpgrade: parts.handleUpgrade,
		handleRequest: parts.handleRequest,
		greeting: (address) => greeting(address, demonstration),
		handleMetrics: createMetricsHandler({ metrics, token: configuration.metricsToken, logger }),
		close: async () => {
			await heartbeat.close();
			await mentionMails.close();
			await indicators.close();
			metrics.close();
			// A job that waits for a file is given back: whoever stops a server must not wait for it.
			await Promise.all([jobs.close(), files.close()]);
			await parts.close();
			await afterwards.settled();
			await database.close();
		},
	};
}

/** Loads the demonstration into an empty database that wants it. @returns whether this database holds it */
async function prepareDemonstration(platform: Context, configuration: Configuration): Promise<boolean> {
	const { demonstrationState, seedDemonstration } = await import('../drizzle/demonstration/demonstration.ts');
	const state = await demonstrationState(platform.db);
	if (state !== 'empty' || !configuration.loadsDemonstration) return state === 'complete';
	await seedDemonstration(platform);
	return true;
}

/** The database that a configuration names, migrated; throws a sentence when it is out of reach. */
async function openDatabase(configuration: Configuration): Promise<OpenDatabase> {
	if (configuration.databaseUrl === null) {
		return openDirectory(configuration);
	}
	try {
		return await openPostgres(configuration.databaseUrl, configuration.migrationsFolder);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`DATABASE_URL : la base ne répond pas ou refuse la connexion (${reason}).`);
	}
}

/**
 * The database that a configuration names, for who only checks it: a folder without one stops with a sentence that names it, since an
 * empty database made there would be found sound.
 */
export async function openWrittenDatabase(configuration: Configuration): Promise<OpenDatabase> {
	const { databaseUrl, dataDirectory } = configuration;
	if (databaseUrl === null && !existsSync(join(dataDirectory, 'database', 'PG_VERSION'))) {
		throw new Error(
			`DATA_DIR : il n’y a pas de base dans le dossier ${dataDirectory}. Vérifiez son nom ; rien n’a été vérifié, rien n’a été créé.`,
		);
	}
	return openDatabase(configuration);
}

async function openDirectory({ dataDirectory, migrationsFolder }: Configuration): Promise<OpenDatabase> {
	try {
		return await openEmbedded(dataDirectory, migrationsFolder);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code)) throw error;
		throw new Error(`DATA_DIR : le serveur ne peut pas écrire dans ${dataDirectory} (${code}).`);
	}
}

function createMail(configuration: Configuration, now: () => Date): Mail {
	if (configuration.smtpUrl !== null) return createSmtpMail(configuration.smtpUrl, configuration.mailFrom);
	return createFileMail(join(configuration.dataDirectory, 'mails'), now);
}

async function readVersion(): Promise<string> {
	const text = await readFile('package.json', 'utf8');
	return String((JSON.parse(text) as { version?: unknown }).version ?? '0');
}
