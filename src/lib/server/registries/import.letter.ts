import { asc, inArray } from 'drizzle-orm';
import { batchSentence, checkSentence, many } from '#lib/registries/import.words.ts';
import { committee } from '../committee/committee.tables.ts';
import type { Context } from '../context/context.ts';
import type { JobLetter } from '../jobs/job.kinds.ts';
import type { ImportRegistry } from './import-registry.ts';
import { getImport, type RegistryImport } from './registry-import.queries.ts';
import { authorizeImports } from './registry-region.queries.ts';

/** Tells whoever brought a file that it is checked, written or taken back, in counts: a letter names nobody of a registry. */
export const importLetter =
	(registry: ImportRegistry): JobLetter =>
	async (context, { job, state, fault }) => {
		const { words } = registry.subject;
		const importId = job.input['importId'];
		if (typeof importId !== 'string') return null;
		const region = await authorizeImports(context, registry.subject.registry, job.regionCode ?? '');
		const brought = await getImport(context, region, importId);
		// Written at once after its check: the letter of the writing will do.
		if (state === 'done' && job.kind === registry.jobs.check.name && brought.appliesAtOnce) return null;
		const link = await linkTo(context, region.departmentCodes, `${words.path}/importer/${brought.id}`);
		const said = state === 'failed' ? (fault ?? '') : sentenceOf(brought);
		return {
			subject: `${words.registry}, lot ${brought.number}\u00a0: ${subjectOf(state, brought)}`,
			text: [
				...[said, ''],
				...(link === null ? [] : [`Pour voir ce lot\u00a0: ${link}`, '']),
				'Ce message est envoyé parce que ce travail a duré plus d’une minute.',
			].join('\n'),
		};
	};

function subjectOf(state: 'done' | 'failed', { state: at }: RegistryImport): string {
	if (state === 'failed') return 'le travail s’est arrêté';
	if (at === 'checked') return 'le contrôle est terminé';
	return at === 'undone' ? 'le lot est annulé' : 'l’import est terminé';
}

function sentenceOf({ state, number, counts }: RegistryImport): string {
	if (state === 'undone')
		return `Lot ${number} annulé\u00a0: ${many(counts.undone ?? 0, 'fiche remise comme avant', 'fiches remises comme avant')}.`;
	if (state !== 'checked') return batchSentence(number, counts);
	const { strong, rest } = checkSentence(counts);
	return `${strong} ${rest}`;
}

/** A page of the first committee of the region; null where there is none. */
async function linkTo(
	{ db, origin }: Context,
	departmentCodes: readonly string[],
	path: string,
): Promise<string | null> {
	const [space] = await db
		.select({ code: committee.departmentCode })
		.from(committee)
		.where(inArray(committee.departmentCode, [...departmentCodes]))
		.orderBy(asc(committee.departmentCode))
		.limit(1);
	return space === undefined ? null : `${origin}/${space.code}/${path}`;
}
