import { isInView } from '#lib/indicators/indicator.view.rules.ts';
import type { ActionStatus } from '#lib/plan/action.rules.ts';
import { titleInWords } from '#lib/plan/action.words.ts';
import { totalsByProposition } from '#lib/plan/plan.rules.ts';
import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import { actionChanges, type NameOf } from './action-change.rules.ts';
import {
	compareRules,
	IMPORTANCES,
	type Change,
	type ChangeSubject,
	type Importance,
} from './change.catalogue.ts';
import { indicatorChanges, objectionChanges } from './indicator-change.rules.ts';
import { documentChanges, memberChanges } from './space-change.rules.ts';
import type { SpaceState } from '../state/state.ts';

/**
 * All that is not the same in a space at two dates, the gravest first. Pure: two states give the same changes again, and a
 * state compared with itself gives none. A value that came and went in between is not there.
 */
export function changesBetween(before: SpaceState, after: SpaceState): Change[] {
	const names = namesOf(before, after);
	return [
		...actionChanges(before.plan.actions, after.plan.actions, names),
		...indicatorChanges(before.indicators, after.indicators, before.at),
		...objectionChanges(before.objections, after.objections, after.indicators),
		...documentChanges(before.documents, after.documents),
		...memberChanges(before.composition, after.composition),
	].sort(compareChanges);
}

/** What ids stand for at either date; actions by their title. */
function namesOf(before: SpaceState, after: SpaceState): NameOf {
	const titles = new Map(
		[...before.plan.actions, ...after.plan.actions].map(({ id, number, title }) => [
			id,
			`${number} ${titleInWords(title)}`,
		]),
	);
	return (id) => titles.get(id) ?? after.names[id] ?? before.names[id] ?? id;
}

function compareChanges(left: Change, right: Change): number {
	const byRule = compareRules(left.rule, right.rule);
	if (byRule !== 0) return byRule;
	const byProposition = (left.proposition ?? 99) - (right.proposition ?? 99);
	if (byProposition !== 0) return byProposition;
	const byNumber = left.subject.number.localeCompare(right.subject.number, 'fr', { numeric: true });
	return byNumber !== 0 ? byNumber : left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/** How many of each weight. */
export function countByImportance(
	changes: readonly Pick<Change, 'importance'>[],
): Record<Importance, number> {
	const counts: Record<Importance, number> = { major: 0, notable: 0, minor: 0 };
	for (const { importance } of changes) counts[importance] += 1;
	return counts;
}

/** Changes of one weight, in groups of a proposition; what belongs to none comes last. */
export function groupChanges<One extends Pick<Change, 'importance' | 'proposition'>>(
	changes: readonly One[],
): { importance: Importance; count: number; groups: { proposition: number | null; changes: One[] }[] }[] {
	const propositions = [...PROPOSITIONS.map(({ number }) => number), null];
	return IMPORTANCES.map((importance) => {
		const own = changes.filter((change) => change.importance === importance);
		return {
			importance,
			count: own.length,
			groups: propositions
				.map((proposition) => ({
					proposition,
					changes: own.filter((change) => change.proposition === proposition),
				}))
				.filter((group) => group.changes.length > 0),
		};
	}).filter(({ count }) => count > 0);
}

/** Changes of one subject together, the subjects in the order in which they first come. */
export function bySubject<One extends Pick<Change, 'subject'>>(
	changes: readonly One[],
): { subject: ChangeSubject; changes: One[] }[] {
	const found = new Map<string, { subject: ChangeSubject; changes: One[] }>();
	for (const change of changes) {
		const { subject } = change;
		const key = `${subject.kind} ${subject.id}`;
		const known = found.get(key) ?? { subject, changes: [] };
		found.set(key, known);
		known.changes.push(change);
	}
	return [...found.values()];
}

/** The figures at the head of a review, each at both dates. */
export interface ReviewFigures {
	done: { before: number; after: number };
	late: { before: number; after: number };
	/** Indicators whose last value still counts, of those that are followed. */
	upToDate: { before: number; after: number; followed: number };
	added: number;
	removed: number;
}

export function reviewFigures(before: SpaceState, after: SpaceState): ReviewFigures {
	const standing = (state: SpaceState, status: ActionStatus): number =>
		state.plan.actions.filter((action) => action.standing === status).length;
	const followed = (state: SpaceState) => state.indicators.filter((one) => isInView(one, 'suivis'));
	const upToDate = (state: SpaceState): number =>
		followed(state).filter(({ judgement }) => !['stale', 'no-data'].includes(judgement.status)).length;
	const ids = (state: SpaceState) => new Set(state.plan.actions.map(({ id }) => id));
	const [olds, news] = [ids(before), ids(after)];
	return {
		done: { before: standing(before, 'done'), after: standing(after, 'done') },
		late: { before: standing(before, 'late'), after: standing(after, 'late') },
		upToDate: {
			...{ before: upToDate(before), after: upToDate(after) },
			followed: followed(after).length,
		},
		added: [...news].filter((id) => !olds.has(id)).length,
		removed: [...olds].filter((id) => !news.has(id)).length,
	};
}

/** The statuses of the actions of one proposition, at both dates. */
export interface PropositionMove {
	proposition: number;
	title: string;
	before: ActionStatus[];
	after: ActionStatus[];
}

export function propositionMoves(before: SpaceState, after: SpaceState): PropositionMove[] {
	const [olds, news] = [before, after].map((state) => totalsByProposition(state.plan.actions, state.day));
	return PROPOSITIONS.map(({ number, shortTitle }, index) => ({
		...{ proposition: number, title: shortTitle },
		...{ before: olds?.[index]?.statuses ?? [], after: news?.[index]?.statuses ?? [] },
	}));
}
