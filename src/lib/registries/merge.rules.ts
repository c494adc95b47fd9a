import type { ImportSubject } from './import-subject.ts';

/** What one does with records that are there already, for all at once. */
export const MERGE_RULES = ['suggested', 'keep', 'take', 'fill'] as const;
export type MergeRule = (typeof MERGE_RULES)[number];

export function isMergeRule(text: string): text is MergeRule {
	return MERGE_RULES.some((rule) => rule === text);
}

/** The rules in words; `person` is who has a say before a file. */
export function mergeRuleLabel(rule: MergeRule, person: string): string {
	const labels: Record<MergeRule, string> = {
		suggested: `Ce que ${person} a dit passe devant le fichier, le reste vient du fichier`,
		keep: 'Garder le registre, ne rien prendre du fichier',
		take: 'Prendre le fichier partout où il dit autre chose',
		fill: 'Garder le registre, compléter ce qui y manque',
	};
	return labels[rule];
}

type Values = Readonly<Record<string, unknown>>;
type MergeSubject = Pick<ImportSubject, 'compared' | 'follows' | 'yieldsTo'>;

export interface FieldComparison {
	field: string;
	held: unknown;
	brought: unknown;
	/** Who or what the registry has its value from; null when nobody said. */
	source: string | null;
}

/** Fields that a file says otherwise than the registry, in the order in which people compare them. A file never empties a field. */
export function compareFields(
	{ compared, yieldsTo }: MergeSubject,
	{ held, brought }: { held: Values; brought: Values },
	sources: Readonly<Partial<Record<string, { kind: string }>>>,
): FieldComparison[] {
	return compared.flatMap((field) => {
		const value = brought[field];
		const here = held[field] ?? null;
		const other = yieldsTo[field];
		const yields = other !== undefined && (held[other] ?? null) !== null;
		if (value === undefined || value === here || value === '' || yields) return [];
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
export const takenBy = (rule: MergeRule, compared: readonly FieldComparison[]): string[] =>
	compared.filter((one) => takes(rule, one)).map(({ field }) => field);

/** The values that are written for the fields taken, with those that follow them. */
export function mergedValues(
	{ follows }: MergeSubject,
	taken: readonly string[],
	brought: Values,
): Record<string, unknown> {
	const fields = Object.keys(brought).filter((field) => taken.includes(follows[field] ?? field));
	return Object.fromEntries(fields.map((field) => [field, brought[field]]));
}
