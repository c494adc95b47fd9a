import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import { listSpacePeople } from '../committee/member.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { seniorsAccess } from '../policies/seniors.policy.ts';
import { listSeniorDoctors } from '../senior-doctors/senior-doctor.queries.ts';

/** Somebody whom a record of an intern may name. */
export interface PersonChoice {
	value: string;
	label: string;
	detail: string;
}

/** As many as one chooses from at a glance. */
const MOST = 20;

/** Doctors of the registry whom the writer may name as hosts, by words of their name or commune. */
export async function listHostChoices(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<PersonChoice[]> {
	const space = await authorizeInSpace(context, 'interns.write', departmentCode);
	const access = seniorsAccess(context.actor, space);
	if (access?.reads !== 'records') return [];
	// A search by name of the doctors' registry, and in the log as one.
	const { rows } = await listSeniorDoctors(context, departmentCode, {
		...{ q: text, filters: '', sort: '', cursor: '' },
	});
	return rows.slice(0, MOST).map(({ id, firstName = '', lastName = '', communeName }) => ({
		...{ value: id, label: `Dr ${firstName} ${lastName}`, detail: communeName },
	}));
}

/** Members who sit today, by words of their name. */
export async function listContactChoices(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<PersonChoice[]> {
	await authorizeInSpace(context, 'interns.write', departmentCode);
	const words = normaliseSearch(text).split(' ').filter(Boolean);
	const people = await listSpacePeople(context, departmentCode);
	return people
		.filter(({ name, sits }) => sits && words.every((word) => normaliseSearch(name).includes(word)))
		.slice(0, MOST)
		.map(({ accountId, name, organisationName }) => ({
			...{ value: accountId, label: name, detail: organisationName },
		}));
}
