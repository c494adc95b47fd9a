import { TerrimedError } from '#lib/errors.ts';
import { doubledFields, guessMapping } from '#lib/registries/column-guess.rules.ts';
import { endingOf, undoableUntil } from '#lib/registries/import.rules.ts';
import {
	DOCTOR_COLUMNS,
	isDoctorColumn,
	isFreeText,
	missingColumns,
	type DoctorColumn,
} from '#lib/senior-doctors/doctor-import.catalogue.ts';
import type { MergeRule } from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type { Context } from '../context/context.ts';
import type { BroughtFile } from '../files/upload.ts';
import { stopJob } from '../jobs/job.commands.ts';
import {
	moveImport,
	receiveImport,
	rememberTitles,
	removeImport,
	setImport,
} from '../registries/registry-import.commands.ts';
import { getImport, rememberedTitles, type RegistryImport } from '../registries/registry-import.queries.ts';
import { authorizeImports, type RegistryRegion } from '../registries/registry-region.queries.ts';
import { applyDoctorsJob, checkDoctorsJob, undoDoctorsJob } from './doctor-import.jobs.ts';
import { queueOn } from './doctor-import.queue.ts';

const REGISTRY = 'senior-doctors';

/**
 * Takes in a file of doctors and says what its columns seem to be. Nothing is read further, and nothing written in the registry.
 * @throws TerrimedError `not-found` for whoever does not write the registry of the region, or with what is wrong with the file
 */
export async function bringDoctors(
	context: Context,
	regionCode: string,
	file: BroughtFile,
): Promise<RegistryImport> {
	const region = await authorizeImports(context, REGISTRY, regionCode);
	const made = await receiveImport(context, region, { registry: REGISTRY, ...file });
	const mapping = await guessColumns(context, region, made.titles);
	await setImport(context, region, made.id, { mapping });
	return { ...made, mapping };
}

/**
 * The same for a program: the columns guessed or given, checked at once, and written at once when it is no dry run. Rows that are not right
 * are left aside; records that are there already are merged by the rule.
 */
export async function importDoctors(
	context: Context,
	regionCode: string,
	asked: { file: BroughtFile; columns: readonly (string | null)[] | null; dry: boolean; rule: MergeRule },
): Promise<{ id: string }> {
	const made = await bringDoctors(context, regionCode, asked.file);
	const region = await authorizeImports(context, REGISTRY, regionCode);
	try {
		await startCheck(context, region, made, {
			mapping: asked.columns ?? made.mapping,
			appliesAtOnce: !asked.dry,
			mergeRule: asked.rule,
		});
	} catch (error) {
		await removeImport(context, region, made.id);
		throw error;
	}
	return { id: made.id };
}

/** What each column is, by whoever imports; then every row is checked. */
export async function chooseColumns(
	context: Context,
	regionCode: string,
	asked: { id: string; mapping: readonly (string | null)[] },
): Promise<void> {
	const region = await authorizeImports(context, REGISTRY, regionCode);
	const brought = await getImport(context, region, asked.id);
	await startCheck(context, region, brought, {
		mapping: asked.mapping,
		appliesAtOnce: false,
		mergeRule: 'ask',
	});
}

async function startCheck(
	context: Context,
	region: RegistryRegion,
	brought: RegistryImport,
	asked: { mapping: readonly (string | null)[]; appliesAtOnce: boolean; mergeRule: MergeRule | 'ask' },
): Promise<void> {
	const mapping = soundMapping(brought.titles, asked.mapping);
	await rememberTitles(
		context.db,
		{ regionCode: region.regionCode, registry: REGISTRY },
		{ titles: brought.titles, mapping },
	);
	await queueOn(context, region, {
		id: brought.id,
		kind: checkDoctorsJob,
		from: ['received', 'checked', 'refused'],
		to: 'checking',
		values: {
			mapping,
			appliesAtOnce: asked.appliesAtOnce,
			mergeRule: asked.mergeRule,
			fault: null,
			faultCode: null,
		},
	});
}

/** @throws TerrimedError `invalid-input` for columns that are none, given twice, or missing */
function soundMapping(titles: readonly string[], given: readonly (string | null)[]): (DoctorColumn | null)[] {
	const mapping = titles.map((_, at): DoctorColumn | null => {
		const key = given[at] ?? null;
		if (key === null) return null;
		if (!isDoctorColumn(key))
			throw new TerrimedError('invalid-input', 'Cette colonne n’existe pas dans le registre.');
		return key;
	});
	const [doubled] = doubledFields(mapping);
	if (doubled !== undefined) {
		const label = DOCTOR_COLUMNS.find(({ key }) => key === doubled)?.label ?? '';
		throw new TerrimedError(
			'invalid-input',
			`Deux colonnes deviennent «\u00a0${label}\u00a0». Choisissez-en une.`,
		);
	}
	const missing = missingColumns(mapping);
	if (missing.length > 0) {
		throw new TerrimedError(
			'invalid-input',
			`Aucune colonne ne donne ${missing.join(', ni ')}. Une fiche ne peut pas s’en passer\u00a0: dites quelle colonne les contient, ou ajoutez-la au fichier.`,
		);
	}
	return mapping;
}

async function guessColumns(
	context: Context,
	region: RegistryRegion,
	titles: readonly string[],
): Promise<(DoctorColumn | null)[]> {
	const remembered = await rememberedTitles(context.db, region.regionCode, REGISTRY);
	const known = Object.fromEntries(
		Object.entries(remembered).map(([title, key]) => [
			title,
			key !== null && isDoctorColumn(key) ? key : null,
		]),
	);
	const guessed = guessMapping(titles, DOCTOR_COLUMNS, known);
	return guessed.map((key, at) => (isFreeText(normaliseSearch(titles[at] ?? '')) ? null : key));
}

/** Writes what is right: new records, and what was chosen of those that are there. */
export async function applyImport(context: Context, regionCode: string, id: string): Promise<void> {
	const region = await authorizeImports(context, REGISTRY, regionCode);
	await getImport(context, region, id);
	await queueOn(context, region, { id, kind: applyDoctorsJob, from: ['checked'], to: 'applying' });
}

/**
 * Ends an import, by where it stands: one that waits is thrown away, one at work stops, one that is applied is undone. @returns which
 * @throws TerrimedError `conflict` when there is nothing left to end, `expired` after thirty days
 */
export async function endImport(
	context: Context,
	regionCode: string,
	id: string,
): Promise<'discard' | 'stop' | 'undo'> {
	const region = await authorizeImports(context, REGISTRY, regionCode);
	const brought = await getImport(context, region, id);
	const ending = endingOf(brought.state);
	if (ending === null)
		throw new TerrimedError('conflict', 'Cet import est déjà terminé. Il n’y a rien à annuler.');
	if (ending === 'discard') await removeImport(context, region, id);
	if (ending === 'stop') await stopWork(context, region, brought);
	if (ending === 'undo') {
		if (brought.appliedAt !== null && undoableUntil(brought.appliedAt) < context.now()) {
			throw new TerrimedError(
				'expired',
				'Ce lot date de plus de 30 jours\u00a0: il ne peut plus être annulé.',
			);
		}
		await queueOn(context, region, { id, kind: undoDoctorsJob, from: ['applied'], to: 'undoing' });
	}
	return ending;
}

/** Asks the job at work to stop. One that had not begun, or is not there, leaves the import where it was. */
async function stopWork(context: Context, region: RegistryRegion, brought: RegistryImport): Promise<void> {
	const { state } = brought;
	const isGone =
		brought.jobId === null || (await stopJob(context.db, brought.jobId, context.now())) !== 'stopping';
	if (!isGone) return;
	const back = state === 'checking' ? 'received' : state === 'undoing' ? 'applied' : 'checked';
	await moveImport(context, region, { id: brought.id, from: [state], to: back });
}

/** The columns that a program gives, as JSON; null when it gives none. @throws TerrimedError `invalid-input` */
export function readColumns(text: string | undefined): (string | null)[] | null {
	if (text === undefined || text === '') return null;
	try {
		const given: unknown = JSON.parse(text);
		if (Array.isArray(given) && given.every((one) => one === null || typeof one === 'string')) return given;
	} catch {
		// Told like what does not fit.
	}
	throw new TerrimedError('invalid-input', 'Les colonnes sont un tableau JSON de champs ou de null.');
}
