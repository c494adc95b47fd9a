import { parseDateText, typedDate } from '#lib/ui/date-text.ts';
import { parseEurosText, parseNumberText } from '#lib/ui/number-text.ts';
import { ACTION_STATUS_LABEL, ACTION_STATUSES, type Action } from './action.rules.ts';
import {
	FIRST_PROPOSITION,
	LAST_PROPOSITION,
	MAX_BUDGET_CENTS,
	MAX_STAFFING_HUNDREDTHS,
	TEXT_LIMIT,
	type SetField,
} from './action.values.rules.ts';
import { findMeasure } from './measure.catalogue.ts';
import {
	namesIn,
	readAmountCell,
	readFunderCell,
	readMilestonesCell,
	readWaitsCell,
	yearOfKey,
	type ListEdit,
} from './plan-import.lists.ts';
import { cellText, fromFormulaSafe, type SheetValue } from './plan-cell.rules.ts';
import type { ScalarField } from './plan.content.ts';

/** What one cell asks to write. */
export type CellEdit =
	| { [Field in ScalarField]: { kind: 'field'; field: Field; value: Action[Field] } }[ScalarField]
	| { kind: 'set'; field: SetField; keys: string[] }
	| ListEdit;

export type CellReading = { ok: true; edit: CellEdit } | { ok: false; reason: string };

/** What names refer to: no id when nothing bears the name, several when more than one does. */
export interface NameLookup {
	organisation(name: string): readonly string[];
	person(name: string): readonly string[];
	commune(name: string): readonly string[];
	intercommunality(name: string): readonly string[];
	/** By number and title, or one of the two. */
	action(name: string): readonly string[];
}

type Reader = (text: string, names: NameLookup) => CellReading;

const refuse = (reason: string): CellReading => ({ ok: false, reason });

function field<Field extends ScalarField>(name: Field, value: Action[Field]): CellReading {
	return { ok: true, edit: { kind: 'field', field: name, value } as CellEdit };
}

/** How each column that comes back is read, by its key. */
const READERS: Readonly<Record<string, Reader>> = {
	title: (text) => {
		if (text === '') return refuse('Une action a un titre.');
		return tooLong(text, TEXT_LIMIT.title) ?? field('title', text);
	},
	proposition: (text) => {
		const number = Number(/^\d{1,2}(?=\D|$)/.exec(text)?.[0] ?? NaN);
		if (number >= FIRST_PROPOSITION && number <= LAST_PROPOSITION) return field('proposition', number);
		return refuse('Écrivez le numéro de la proposition, de 1 à 10.');
	},
	measure: (text) => {
		if (text === '' || findMeasure(text) !== undefined) return field('measure', text);
		return refuse('Aucune mesure ne porte ce code. Écrivez par exemple P5.3.');
	},
	objective: (text) => tooLong(text, TEXT_LIMIT.objective) ?? field('objective', text),
	status: (text) => {
		const found = ACTION_STATUSES.find((status) => sameWord(ACTION_STATUS_LABEL[status], text));
		if (found !== undefined) return field('status', found);
		return refuse(`Écrivez l’un des statuts\u00a0: ${Object.values(ACTION_STATUS_LABEL).join(', ')}.`);
	},
	progress: (text) => {
		const number = parseNumberText(text.replace(/%$/, ''));
		const isPercent = number.ok && Number.isInteger(number.value) && number.value >= 0 && number.value <= 100;
		return isPercent ? field('progress', number.value) : refuse('Écrivez un nombre entier, de 0 à 100.');
	},
	lead: (text, names) =>
		one(text, names.organisation, 'structure du comité', (id) => field('leadOrganisationId', id)),
	responsible: (text, names) =>
		one(text, names.person, 'personne du comité', (id) => field('responsibleAccountId', id)),
	partners: (text, names) =>
		several(text, names.organisation, { field: 'partnerOrganisationIds', what: 'structure du comité' }),
	communes: (text, names) =>
		several(text, names.commune, { field: 'communeCodes', what: 'commune du département' }),
	epci: (text, names) =>
		several(text, names.intercommunality, {
			field: 'intercommunalityCodes',
			what: 'intercommunalité du département',
		}),
	start: (text) => day('startsOn', text),
	due: (text) => day('dueOn', text),
	budget: (text) => {
		if (text === '') return field('budgetCents', null);
		const cents = parseEurosText(text);
		if (!cents.ok) return refuse(cents.message);
		return cents.value > MAX_BUDGET_CENTS
			? refuse('Ce montant dépasse un milliard d’euros.')
			: field('budgetCents', cents.value);
	},
	etp: (text) => {
		if (text === '') return field('staffingHundredths', null);
		const number = parseNumberText(text);
		if (!number.ok) return refuse(number.message);
		const hundredths = Math.round(number.value * 100);
		const fits = hundredths >= 0 && hundredths <= MAX_STAFFING_HUNDREDTHS;
		return fits
			? field('staffingHundredths', hundredths)
			: refuse('Écrivez un nombre de postes, de 0 à 1 000.');
	},
	staffing: (text) => tooLong(text, TEXT_LIMIT.staffing) ?? field('staffing', text),
	funders: readFunderCell,
	milestones: readMilestonesCell,
	waits: (text, names) => readWaitsCell(text, names.action),
};

/** Whether a column comes back into the plan. */
export function isReadBack(key: string): boolean {
	return Object.hasOwn(READERS, key) || yearOfKey(key) !== null;
}

/** Reads one cell of a column that comes back. `text` is `writtenText` of the cell. */
export function readCell(key: string, text: string, names: NameLookup): CellReading {
	const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
	return reader?.(text, names) ?? readAmountCell(key, text) ?? refuse(NOT_READ_BACK);
}

export const NOT_READ_BACK = 'Cette colonne ne se relit pas\u00a0: changez-la dans le plan.';

const DAYS = new Set(['start', 'due']);
const AMOUNTS = new Set(['progress', 'budget', 'etp']);

/** What a cell holds, to compare: days and numbers that a spreadsheet keeps as texts are read as such. */
export function comparedText(key: string, value: SheetValue): string {
	const text = cellText(value);
	if (typeof value !== 'string' || text === '') return text;
	if (DAYS.has(key)) {
		const read = parseDateText(text);
		return read.ok ? read.iso : text;
	}
	if (AMOUNTS.has(key) || /^\d{4}-/.test(key)) {
		const read = parseNumberText(text.replace(/[€%]/g, ''));
		return read.ok ? cellText(read.value) : text;
	}
	if (key === 'status')
		return ACTION_STATUSES.map((one) => ACTION_STATUS_LABEL[one]).find((one) => sameWord(one, text)) ?? text;
	return text;
}

/** What a cell holds, to write. */
export function writtenText(value: SheetValue): string {
	return typeof value === 'string' ? fromFormulaSafe(value).trim() : cellText(value);
}

/** A value as a person reads it. */
export function shownText(key: string, text: string): string {
	if (text === '') return 'vide';
	return DAYS.has(key) ? typedDate(text) : text;
}

function tooLong(text: string, longest: number): CellReading | null {
	return text.length > longest ? refuse(`Ce texte compte plus de ${longest} caractères.`) : null;
}

function day(name: 'startsOn' | 'dueOn', text: string): CellReading {
	if (text === '') return field(name, null);
	const read = parseDateText(text);
	return read.ok ? field(name, read.iso) : refuse(read.message);
}

function one(
	text: string,
	find: (name: string) => readonly string[],
	what: string,
	write: (id: string | null) => CellReading,
): CellReading {
	if (text === '') return write(null);
	const ids = find(text);
	const [id] = ids;
	if (id !== undefined && ids.length === 1) return write(id);
	return refuse(notOne(text, ids.length, what));
}

function several(
	text: string,
	find: (name: string) => readonly string[],
	written: { field: SetField; what: string },
): CellReading {
	const names = namesIn(text);
	const found = names.map((name) => ({ name, ids: find(name) }));
	const wrong = found.find(({ ids }) => ids.length !== 1);
	if (wrong !== undefined) return refuse(notOne(wrong.name, wrong.ids.length, written.what));
	const keys = [...new Set(found.flatMap(({ ids }) => ids))].sort();
	return { ok: true, edit: { kind: 'set', field: written.field, keys } };
}

function notOne(name: string, count: number, what: string): string {
	return count === 0
		? `Aucune ${what} ne s’appelle «\u00a0${name}\u00a0».`
		: `Plus d’une ${what} s’appelle «\u00a0${name}\u00a0»\u00a0: choisissez dans le plan.`;
}

function sameWord(left: string, right: string): boolean {
	return left.localeCompare(right.trim(), 'fr', { sensitivity: 'base' }) === 0;
}
