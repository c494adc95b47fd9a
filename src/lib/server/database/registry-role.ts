import { TerrimedError } from '#lib/errors.ts';
import { REGISTRY_POLICY, REGISTRY_ROLE } from './registry-scope.columns.ts';

/** One question to the database, whichever it is. */
type Ask = (text: string) => Promise<{ rows: unknown[] }>;

/** What another process that starts at the same time may have just made. */
const ALREADY_THERE = ['42710', '23505', 'XX000'];
const NOT_ALLOWED = '42501';

/**
 * Makes the role that reads and writes the registries if it is not there, and lets this login take it. A role belongs to the whole
 * server, not to one database, so that it is outside the migrations. A login that may make no role, and goes round no policy, does without: policies
 * are forced, and bind it as they would the role.
 * @throws TerrimedError `unavailable` with a sentence that says what to run, when this login goes round policies and cannot take the role
 */
export async function ensureRegistryRole(ask: Ask): Promise<void> {
	try {
		if (!(await exists(ask))) {
			await unlessMade(() => ask(`create role ${REGISTRY_ROLE} nologin nosuperuser nobypassrls`));
		}
		if (!(await maySet(ask))) await unlessMade(() => ask(`grant ${REGISTRY_ROLE} to current_user`));
	} catch (error) {
		if (codeOf(error) !== NOT_ALLOWED) throw error;
		if (!(await bypassesPolicies(ask))) return;
		throw new TerrimedError(
			'unavailable',
			`le rôle ${REGISTRY_ROLE}, qui protège les registres, manque et ce compte ne peut pas le créer. ` +
				`Demandez à l’administrateur de la base d’exécuter « create role ${REGISTRY_ROLE} nologin » puis ` +
				`« grant ${REGISTRY_ROLE} to » suivi du nom de ce compte`,
		);
	}
}

/** What a transaction over a registry does beside its rows: it names places and people, and writes the audit log. */
const PRIVILEGES = [
	'usage on schema public',
	'select on "region", "department", "commune", "intercommunality", "department_intercommunality", "commune_zoning", "committee"',
	'select ("id", "display_name") on "account"',
	'select, insert, update on "audit_chain"',
	'select, insert on "audit_event"',
];

/** Gives the role, where there is one, what its transactions need: the tables that its policies guard, and a few privileges beside. */
export async function grantToRegistryRole(ask: Ask): Promise<void> {
	if (!(await exists(ask))) return;
	const { rows } = await ask(
		`select quote_ident(relname) as name from pg_class where oid in (select polrelid from pg_policy where polname = '${REGISTRY_POLICY}')`,
	);
	const tables = (rows as { name: string }[]).map(({ name }) => name).join(', ');
	for (const privilege of [`select, insert, update, delete on ${tables}`, ...PRIVILEGES])
		await ask(`grant ${privilege} to ${REGISTRY_ROLE}`);
}

async function bypassesPolicies(ask: Ask): Promise<boolean> {
	const found = await ask(
		'select 1 from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)',
	);
	return found.rows.length > 0;
}

async function exists(ask: Ask): Promise<boolean> {
	return (await ask(`select 1 from pg_roles where rolname = '${REGISTRY_ROLE}'`)).rows.length > 0;
}

async function maySet(ask: Ask): Promise<boolean> {
	const found = await ask(
		`select 1 where pg_has_role(current_user, '${REGISTRY_ROLE}', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)`,
	);
	return found.rows.length > 0;
}

async function unlessMade(make: () => Promise<unknown>): Promise<void> {
	try {
		await make();
	} catch (error) {
		if (!ALREADY_THERE.includes(codeOf(error))) throw error;
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}
