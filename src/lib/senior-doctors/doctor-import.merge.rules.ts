import type { ImportedDoctor } from './doctor-import.row.rules.ts';
import type { SourceKind } from './senior-doctor.values.rules.ts';

/** A field of a record that a file may say. */
export type ImportedField = keyof ImportedDoctor;

/** What one does with records that are there already, for all at once. */
export const MERGE_RULES = ['suggested', 'keep', 'take', 'fill'] as const;
export type MergeRule = (typeof MERGE_RULES)[number];

export function isMergeRule(text: string): text is MergeRule {
	return MERGE_RULES.some((rule) => rule === text);
}

export const MERGE_RULE_LABEL: Record<MergeRule, string> = {
	suggested: 'Ce que le médecin a dit passe devant le fichier, le reste vient du fichier',
	keep: 'Garder le registre, ne rien prendre du fichier',
	take: 'Prendre le fichier partout où il dit autre chose',
	fill: 'Garder le registre, compléter ce qui y manque',
};

/** Fields that follow another one: the département its commune, the certainty its year. */
const FOLLOWS: Partial<Record<ImportedField, ImportedField>> = {
	departmentCode: 'communeCode',
	departureCertainty: 'departureYear',
};

/** Fields in the order in which people compare them. */
export const MERGED_FIELDS = [
	...[
		'lastName',
		'firstName',
		'civility',
		'rpps',
		'birthYear',
		'specialty',
		'practiceMode',
		'sector',
		'communeCode',
	],
	...[
		'placeKind',
		'address',
		'phone',
		'email',
		'halfDays',
		'patientCount',
		'activity',
		'workingPensionerSince',
	],
	...['departureYear', 'successor', 'hostDoctor', 'trainingSupervisor', 'universityPost', 'informedOn'],
] as readonly ImportedField[];

export interface FieldComparison {
	field: ImportedField;
	held: unknown;
	brought: unknown;
	/** Who or what the registry has its value from; null when nobody said. */
	source: SourceKind | null;
}

/** Fields that a file says otherwise than the registry, in the order of `MERGED_FIELDS`. A file never empties a field. */
export function compareFields(
	held: Readonly<Partial<Record<ImportedField, unknown>>>,
	brought: Partial<ImportedDoctor>,
	sources: Readonly<Partial<Record<string, { kind: SourceKind }>>>,
): FieldComparison[] {
	return MERGED_FIELDS.flatMap((field) => {
		const value = brought[field];
		const here = held[field] ?? null;
		if (value === undefined || value === here || (field === 'firstName' && value === '')) return [];
		return [{ field, held: here, brought: value, source: sources[field]?.kind ?? null }];
	});
}

/** Whether a field is taken from the file by a rule. */
export function takes(rule: MergeRule, { held, source }: Pick<FieldComparison, 'held' | 'source'>): boolean {
	const isEmpty = held === null || held === '';
	if (rule === 'keep') return false;
	if (rule === 'take' || isEmpty) return true;
	return rule === 'suggested' && (source === null || source === 'import');
}

/** Fields taken by a rule. */
export const takenBy = (rule: MergeRule, compared: readonly FieldComparison[]): ImportedField[] =>
	compared.filter((one) => takes(rule, one)).map(({ field }) => field);

/** The values that are written for the fields taken, with those that follow them. */
export function mergedValues(
	taken: readonly ImportedField[],
	brought: Partial<ImportedDoctor>,
): Partial<ImportedDoctor> {
	const fields = (Object.keys(brought) as ImportedField[]).filter((field) =>
		taken.includes(FOLLOWS[field] ?? field),
	);
	return Object.fromEntries(fields.map((field) => [field, brought[field]]));
}
