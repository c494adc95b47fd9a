import { foldTitle, guessMapping, type ImportField } from '#lib/registries/column-guess.rules.ts';
import { placeOf, readCell, typedValue } from './grid.rules.ts';
import { looksMistyped, type ValueState } from './indicator.rules.ts';
import { FREQUENCY_LABEL, periodLabel, type Frequency, type Period } from './period.rules.ts';
import { readPeriodText } from './period-text.rules.ts';

/** Most values of a file: the dictionary over ten years of quarters. */
export const MOST_IMPORTED = 2_000;

type Field = 'indicator' | 'period' | 'value' | 'state' | 'source' | 'comment';

const FIELDS: readonly ImportField<Field>[] = [
	{ key: 'indicator', label: 'Indicateur', synonyms: ['code', 'code indicateur', 'code de l indicateur'] },
	{ key: 'period', label: 'Période', synonyms: ['date', 'trimestre', 'mois', 'semestre', 'annee'] },
	{ key: 'value', label: 'Valeur', synonyms: ['chiffre', 'resultat'] },
	{ key: 'state', label: 'État', synonyms: ['statut'] },
	{ key: 'source', label: 'Source', synonyms: ['origine'] },
	{ key: 'comment', label: 'Note', synonyms: ['commentaire', 'remarque'] },
];

/** An indicator that values may be brought for. */
export interface ImportedIndicator {
	code: string;
	name: string;
	unit: string;
	frequency: Frequency;
	/** Whether Terrimed computes it. */
	isComputed: boolean;
	/** The value that holds for each period. */
	values: readonly { id: string; period: string; value: number; state: ValueState }[];
}

/** A value of the file that can be written. */
export interface ImportedValue {
	line: number;
	code: string;
	name: string;
	period: string;
	periodLabel: string;
	value: number;
	state: ValueState;
	source: string;
	comment: string;
	/** The value that it corrects, as it is typed; null for a period that has none. */
	before: string | null;
	after: string;
	replaces: string | null;
	isFar: boolean;
}

export interface RefusedValue {
	line: number;
	text: string;
	reason: string;
}

export interface ValueTable {
	written: ImportedValue[];
	same: number;
	refused: RefusedValue[];
}

interface Row {
	line: number;
	cells: readonly string[];
}

/** One value as the file tells it, before it is known to fit. */
interface Told {
	line: number;
	indicator: string;
	period: string;
	value: string;
	state: string;
	source: string;
	comment: string;
}

/**
 * What a file of values would change: one value a row (« Indicateur ; Période ; Valeur »), or one indicator a row and a period a column.
 * Null when it has neither form. Empty cells say nothing.
 * @param today periods that have not begun are refused
 */
export function readValueTable(
	titles: readonly string[],
	rows: readonly Row[],
	{ indicators, today }: { indicators: readonly ImportedIndicator[]; today: string },
): ValueTable | null {
	const told = tellOneARow(titles, rows) ?? tellPeriodsInColumns(titles, rows);
	if (told === null) return null;
	const byName = new Map(
		indicators.flatMap((one) => [
			[foldTitle(one.code), one],
			[foldTitle(one.name), one],
		]),
	);
	const table: ValueTable = { written: [], same: 0, refused: [] };
	const taken = new Set<string>();
	for (const one of told) {
		if (one.value === '') continue;
		const text = [one.indicator, one.period, one.value].filter(Boolean).join(', ');
		const read = readTold(one, byName.get(foldTitle(one.indicator)), today);
		const place = typeof read === 'string' ? '' : placeOf(read.code, read.period);
		const fault =
			typeof read === 'string' ? read : taken.has(place) ? 'Le fichier donne deux fois cette valeur.' : null;
		if (fault !== null) table.refused.push({ line: one.line, text, reason: fault });
		else if (typeof read !== 'string') {
			taken.add(place);
			if (read.before === read.after && read.replaces !== null && !read.changesState) table.same += 1;
			else table.written.push(withoutFlag(read));
		}
	}
	return table;
}

type Read = ImportedValue & { changesState: boolean };

const withoutFlag = ({ changesState: _changes, ...value }: Read): ImportedValue => value;

function tellOneARow(titles: readonly string[], rows: readonly Row[]): Told[] | null {
	const mapping = guessMapping(titles, FIELDS);
	const at = (key: Field): number => mapping.indexOf(key);
	if (at('indicator') === -1 || at('period') === -1 || at('value') === -1) return null;
	return rows.map(({ line, cells }) => {
		const cell = (key: Field): string => cells[at(key)] ?? '';
		return {
			...{ line, indicator: cell('indicator'), period: cell('period'), value: cell('value') },
			...{ state: cell('state'), source: cell('source'), comment: cell('comment') },
		};
	});
}

function tellPeriodsInColumns(titles: readonly string[], rows: readonly Row[]): Told[] | null {
	const columns = titles.flatMap((title, at) => (readPeriodText(title) === null ? [] : [{ title, at }]));
	const named = titles.findIndex((title) => ['indicateur', 'code'].includes(foldTitle(title)));
	if (columns.length === 0) return null;
	const first = named === -1 ? 0 : named;
	return rows.flatMap(({ line, cells }) =>
		columns.map(({ title, at }) => ({
			...{ line, indicator: cells[first] ?? '', period: title, value: cells[at] ?? '' },
			...{ state: '', source: '', comment: '' },
		})),
	);
}

/** The value that a row tells, or the sentence that refuses it. */
function readTold(told: Told, indicator: ImportedIndicator | undefined, today: string): Read | string {
	if (indicator === undefined) return 'Cet indicateur n’est pas dans la liste du comité.';
	if (indicator.isComputed) return 'Terrimed calcule cet indicateur\u00a0: il ne se saisit pas.';
	const period = readPeriodText(told.period);
	if (period === null) return 'Écrivez une période\u00a0: 2026-11, 2026-T4, 2026-S2 ou 2026.';
	const fault = periodFault(indicator, period, today);
	if (fault !== null) return fault;
	const reading = readCell(told.value, indicator.unit);
	if (!reading.ok) return reading.message;
	const state = readState(told.state);
	if (state === null) return 'Écrivez «\u00a0provisoire\u00a0» ou «\u00a0validée\u00a0».';
	const held = indicator.values.find((one) => one.period === period.key);
	const earlier = indicator.values.filter((one) => one.period < period.key).at(-1)?.value ?? null;
	return {
		...{ line: told.line, code: indicator.code, name: indicator.name },
		...{ period: period.key, periodLabel: periodLabel(period), value: reading.value },
		...{ state: state ?? held?.state ?? 'provisional', source: told.source, comment: told.comment },
		before: held === undefined ? null : typedValue(held.value, indicator.unit),
		after: typedValue(reading.value, indicator.unit),
		replaces: held?.id ?? null,
		isFar: looksMistyped(reading.value, earlier),
		changesState: state !== undefined && held !== undefined && state !== held.state,
	};
}

function periodFault({ frequency }: ImportedIndicator, period: Period, today: string): string | null {
	if (period.frequency !== frequency) return `Cet indicateur se saisit ${FREQUENCY_LABEL[frequency]}.`;
	return period.startsOn > today ? 'Cette période n’a pas encore commencé.' : null;
}

/** Undefined when nothing is said; null when it is none of ours. */
function readState(text: string): ValueState | undefined | null {
	const folded = foldTitle(text);
	if (folded === '') return undefined;
	if (/^valid/.test(folded)) return 'validated';
	return /^prov/.test(folded) ? 'provisional' : null;
}
