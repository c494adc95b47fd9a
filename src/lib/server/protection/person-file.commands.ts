import { createHash } from 'node:crypto';
import { momentWords } from '#lib/accounts/moment.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '../context/context.ts';
import { keepCopy } from './person.commands.ts';
import { personFileJob } from './person-file.jobs.ts';
import { getPerson, type RecordTarget } from './person.queries.ts';
import { authorizeRegistry } from './protection-rights.queries.ts';

export interface PersonFile {
	name: string;
	mediaType: string;
	bytes: Promise<Uint8Array>;
}

/**
 * Everything held on the person of a record, for them: as JSON for a program, or as a document to read. The file's name says no name. Kept in the
 * register of requests.
 */
export async function exportPerson(
	context: Context,
	target: RecordTarget,
	format: 'json' | 'pdf',
): Promise<PersonFile> {
	const { space } = await authorizeRegistry(context, target.departmentCode, target.registry);
	const person = await getPerson(context, target);
	await keepCopy(context, target);
	const at = context.now();
	const json = JSON.stringify({ preparedAt: at.toISOString(), ...person }, null, '\t');
	const name = `donnees-personnelles-${dayInFrance(at)}.${format}`;
	if (format === 'json') {
		const bytes = Promise.resolve(new TextEncoder().encode(json));
		return { name, mediaType: 'application/json; charset=utf-8', bytes };
	}
	const sha256 = createHash('sha256').update(json).digest('hex');
	const input = { person, place: space.departmentName, moment: momentWords(at), sha256 };
	return { name, mediaType: 'application/pdf', bytes: context.files.run(personFileJob, input) };
}
