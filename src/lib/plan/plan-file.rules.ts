import type { PlanExportFormat } from './plan-file.names.ts';
import { ACTION_STATUS_LABEL, shownStatus, type Action } from './action.rules.ts';
import { originInWords } from './origin.rules.ts';
import { cellText, printOf, type SheetValue } from './plan-cell.rules.ts';
import { AMOUNTS } from './plan-import.lists.ts';
import { PROPOSITIONS } from './proposition.catalogue.ts';

export const PLAN_MEDIA_TYPE: Record<PlanExportFormat, string> = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	pdf: 'application/pdf',
	ics: 'text/calendar; charset=utf-8',
};

/** An action as files tell it, with its number and the text of its description. */
export interface ToldAction extends Action {
	number: string;
	description: string;
}

/** Names of what actions refer to by an id. */
export interface PlanNames {
	organisation(id: string): string;
	person(id: string): string;
	commune(code: string): string;
	intercommunality(code: string): string;
	/** « 5.3 Titre » of an action. */
	action(id: string): string;
}

export interface PlanSheet {
	columns: { key: string; title: string; width: number }[];
	/** One per action. */
	rows: SheetValue[][];
}

interface Column {
	/** Short, and the same for ever: files that were taken away come back with it. */
	key: string;
	title: string;
	width: number;
	value(action: ToldAction): SheetValue;
}

/** The plan as a table: one row for each action, years in columns. */
export function planSheet(actions: readonly ToldAction[], names: PlanNames, today: string): PlanSheet {
	const years = [...new Set(actions.flatMap(({ budgetLines }) => budgetLines.map(({ year }) => year)))]
		.filter((year) => year !== null)
		.sort((one, other) => one - other);
	const columns = [...columnsOf(names, today), ...years.flatMap(yearColumns), LAST];
	const rows = actions.map((action) => columns.map((column) => column.value(action)));
	return {
		columns: [...columns, PRINTS].map(({ key, title, width }) => ({ key, title, width })),
		rows: rows.map((row) => [...row, printsOf(columns, row)]),
	};
}

function columnsOf(names: PlanNames, today: string): Column[] {
	const list = (texts: readonly string[]): string => texts.join('\u00a0; ');
	const nameOf = (id: string | null, name: (id: string) => string) => (id === null ? '' : name(id));
	return [
		{ key: 'number', title: 'N°', width: 6, value: ({ number }) => number },
		{
			key: 'proposition',
			title: 'Proposition',
			width: 30,
			value: ({ proposition }) => propositionInWords(proposition),
		},
		{ key: 'title', title: 'Action', width: 44, value: ({ title }) => title },
		{ key: 'measure', title: 'Mesure', width: 9, value: ({ measure }) => measure },
		{ key: 'objective', title: 'Objectif', width: 44, value: ({ objective }) => objective },
		{
			key: 'status',
			title: 'Statut',
			width: 16,
			value: (action) => ACTION_STATUS_LABEL[shownStatus(action, today)],
		},
		{ key: 'progress', title: 'Avancement (%)', width: 14, value: ({ progress }) => progress },
		{
			key: 'lead',
			title: 'Chef de file',
			width: 28,
			value: (action) => nameOf(action.leadOrganisationId, names.organisation),
		},
		{
			key: 'responsible',
			title: 'Responsable',
			width: 22,
			value: (action) => nameOf(action.responsibleAccountId, names.person),
		},
		{
			key: 'partners',
			title: 'Avec',
			width: 30,
			value: (action) => list(action.partnerOrganisationIds.map(names.organisation)),
		},
		{
			key: 'communes',
			title: 'Communes',
			width: 30,
			value: ({ communeCodes }) => list(communeCodes.map(names.commune)),
		},
		{
			key: 'epci',
			title: 'Intercommunalités',
			width: 30,
			value: ({ intercommunalityCodes }) => list(intercommunalityCodes.map(names.intercommunality)),
		},
		{
			key: 'start',
			title: 'Début',
			width: 12,
			value: ({ startsOn }) => (startsOn === null ? null : { day: startsOn }),
		},
		{
			key: 'due',
			title: 'Échéance',
			width: 12,
			value: ({ dueOn }) => (dueOn === null ? null : { day: dueOn }),
		},
		{ key: 'budget', title: 'Budget (€)', width: 14, value: ({ budgetCents }) => euros(budgetCents) },
		{
			key: 'etp',
			title: 'ETP',
			width: 8,
			value: (action) => (action.staffingHundredths === null ? null : action.staffingHundredths / 100),
		},
		{ key: 'staffing', title: 'Moyens humains', width: 24, value: ({ staffing }) => staffing },
		{
			key: 'funders',
			title: 'Financeurs',
			width: 24,
			value: ({ budgetLines }) => list([...new Set(budgetLines.map(({ funder }) => funder))].filter(Boolean)),
		},
		{
			key: 'milestones',
			title: 'Jalons',
			width: 40,
			value: ({ milestones }) => list(milestones.map(milestoneInWords)),
		},
		{ key: 'waits', title: 'Attend', width: 30, value: ({ waitsFor }) => list(waitsFor.map(names.action)) },
		{ key: 'obstacles', title: 'Obstacles', width: 40, value: (action) => list(obstaclesInWords(action)) },
		{
			key: 'origin',
			title: 'Origine',
			width: 30,
			value: ({ origin }) => (origin === null ? '' : originInWords(origin)),
		},
		{ key: 'description', title: 'Description', width: 50, value: ({ description }) => description },
	];
}

/** By which a program finds the action again, whatever its number and title have become. */
const LAST: Column = { key: 'id', title: 'Identifiant', width: 38, value: ({ id }) => id };

/** By which a program knows what was in each cell when the file was taken away. */
const PRINTS = { key: 'prints', title: 'Empreinte', width: 12 };

function printsOf(columns: readonly Column[], row: readonly SheetValue[]): string {
	return columns.map(({ key }, index) => `${key}:${printOf(cellText(row[index] ?? null))}`).join(' ');
}

function yearColumns(year: number): Column[] {
	return AMOUNTS.map(([word, key]) => ({
		key: `${year}-${key}`,
		title: `${year} ${word} (€)`,
		width: 16,
		value: ({ budgetLines }) => {
			const amounts = budgetLines.flatMap((line) =>
				line.year === year && line[key] !== null ? [line[key]] : [],
			);
			return amounts.length === 0 ? null : euros(amounts.reduce((sum, cents) => sum + cents, 0));
		},
	}));
}

function euros(cents: number | null): number | null {
	return cents === null ? null : cents / 100;
}

export function propositionInWords(number: number): string {
	return `${number}. ${PROPOSITIONS.find((one) => one.number === number)?.title ?? ''}`.trim();
}

export function milestoneInWords({ title, dueOn, done }: Action['milestones'][number]): string {
	const day = dueOn === null ? '' : ` (${dayInWords(dueOn)})`;
	return `${done ? '☑' : '☐'} ${title}${day}`;
}

export function obstaclesInWords({ obstacles, obstacleList }: Action): string[] {
	const one = obstacleList.map(
		({ text, answer, lifted }) => `${text}${answer === '' ? '' : ` → ${answer}`}${lifted ? ' (levé)' : ''}`,
	);
	return obstacles.trim() === '' ? one : [obstacles.trim(), ...one];
}

/** « 31/03/2027 ». */
export function dayInWords(day: string): string {
	return day.split('-').reverse().join('/');
}
