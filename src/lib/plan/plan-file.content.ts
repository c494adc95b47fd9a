import type { Block, Cell } from '#lib/documents/portable.content.ts';
import { ACTION_STATUS_LABEL, shownStatus } from './action.rules.ts';
import { originInWords } from './origin.rules.ts';
import { budgetInWords, progressInWords, staffingInWords, titleInWords } from './action.words.ts';
import {
	dayInWords,
	milestoneInWords,
	obstaclesInWords,
	propositionInWords,
	type PlanNames,
	type ToldAction,
} from './plan-file.rules.ts';

/** The plan to print: its actions in a table, then a sheet for each. */
export function planBlocks(actions: readonly ToldAction[], names: PlanNames, today: string): Block[] {
	const sheets: Block[] = [];
	let proposition = 0;
	for (const action of actions) {
		if (action.proposition !== proposition) {
			proposition = action.proposition;
			sheets.push({ kind: 'heading', level: 1, runs: [{ text: propositionInWords(proposition) }] });
		}
		sheets.push(...sheetOf(action, names, today));
	}
	return [
		{ kind: 'heading', level: 1, runs: [{ text: 'Les actions' }] },
		tableOf(actions, names, today),
		...sheets,
	];
}

function tableOf(actions: readonly ToldAction[], names: PlanNames, today: string): Block {
	const titles = ['Action', 'Chef de file', 'Échéance', 'Statut'].map((text) => cell(text, true));
	const rows = actions.map((action) => [
		cell(`${action.number} ${titleInWords(action.title)}`),
		cell(action.leadOrganisationId === null ? 'à désigner' : names.organisation(action.leadOrganisationId)),
		cell(action.dueOn === null ? 'à fixer' : dayInWords(action.dueOn)),
		cell(ACTION_STATUS_LABEL[shownStatus(action, today)]),
	]);
	return { kind: 'table', rows: [titles, ...rows] };
}

function cell(text: string, header = false): Cell {
	return { header, colspan: 1, rowspan: 1, blocks: [{ kind: 'paragraph', runs: [{ text }] }] };
}

function sheetOf(action: ToldAction, names: PlanNames, today: string): Block[] {
	const facts: [string, string][] = [
		['Mesure', action.measure],
		['Statut', `${ACTION_STATUS_LABEL[shownStatus(action, today)]}, ${progressInWords(action.progress)}`],
		['Objectif', action.objective],
		['Chef de file', action.leadOrganisationId === null ? '' : names.organisation(action.leadOrganisationId)],
		['Responsable', action.responsibleAccountId === null ? '' : names.person(action.responsibleAccountId)],
		['Avec', action.partnerOrganisationIds.map(names.organisation).join(', ')],
		['Communes', action.communeCodes.map(names.commune).join(', ')],
		['Intercommunalités', action.intercommunalityCodes.map(names.intercommunality).join(', ')],
		['Début', action.startsOn === null ? '' : dayInWords(action.startsOn)],
		['Échéance', action.dueOn === null ? '' : dayInWords(action.dueOn)],
		['Budget', action.budgetCents === null ? '' : budgetInWords(action.budgetCents)],
		['ETP', action.staffingHundredths === null ? '' : staffingInWords(action.staffingHundredths)],
		['Moyens humains', action.staffing],
		['Origine', action.origin === null ? '' : originInWords(action.origin)],
		['Attend', action.waitsFor.map(names.action).join(', ')],
	];
	const heading = {
		kind: 'heading' as const,
		level: 2 as const,
		runs: [{ text: `${action.number} ${titleInWords(action.title)}` }],
	};
	const lines = facts.flatMap(([label, value]): Block[] =>
		value.trim() === ''
			? []
			: [{ kind: 'paragraph', runs: [{ text: `${label}\u00a0: `, bold: true }, { text: value }] }],
	);
	return [
		heading,
		...lines,
		...budgetOf(action),
		...listOf('Jalons', action.milestones.map(milestoneInWords)),
		...listOf('Obstacles', obstaclesInWords(action)),
		...action.description
			.split('\n')
			.flatMap((text): Block[] => (text === '' ? [] : [{ kind: 'paragraph', runs: [{ text }] }])),
	];
}

function budgetOf({ budgetLines }: ToldAction): Block[] {
	if (budgetLines.length === 0) return [];
	const titles = ['Année', 'Financeur', 'Prévu', 'Engagé', 'Dépensé'].map((text) => cell(text, true));
	const rows = budgetLines.map((line) => [
		cell(line.year === null ? '–' : String(line.year)),
		cell(line.funder),
		...[line.plannedCents, line.committedCents, line.spentCents].map((cents) => cell(budgetInWords(cents))),
	]);
	return [{ kind: 'table', rows: [titles, ...rows] }];
}

function listOf(title: string, texts: readonly string[]): Block[] {
	if (texts.length === 0) return [];
	const items = texts.map((text) => ({
		checked: false,
		blocks: [{ kind: 'paragraph' as const, runs: [{ text }] }],
	}));
	return [
		{ kind: 'heading', level: 3, runs: [{ text: title }] },
		{ kind: 'list', list: 'bullet', start: 1, items },
	];
}
