import {
	ACTION_STATUS_LABEL,
	type BudgetLine,
	type Milestone,
	type Obstacle,
} from '#lib/plan/action.rules.ts';
import { FIELD_LABEL, titleInWords, valueInWords } from '#lib/plan/action.words.ts';
import { findProposition } from '#lib/plan/proposition.catalogue.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { formatEuros } from '#lib/ui/number-text.ts';
import { changeOf, type Change, type ChangeDraft, type ChangeRule } from './change.catalogue.ts';
import type { ActionState } from '../state/state.ts';

/** What ids stand for: organisations, people, communes, actions, indicators. */
export type NameOf = (id: string) => string;

/** Longest text quoted, in characters: the whole is one link away. */
const QUOTED = 160;

/** The changes of the actions of a plan: those that came, went, or say something else. */
export function actionChanges(
	before: readonly ActionState[],
	after: readonly ActionState[],
	nameOf: NameOf,
): Change[] {
	const known = new Map(before.map((action) => [action.id, action]));
	const kept = new Set(after.map(({ id }) => id));
	const removed = before.filter(({ id }) => !kept.has(id));
	return [
		...after.flatMap((action) => {
			const old = known.get(action.id);
			const drafts = old === undefined ? [added(action)] : draftsOf(old, action, nameOf);
			return drafts.map((draft) => changeOf(about(action), draft));
		}),
		...removed.map((action) =>
			changeOf(about(action), {
				...{ rule: 'action-removed', field: 'action', label: 'Action' },
				...{ before: ACTION_STATUS_LABEL[action.standing], after: null },
			}),
		),
	];
}

function about(action: ActionState): Pick<Change, 'subject' | 'proposition'> {
	const { id, number, title, proposition } = action;
	return { subject: { kind: 'action', id, number, name: titleInWords(title) }, proposition };
}

function added(action: ActionState): ChangeDraft {
	const standing = ACTION_STATUS_LABEL[action.standing];
	return { rule: 'action-added', field: 'action', label: 'Action', before: null, after: standing };
}

function draftsOf(before: ActionState, after: ActionState, nameOf: NameOf): ChangeDraft[] {
	return [
		...standingDrafts(before, after),
		...dueDrafts(before, after),
		...SCALARS.flatMap(([field, rule]) => scalarDraft(before, after, { field, rule, nameOf })),
		...TEXTS.flatMap(([field, rule]) => textDraft(before, after, { field, rule })),
		...SETS.flatMap(([field, rule]) => setDraft(before, after, { field, rule, nameOf })),
		...entryDrafts(before.milestones, after.milestones, MILESTONES),
		...entryDrafts(before.obstacleList, after.obstacleList, OBSTACLES),
		...entryDrafts(before.budgetLines, after.budgetLines, BUDGET),
	];
}

/** The status that shows; the one entered, when it changed and shows nothing. */
function standingDrafts(before: ActionState, after: ActionState): ChangeDraft[] {
	if (before.standing !== after.standing) {
		const quoted = {
			before: ACTION_STATUS_LABEL[before.standing],
			after: ACTION_STATUS_LABEL[after.standing],
		};
		return [{ rule: standingRule(before, after), field: 'standing', label: FIELD_LABEL.status, ...quoted }];
	}
	if (before.status === after.status) return [];
	const quoted = { before: ACTION_STATUS_LABEL[before.status], after: ACTION_STATUS_LABEL[after.status] };
	return [{ rule: 'status-entered', field: 'status', label: 'Statut saisi', ...quoted }];
}

function standingRule(before: ActionState, after: ActionState): ChangeRule {
	if (after.standing === 'done') return 'action-done';
	if (before.standing === 'done') return 'action-reopened';
	return after.standing === 'late' ? 'action-late' : 'standing-changed';
}

function dueDrafts({ dueOn: before }: ActionState, { dueOn: after }: ActionState): ChangeDraft[] {
	if (before === after) return [];
	const rule = before === null ? 'due-set' : after === null ? 'due-cleared' : dueRule(before, after);
	const quoted = { before: before && shortDate(before), after: after && shortDate(after) };
	return [{ rule, field: 'dueOn', label: FIELD_LABEL.dueOn, ...quoted }];
}

const dueRule = (before: string, after: string): ChangeRule => (after > before ? 'due-put-back' : 'due-set');

/** Fields of one value, and what their change is. */
const SCALARS = [
	['leadOrganisationId', 'lead-changed'],
	['responsibleAccountId', 'people-changed'],
	['startsOn', 'start-changed'],
	['progress', 'progress-changed'],
	['budgetCents', 'budget-changed'],
	['staffingHundredths', 'staffing-changed'],
	['decisionId', 'wording-changed'],
	['proposition', 'proposition-changed'],
] as const satisfies readonly (readonly [keyof ActionState, ChangeRule])[];

function scalarDraft(
	before: ActionState,
	after: ActionState,
	told: { field: (typeof SCALARS)[number][0]; rule: ChangeRule; nameOf: NameOf },
): ChangeDraft[] {
	const { field, rule, nameOf } = told;
	if (before[field] === after[field]) return [];
	const words = ({ [field]: value }: ActionState): string | null => {
		if (value === null) return null;
		if (field === 'proposition') return `${value}. ${findProposition(Number(value))?.shortTitle ?? ''}`;
		return valueInWords({ field, value }, nameOf);
	};
	return [{ rule, field, label: FIELD_LABEL[field], before: words(before), after: words(after) }];
}

const TEXTS = [
	['title', 'wording-changed'],
	['objective', 'objective-changed'],
	['description', 'wording-changed'],
	['staffing', 'staffing-changed'],
	['obstacles', 'obstacle-changed'],
] as const satisfies readonly (readonly [keyof ActionState, ChangeRule])[];

function textDraft(
	before: ActionState,
	after: ActionState,
	{ field, rule }: { field: (typeof TEXTS)[number][0]; rule: ChangeRule },
): ChangeDraft[] {
	if (before[field] === after[field]) return [];
	const label = field === 'description' ? 'Description' : FIELD_LABEL[field];
	return [{ rule, field, label, before: quote(before[field]), after: quote(after[field]) }];
}

/** A text short enough for a list; null for none. */
export function quote(text: string): string | null {
	const flat = text.replace(/\s+/g, ' ').trim();
	if (flat === '') return null;
	return flat.length > QUOTED ? `${flat.slice(0, QUOTED).trimEnd()}…` : flat;
}

const SETS = [
	['indicators', 'indicator-linked'],
	['waitsFor', 'waits-changed'],
	['partnerOrganisationIds', 'people-changed'],
	['communeCodes', 'places-changed'],
	['intercommunalityCodes', 'places-changed'],
] as const satisfies readonly (readonly [keyof ActionState, ChangeRule])[];

/** A list without order: what left it, and what came. */
function setDraft(
	before: ActionState,
	after: ActionState,
	told: { field: (typeof SETS)[number][0]; rule: ChangeRule; nameOf: NameOf },
): ChangeDraft[] {
	const { field, nameOf } = told;
	const [gone, come] = [without(before[field], after[field]), without(after[field], before[field])];
	if (gone.length + come.length === 0) return [];
	const isUnlinked = field === 'indicators' && gone.length > 0;
	const rule = isUnlinked ? 'indicator-unlinked' : told.rule;
	const names = (ids: readonly string[]): string | null =>
		ids.length === 0
			? null
			: ids
					.map(nameOf)
					.sort((one, other) => one.localeCompare(other, 'fr'))
					.join(', ');
	return [
		{ rule, field, label: FIELD_LABEL[field], before: names(before[field]), after: names(after[field]) },
	];
}

const without = (all: readonly string[], others: readonly string[]): string[] =>
	all.filter((one) => !others.includes(one));

/** How the entries of a list are told. */
interface EntryWords<Entry> {
	field: 'milestones' | 'obstacleList' | 'budgetLines';
	label: string;
	words: (entry: Entry) => string;
	/** What the coming, the going or the change of one is. */
	rule: (before: Entry | null, after: Entry | null) => ChangeRule;
}

function entryDrafts<Entry extends { id: string }>(
	before: readonly Entry[],
	after: readonly Entry[],
	told: EntryWords<Entry>,
): ChangeDraft[] {
	const olds = new Map(before.map((entry) => [entry.id, entry]));
	const news = new Map(after.map((entry) => [entry.id, entry]));
	const ids = [...new Set([...news.keys(), ...olds.keys()])];
	return ids.flatMap((id): ChangeDraft[] => {
		const [old, now] = [olds.get(id) ?? null, news.get(id) ?? null];
		const quoted = { before: old && told.words(old), after: now && told.words(now) };
		// A text longer than what is quoted may change where nobody sees it.
		if (JSON.stringify(old) === JSON.stringify(now)) return [];
		return [{ rule: told.rule(old, now), field: `${told.field}/${id}`, label: told.label, ...quoted }];
	});
}

const MILESTONES: EntryWords<Milestone> = {
	field: 'milestones',
	label: 'Jalon',
	words: ({ title, dueOn, done }) =>
		[title || 'sans titre', dueOn && shortDate(dueOn), done && 'fait'].filter(Boolean).join(', '),
	rule(before, after) {
		if (after === null) return 'milestone-reached';
		if (before === null) return after.done ? 'milestone-reached' : 'milestone-planned';
		const isPutBack = before.dueOn !== null && (after.dueOn === null || after.dueOn > before.dueOn);
		return before.done !== after.done || isPutBack ? 'milestone-reached' : 'milestone-planned';
	},
};

const OBSTACLES: EntryWords<Obstacle> = {
	field: 'obstacleList',
	label: 'Obstacle',
	words: ({ text, answer, lifted }) =>
		[quote(text) ?? 'sans texte', quote(answer), lifted && 'levé'].filter(Boolean).join(', '),
	rule(before, after) {
		if (before === null || after === null || before.lifted !== after.lifted) return 'obstacle-changed';
		return before.text === after.text ? 'obstacle-answered' : 'obstacle-changed';
	},
};

const BUDGET: EntryWords<BudgetLine> = {
	field: 'budgetLines',
	label: 'Budget',
	words({ year, funder, plannedCents, committedCents, spentCents }) {
		const euros = (word: string, cents: number | null) => cents !== null && `${word} ${formatEuros(cents)}`;
		const amounts = [
			euros('prévu', plannedCents),
			euros('engagé', committedCents),
			euros('dépensé', spentCents),
		];
		return [year, funder, ...amounts].filter(Boolean).join(', ');
	},
	rule: () => 'budget-changed',
};
