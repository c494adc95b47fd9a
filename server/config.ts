import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './logger.ts';
import type { Proxies } from './proxy-headers.ts';

/** Configuration of one process, read once from the environment. */
export interface Configuration {
	port: number;
	host: string;
	dataDirectory: string;
	/** Null: the embedded database in `dataDirectory`. */
	databaseUrl: string | null;
	/** What carries hints between several processes on one Postgres; null: Postgres itself does. */
	redisUrl: string | null;
	/** Whether an empty database is given the demonstration: the embedded one is, unless the command says otherwise. */
	loadsDemonstration: boolean;
	/** Public origin (`https://terrimed.example`), or null to take it from each request. */
	origin: string | null;
	/** Whom to believe about the address of a client. */
	proxies: Proxies;
	/** How long a process that is asked to stop still serves, so that the proxy sees its health and turns to others. */
	drainMilliseconds: number;
	smtpUrl: string | null;
	mailFrom: string;
	/** What is written to the log, from this level up. */
	logLevel: LogLevel;
	/** Opens `/metriques` to whoever is not on the machine itself; null: nobody else. */
	metricsToken: string | null;
	migrationsFolder: string;
	/** The whole environment, for the bounds of the co-editing server (`LIMIT_*`). */
	environment: Readonly<Record<string, string | undefined>>;
}

/** An empty variable counts as absent: compose files and units often leave one so. */
const optionalText = z
	.string()
	.trim()
	.transform((text) => (text === '' ? null : text));

const schema = z.object({
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	HOST: z.string().trim().min(1).default('0.0.0.0'),
	DATA_DIR: z.string().trim().min(1).default('.data'),
	DATABASE_URL: optionalText
		.nullable()
		.default(null)
		.refine((url) => url === null || /^postgres(ql)?:\/\//.test(url)),
	REDIS_URL: optionalText
		.nullable()
		.default(null)
		.refine((url) => url === null || /^rediss?:\/\//.test(url)),
	DRAIN_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
	ORIGIN: optionalText
		.nullable()
		.default(null)
		.refine((origin) => origin === null || isOrigin(origin)),
	SMTP_URL: optionalText
		.nullable()
		.default(null)
		.refine((url) => url === null || (/^smtps?:\/\//.test(url) && hasHost(url))),
	LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
	METRICS_TOKEN: optionalText
		.nullable()
		.default(null)
		.refine((token) => token === null || /^[\x21-\x7e]{16,}$/.test(token)),
	ADDRESS_HEADER: optionalText
		.nullable()
		.default(null)
		.refine((name) => name === null || /^[\w!#$%&'*+.^`|~-]+$/.test(name)),
	XFF_DEPTH: optionalText
		.nullable()
		.default(null)
		.refine((depth) => depth === null || /^[1-9]\d?$/.test(depth)),
	MAIL_FROM: z.string().trim().min(3).default('Terrimed <ne-pas-repondre@localhost>'),
});

const EXPECTED: Record<keyof z.input<typeof schema>, string> = {
	PORT: 'un nombre entre 0 et 65535',
	HOST: 'une adresse à écouter, par exemple 0.0.0.0',
	DATA_DIR: 'un dossier où le serveur peut écrire',
	DATABASE_URL: "l'adresse d'une base, par exemple postgres://terrimed@localhost/terrimed",
	REDIS_URL: "l'adresse d'un Redis ou d'un Valkey, par exemple redis://localhost:6379",
	DRAIN_SECONDS: 'un nombre de secondes entre 0 et 60',
	ORIGIN: "l'origine publique du site, sans chemin, par exemple https://terrimed.example",
	SMTP_URL: "l'adresse d'un serveur de courrier, par exemple smtps://utilisateur:secret@serveur:465",
	LOG_LEVEL: `un niveau parmi ${LOG_LEVELS.join(', ')}`,
	METRICS_TOKEN: 'au moins 16 lettres, chiffres ou signes, sans espace',
	ADDRESS_HEADER: "le nom de l'en-tête où le proxy donne l'adresse, par exemple x-forwarded-for",
	XFF_DEPTH: 'le nombre de proxys de confiance, entre 1 et 99',
	MAIL_FROM: "l'expéditeur du courrier, par exemple Terrimed <ne-pas-repondre@terrimed.example>",
};

/**
 * Reads the configuration.
 * @throws Error with a sentence that names the variable, when one is unknown or unusable
 */
export function readConfiguration(
	environment: Readonly<Record<string, string | undefined>>,
	migrationsFolder = 'drizzle/migrations',
): Configuration {
	const unknown = Object.keys(environment).find((name) => name.startsWith('TERRIMED_'));
	if (unknown !== undefined) {
		throw new Error(
			`${unknown} : cette variable de configuration n'existe pas. Retirez-la ou corrigez son nom.`,
		);
	}
	const parsed = schema.safeParse(environment);
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof EXPECTED;
		throw new Error(`${name} : valeur inutilisable. Il faut ${EXPECTED[name]}.`);
	}
	const values = parsed.data;
	if (values.REDIS_URL !== null && values.DATABASE_URL === null) {
		throw new Error(
			'REDIS_URL : ne sert qu’avec DATABASE_URL, quand plusieurs processus écrivent dans la même base. Retirez-la ou donnez DATABASE_URL.',
		);
	}
	return {
		port: values.PORT,
		host: values.HOST,
		dataDirectory: values.DATA_DIR,
		databaseUrl: values.DATABASE_URL,
		redisUrl: values.REDIS_URL,
		proxies: {
			addressHeader: values.ADDRESS_HEADER?.toLowerCase() ?? null,
			depth: Number(values.XFF_DEPTH ?? 1),
		},
		drainMilliseconds: values.DRAIN_SECONDS * 1_000,
		loadsDemonstration: values.DATABASE_URL === null,
		origin: values.ORIGIN,
		smtpUrl: values.SMTP_URL,
		mailFrom: values.MAIL_FROM,
		logLevel: values.LOG_LEVEL,
		metricsToken: values.METRICS_TOKEN,
		migrationsFolder,
		environment,
	};
}

function hasHost(text: string): boolean {
	return URL.canParse(text) && new URL(text).hostname !== '';
}

function isOrigin(text: string): boolean {
	try {
		const url = new URL(text);
		return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text;
	} catch {
		return false;
	}
}
