import { TerrimedError } from '#lib/errors.ts';
import { doubledFields, guessMapping } from '#lib/registries/column-guess.rules.ts';
import { endingOf, undoableUntil } from '#lib/registries/import.rules.ts';
import { isFreeText, missingColumns, type ImportSubject } from '#lib/registries/import-subject.ts';
import type { MergeRule } from '#lib/registries/merge.rules.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import type { BroughtFile } from '../files/upload.ts';
import { stopJob } from '../jobs/job.commands.ts';
import { settleRecords } from './import.insert.ts';
import { queueApply, queueOn } from './import.queue.ts';
import type { ImportPlace, ImportRegistry } from './import-registry.ts';
import {
	moveImport,
	receiveImport,
	rememberTitles,
	removeImport,
	setImport,
} from './registry-import.commands.ts';
import { getImport, rememberedTitles, type RegistryImport } from './registry-import.queries.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

/** Which registry of which region a file is brought to. */
export type ImportTarget = Pick<ImportPlace, 'registry' | 'regionCode'>;

/**
 * Takes in a file and says what its columns seem to be. Nothing is read further, and nothing written in the registry.
 * @throws TerrimedError `not-found` for whoever does not write the registry of the region, or with what is wrong with the file
 */
export async function bringFile(
	context: Context,
	{ registry, regionCode }: ImportTarget,
	file: BroughtFile,
): Promise<RegistryImport> {
	const { subject } = registry;
	const region = await authorizeImports(context, subject.registry, regionCode);
	const made = await receiveImport(context, region, { registry: subject.registry, ...file });
	const mapping = await guessColumns(context, { region, subject }, made.titles);
	await setImport(context, region, made.id, { mapping });
	return { ...made, mapping };
}

/**
 * The same for a program: the columns guessed or given, checked at once, and written at once when it is no dry run. Rows that are not right
 * are left aside; records that are there already are merged by the rule.
 */
export async function importFile(
	context: Context,
	target: ImportTarget,
	asked: { file: BroughtFile; columns: readonly (string | null)[] | null; dry: boolean; rule: MergeRule },
): Promise<{ id: string }> {
	const { registry, regionCode } = target;
	const made = await bringFile(context, target, asked.file);
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	try {
		await startCheck(
			context,
			{ registry, region, brought: made },
			{
				mapping: asked.columns ?? made.mapping,
				appliesAtOnce: !asked.dry,
				mergeRule: asked.rule,
			},
		);
	} catch (error) {
		await removeImport(context, region, made.id);
		throw error;
	}
	return { id: made.id };
}

/** What each column is, by whoever imports; then every row is checked. */
export async function chooseColumns(
	context: Context,
	{ registry, regionCode, id }: ImportPlace,
	mapping: readonly (string | null)[],
): Promise<void> {
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	const brought = await getImport(context, region, id);
	await startCheck(
		context,
		{ registry, region, brought },
		{
			mapping,
			appliesAtOnce: false,
			mergeRule: 'ask',
		},
	);
}

async function startCheck(
	context: Context,
	{
		registry,
		region,
		brought,
	}: { registry: ImportRegistry; region: RegistryRegion; brought: RegistryImport },
	asked: { mapping: readonly (string | null)[]; appliesAtOnce: boolean; mergeRule: MergeRule | 'ask' },
): Promise<void> {
	const { subject, jobs } = registry;
	const mapping = soundMapping(subject, brought.titles, asked.mapping);
	await rememberTitles(
		context.db,
		{ regionCode: region.regionCode, registry: subject.registry },
		{ titles: brought.titles, mapping },
	);
	await queueOn(context, region, {
		id: brought.id,
		kind: jobs.check,
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
function soundMapping(
	subject: ImportSubject,
	titles: readonly string[],
	given: readonly (string | null)[],
): (string | null)[] {
	const mapping = titles.map((_, at): string | null => {
		const key = given[at] ?? null;
		if (key !== null && !subject.columns.some((column) => column.key === key))
			throw new TerrimedError('invalid-input', 'Cette colonne n’existe pas dans le registre.');
		return key;
	});
	const [doubled] = doubledFields(mapping);
	if (doubled !== undefined) {
		const label = subject.columns.find(({ key }) => key === doubled)?.label ?? '';
		throw new TerrimedError(
			'invalid-input',
			`Deux colonnes deviennent «\u00a0${label}\u00a0». Choisissez-en une.`,
		);
	}
	const missing = missingColumns(subject, mapping);
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
	{ region, subject }: { region: RegistryRegion; subject: ImportSubject },
	titles: readonly string[],
): Promise<(string | null)[]> {
	const remembered = await rememberedTitles(context.db, region.regionCode, subject.registry);
	const isColumn = (key: string | null): boolean => subject.columns.some((column) => column.key === key);
	const known = Object.fromEntries(
		Object.entries(remembered).map(([title, key]) => [title, isColumn(key) ? key : null]),
	);
	const guessed = guessMapping(titles, subject.columns, known);
	return guessed.map((key, at) => (isFreeText(normaliseSearch(titles[at] ?? '')) ? null : key));
}

/** Writes what is right: new records, and what was chosen of those that are there. */
export async function applyImport(
	context: Context,
	{ registry, regionCode, id }: ImportPlace,
): Promise<void> {
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	await getImport(context, region, id);
	await queueApply(context, region, { registry, id });
}

/**
 * Ends an import, by where it stands: one that waits is thrown away, one at work stops, one that is applied is undone. @returns which
 * @throws TerrimedError `conflict` when there is nothing left to end, `expired` after thirty days
 */
export async function endImport(
	context: Context,
	{ registry, regionCode, id }: ImportPlace,
): Promise<'discard' | 'stop' | 'undo'> {
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	const brought = await getImport(context, region, id);
	const ending = endingOf(brought.state);
	if (ending === null)
		throw new TerrimedError('conflict', 'Cet import est déjà terminé. Il n’y a rien à annuler.');
	if (ending === 'discard') await removeImport(context, region, id);
	if (ending === 'stop') await stopWork(context, region, { registry, brought });
	if (ending === 'undo') {
		if (brought.appliedAt !== null && undoableUntil(brought.appliedAt) < context.now()) {
			throw new TerrimedError(
				'expired',
				'Ce lot date de plus de 30 jours\u00a0: il ne peut plus être annulé.',
			);
		}
		await queueOn(context, region, { id, kind: registry.jobs.undo, from: ['applied'], to: 'undoing' });
	}
	return ending;
}

/** Asks the job at work to stop. One that had not begun, or is not there, leaves the import where it was. */
async function stopWork(
	context: Context,
	region: RegistryRegion,
	work: { registry: ImportRegistry; brought: RegistryImport },
): Promise<void> {
	const { id, state, jobId } = work.brought;
	const isGone = jobId === null || (await stopJob(context.db, jobId, context.now())) !== 'stopping';
	if (!isGone) return;
	if (state === 'applying')
		await withRegistryRights(context, region.departmentCodes, ({ db }) => settleRecords(db, work));
	const back = state === 'checking' ? 'received' : state === 'undoing' ? 'applied' : 'checked';
	await moveImport(context, region, { id, from: [state], to: back });
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
