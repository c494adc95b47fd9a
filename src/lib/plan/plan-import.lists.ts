import { parseDateText } from '#lib/ui/date-text.ts';
import { parseEurosText } from '#lib/ui/number-text.ts';
import type { Action, BudgetLine, Milestone } from './action.rules.ts';
import {
	FIRST_BUDGET_YEAR,
	LAST_BUDGET_YEAR,
	MAX_BUDGET_CENTS,
	MAX_ENTRIES,
	MAX_MILESTONES,
	TEXT_LIMIT,
} from './action.values.rules.ts';
import { waitGraph, wouldMakeCycle } from './dependency.rules.ts';

/** Amounts of a line of the budget, as the columns of a year tell them. */
export const AMOUNTS = [
	['prévu', 'plannedCents'],
	['engagé', 'committedCents'],
	['dépensé', 'spentCents'],
] as const satisfies readonly (readonly [string, keyof BudgetLine])[];
export type Amount = (typeof AMOUNTS)[number][1];

/** What a cell that holds a list, or an amount of a year, asks to write. */
export type ListEdit =
	| { kind: 'milestones'; entries: Omit<Milestone, 'id'>[] }
	| { kind: 'waits'; ids: string[] }
	| { kind: 'amount'; year: number; amount: Amount; cents: number | null }
	/** Who gives the whole budget of an action. */
	| { kind: 'funder'; name: string };

export type ListReading = { ok: true; edit: ListEdit } | { ok: false; reason: string };

const refuse = (reason: string): ListReading => ({ ok: false, reason });

/** The entries of a cell that holds several. */
export function namesIn(text: string): string[] {
	return text
		.split(/[;\n]/)
		.map((name) => name.trim())
		.filter(Boolean);
}

/** « ☑ Comité (15/01/2027) »: a mark, a title, a day; the title alone is enough. */
const MILESTONE = /^([☑☐✓✔]?)\s*(.*?)(?:\s*\(([\d/.-]{6,10})\))?$/u;

export function readMilestonesCell(text: string): ListReading {
	const entries: Omit<Milestone, 'id'>[] = [];
	for (const entry of namesIn(text)) {
		const [, mark = '', title = '', day] = MILESTONE.exec(entry) ?? [];
		if (title === '') return refuse(`Le jalon «\u00a0${entry}\u00a0» n’a pas de titre.`);
		if (title.length > TEXT_LIMIT.milestone) {
			return refuse(`Un jalon compte plus de ${TEXT_LIMIT.milestone} caractères.`);
		}
		const read = day === undefined ? null : parseDateText(day);
		if (read?.ok === false) return refuse(`«\u00a0${title}\u00a0»\u00a0: ${read.message}`);
		entries.push({ title, dueOn: read?.iso ?? null, done: mark !== '' && mark !== '☐' });
	}
	if (entries.length > MAX_MILESTONES) return refuse(`Une action a au plus ${MAX_MILESTONES} jalons.`);
	return { ok: true, edit: { kind: 'milestones', entries } };
}

/** Actions by their number and title, « 5.3 Rencontrer les médecins », or by one of the two. */
export function readWaitsCell(text: string, find: (name: string) => readonly string[]): ListReading {
	const names = namesIn(text);
	if (names.length > MAX_ENTRIES) return refuse(`Une action en attend au plus ${MAX_ENTRIES}.`);
	const ids: string[] = [];
	for (const name of names) {
		const found = find(name);
		const [id] = found;
		if (id === undefined) return refuse(`Aucune action ne s’appelle «\u00a0${name}\u00a0».`);
		if (found.length > 1) {
			return refuse(`Plus d’une action s’appelle «\u00a0${name}\u00a0»\u00a0: écrivez aussi son numéro.`);
		}
		ids.push(id);
	}
	return { ok: true, edit: { kind: 'waits', ids: [...new Set(ids)] } };
}

export function readFunderCell(text: string): ListReading {
	const [name = '', ...others] = namesIn(text);
	if (others.length > 0) return refuse(MANY_FUNDERS);
	if (name.length > TEXT_LIMIT.funder)
		return refuse(`Ce nom compte plus de ${TEXT_LIMIT.funder} caractères.`);
	return { ok: true, edit: { kind: 'funder', name } };
}

const YEAR_KEY = /^(\d{4})-(\w+)$/;

/** The year and the amount that a column is about; null for other columns. */
export function yearOfKey(key: string): { year: number; amount: Amount } | null {
	const [, year = '', name] = YEAR_KEY.exec(key) ?? [];
	const amount = AMOUNTS.find(([, one]) => one === name)?.[1];
	return amount === undefined ? null : { year: Number(year), amount };
}

/** The key of a column by its title, « 2027 prévu (€) »; null for other titles. */
export function keyOfYearTitle(title: string): string | null {
	const [, year, word = ''] = /^(\d{4}) (\S+) \(€\)$/.exec(title) ?? [];
	const amount = AMOUNTS.find(([one]) => one.localeCompare(word, 'fr', { sensitivity: 'base' }) === 0)?.[1];
	return year === undefined || amount === undefined ? null : `${year}-${amount}`;
}

export function readAmountCell(key: string, text: string): ListReading | null {
	const found = yearOfKey(key);
	if (found === null) return null;
	const { year, amount } = found;
	if (year < FIRST_BUDGET_YEAR || year > LAST_BUDGET_YEAR) {
		return refuse(`Un budget va de ${FIRST_BUDGET_YEAR} à ${LAST_BUDGET_YEAR}.`);
	}
	if (text === '') return { ok: true, edit: { kind: 'amount', year, amount, cents: null } };
	const cents = parseEurosText(text);
	if (!cents.ok) return refuse(cents.message);
	if (cents.value > MAX_BUDGET_CENTS) return refuse('Ce montant dépasse un milliard d’euros.');
	return { ok: true, edit: { kind: 'amount', year, amount, cents: cents.value } };
}

const MANY_FUNDERS = 'Plusieurs financeurs se partagent ce budget\u00a0: changez-les dans le plan.';

/** Why an edit of a list cannot be written in an action as the plan is; null when it can. */
export function listFault(actions: readonly Action[], id: string, edit: ListEdit): string | null {
	const action = actions.find((one) => one.id === id);
	if (action === undefined) return null;
	switch (edit.kind) {
		case 'milestones':
			return null;
		case 'waits': {
			const graph = waitGraph(actions);
			const others = edit.ids.filter((on) => !action.waitsFor.includes(on));
			return others.some((on) => wouldMakeCycle(graph, { id, on }))
				? 'Cette action s’attendrait elle-même, par d’autres actions. Choisissez une autre attente.'
				: null;
		}
		case 'amount': {
			const lines = action.budgetLines.filter(({ year }) => year === edit.year);
			return lines.length > 1 ? MANY_FUNDERS : null;
		}
		case 'funder':
			return new Set(action.budgetLines.map(({ funder }) => funder)).size > 1 ? MANY_FUNDERS : null;
	}
}
