import { TerrimedError } from '#lib/errors.ts';
import { REGISTRY_ROLE } from './registry-scope.columns.ts';

/** One question to the database, whichever it is. */
type Ask = (text: string) => Promise<{ rows: unknown[] }>;

/** What another process that starts at the same time may have just made. */
const ALREADY_THERE = ['42710', '23505', 'XX000'];
const NOT_ALLOWED = '42501';

/**
 * Makes the role that reads and writes the registries if it is not there, and lets this login take it. A role belongs to the whole
 * server, not to one database, so that it is outside the migrations.
 * @throws TerrimedError `unavailable` with a sentence that says what to run, when this login may not
 */
export async function ensureRegistryRole(ask: Ask): Promise<void> {
	try {
		if (!(await exists(ask))) {
			await unlessMade(() => ask(`create role ${REGISTRY_ROLE} nologin nosuperuser nobypassrls`));
		}
		if (!(await maySet(ask))) await unlessMade(() => ask(`grant ${REGISTRY_ROLE} to current_user`));
	} catch (error) {
		if (codeOf(error) !== NOT_ALLOWED) throw error;
		throw new TerrimedError(
			'unavailable',
			`le rôle ${REGISTRY_ROLE}, qui protège les registres, manque et ce compte ne peut pas le créer. ` +
				`Demandez à l’administrateur de la base d’exécuter « create role ${REGISTRY_ROLE} nologin » puis ` +
				`« grant ${REGISTRY_ROLE} to » suivi du nom de ce compte`,
		);
	}
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
