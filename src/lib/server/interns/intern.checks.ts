import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { TerrimedError } from '#lib/errors.ts';
import { internFaults, type InternValues } from '#lib/interns/intern.rules.ts';
import type { Space } from '../committee/space.queries.ts';
import { listSpacePeople } from '../committee/member.queries.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { opensRecord, seniorsAccess } from '../policies/seniors.policy.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import type { CommunePlace } from '../senior-doctors/senior-doctor.write.ts';
import { commune, department } from '../territory/territory.tables.ts';
import { intern } from './intern.tables.ts';

function invalidIntern(fields: Record<string, string>): TerrimedError {
	return new TerrimedError(
		'invalid-input',
		'La fiche contient une valeur qui ne convient pas. Rien n’a été enregistré.',
		fields,
	);
}

export function refuseInternFaults(values: InternValues): void {
	const faults = internFaults(values);
	if (Object.keys(faults).length > 0) throw invalidIntern(faults);
}

/** Where a commune is. It must be of a département whose interns the actor writes: a facilitator keeps one, the URPS those of its region. */
export async function placeOfIntern(
	context: Context,
	space: Space,
	communeCode: string,
): Promise<CommunePlace> {
	const [place] = await context.db
		.select({
			code: commune.code,
			departmentCode: commune.departmentCode,
			regionCode: department.regionCode,
			searchName: commune.searchName,
		})
		.from(commune)
		.innerJoin(department, eq(department.code, commune.departmentCode))
		.where(eq(commune.code, communeCode));
	if (
		place === undefined ||
		place.regionCode !== space.regionCode ||
		!can(context.actor, 'interns.write', place)
	)
		throw invalidIntern({ communeCode: 'Choisissez une commune de votre territoire.' });
	return place;
}

/** Who is named by an id must be somebody the writer may name: a member of the committee. */
export async function refuseStrangeContact(
	context: Context,
	departmentCode: string,
	contactId: string | null | undefined,
): Promise<void> {
	if (contactId === null || contactId === undefined) return;
	const people = await listSpacePeople(context, departmentCode);
	if (!people.some(({ accountId, sits }) => sits && accountId === contactId))
		throw invalidIntern({ contactId: 'Choisissez un membre du comité.' });
}

/** A host must be a doctor whose record the writer may read: another answers like one that does not exist. Inside a transaction of the registry. */
export async function refuseStrangeHost(
	inside: Context,
	space: Space,
	hostDoctorId: string | null | undefined,
): Promise<void> {
	if (hostDoctorId === null || hostDoctorId === undefined) return;
	const [host] = await inside.db
		.select({ sharing: seniorDoctor.sharing, communeCode: seniorDoctor.communeCode })
		.from(seniorDoctor)
		.where(and(inArray(seniorDoctor.id, [hostDoctorId]), isNull(seniorDoctor.opposedAt)));
	const access = seniorsAccess(inside.actor, space);
	const mayName =
		host !== undefined && opensRecord(access, { sharing: host.sharing, communeCodes: [host.communeCode] });
	if (!mayName) throw invalidIntern({ hostDoctorId: 'Choisissez un médecin du registre.' });
}

/** Somebody has one record for each course: same number and same first day are the same course. */
export async function refuseSameCourse(
	db: Context['db'],
	course: { regionCode: string; rpps: string | null; startsOn: string; except: string | null },
): Promise<void> {
	const { regionCode, rpps, startsOn, except } = course;
	if (rpps === null) return;
	const same = await db
		.select({ id: intern.id })
		.from(intern)
		.where(
			and(
				...[eq(intern.regionCode, regionCode), eq(intern.rpps, rpps), eq(intern.startsOn, startsOn)],
				except === null ? undefined : ne(intern.id, except),
			),
		);
	if (same.length === 0) return;
	const sentence = 'Une fiche a déjà ce numéro RPPS et ce début de stage. Rien n’a été enregistré.';
	throw new TerrimedError('conflict', sentence, { rpps: sentence });
}
