import { ROLE_LABEL, type Role } from '#lib/committee/role.rules.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import type { Processing, ProcessedField } from '#lib/protection/processing.ts';
import { PROCESSING_WORDS } from '#lib/protection/processing.catalogue.ts';
import { REGISTRY_LABEL, REGISTRY_NAMES, type RegistryName } from '#lib/registries/registry-name.rules.ts';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { internsAccess, openInternFields } from '../policies/interns.policy.ts';
import type { ActiveGrant, Actor, DepartmentSubject } from '../policies/policy.ts';
import { openFields, seniorsAccess } from '../policies/seniors.policy.ts';

const ROLES = Object.keys(ROLE_LABEL) as Role[];

/** The register of processing of the registries, read from their fields and from the policy itself: it cannot say otherwise than they do. */
export async function getProcessings(context: Context, departmentCode: string): Promise<Processing[]> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	return REGISTRY_NAMES.map((registry) => {
		const { purposes, people, sources } = PROCESSING_WORDS[registry];
		const readings = ROLES.map((role) => readingOf(registry, role, space));
		return {
			...{ registry, title: REGISTRY_LABEL[registry], purposes: [...purposes], people, sources },
			fields: fieldsOf(registry, readings),
			recipients: readings.map(({ role, reads }) => ({ who: ROLE_LABEL[role], reads })),
		};
	});
}

interface Reading {
	role: Role;
	/** Fields read when the person shares everything. */
	fields: ReadonlySet<string>;
	reads: string;
}

/** What somebody with this role alone reads: asked of the policy that the pages ask. */
function readingOf(registry: RegistryName, role: Role, space: Space): Reading {
	const actor = holderOf(role, space);
	if (registry === 'senior-doctors') {
		const access = seniorsAccess(actor, space);
		const fields = new Set<string>(access === null ? [] : openFields(access));
		return {
			role,
			fields,
			reads: access === null ? NOTHING : wordsOf(access, FIELD_NAMES.length, fields.size),
		};
	}
	const access = internsAccess(actor, space);
	const fields = new Set<string>(access === null ? [] : openInternFields(access, EVERYTHING_SHARED));
	const reads = access === null ? NOTHING : wordsOf(access, INTERN_FIELD_NAMES.length, fields.size);
	return { role, fields, reads };
}

const EVERYTHING_SHARED = { shareName: true, shareContact: true };
const NOTHING = 'Rien.';

type Access = { reads: 'totals' } | { reads: 'records'; communeCodes: readonly string[] | null };

function wordsOf(access: Access, all: number, read: number): string {
	if (access.reads === 'totals') return 'Des totaux, les petits groupes masqués.';
	if (access.communeCodes !== null)
		return `${read} champs sur ${all} des fiches de ses communes, selon ce que la personne partage.`;
	return read === all
		? 'Toutes les fiches, tous les champs.'
		: `${read} champs sur ${all} des fiches partagées avec le comité.`;
}

function holderOf(role: Role, { departmentCode, regionCode }: DepartmentSubject): Actor {
	const isRegional = role === 'urps' || role === 'ars';
	const grant: ActiveGrant = {
		...{ role, mandateId: '', organisationId: '', organisationName: '', endsOn: '', communeCodes: [] },
		departmentCode: isRegional ? null : departmentCode,
		regionCode: isRegional ? regionCode : null,
	};
	return {
		...{ kind: 'account', accountId: '', sessionId: '', displayName: '', email: '', isAdministrator: false },
		grants: [grant],
	};
}

const FREE: readonly string[] = ['text', 'long-text'];

function fieldsOf(registry: RegistryName, readings: readonly Reading[]): ProcessedField[] {
	const named =
		registry === 'senior-doctors'
			? FIELD_NAMES.map((key) => ({ key, ...FIELDS[key] }))
			: INTERN_FIELD_NAMES.map((key) => ({ key, ...INTERN_FIELDS[key] }));
	return named.map(({ key, label, kind }) => ({
		...{ key, label, isFreeText: FREE.includes(kind) },
		readers: readings.filter(({ fields }) => fields.has(key)).map(({ role }) => ROLE_LABEL[role]),
	}));
}
