import { TerrimedError } from '#lib/errors.ts';
import { changesBetween } from '#lib/evaluation/changes/change.rules.ts';
import type { Change } from '#lib/evaluation/changes/change.catalogue.ts';
import type { ToldChange } from '#lib/evaluation/review/review.view.ts';
import { instantOfDay } from '#lib/evaluation/state/state.rules.ts';
import type { SpaceState } from '#lib/evaluation/state/state.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { listAuthors } from '../../documents/author.queries.ts';
import { readAttribution, type Attribution } from './attribution.queries.ts';
import { readStateAt } from '../state/state.queries.ts';
import { readTextChanges, type TextChange } from './text-changes.queries.ts';

/** Two states of a space, with what changed from one to the other. */
export interface ComparedStates {
	before: SpaceState;
	after: SpaceState;
	changes: ToldChange[];
}

/**
 * What changed in a committee's space from one instant to another, with who (organisation) and when. Each log is folded twice, however
 * much was written. @throws TerrimedError as `readStateAt`
 */
export async function compareStates(
	context: Context,
	departmentCode: string,
	span: { since: Date; until: Date },
): Promise<ComparedStates> {
	const before = await readStateAt(context, departmentCode, span.since);
	const after = await readStateAt(context, departmentCode, span.until);
	return { before, after, changes: await tellChanges(context, before, after) };
}

/**
 * What changed from the end of one day in France to the end of another. @throws TerrimedError as `readStateAt`, and `invalid-input` when
 * the second comes before the first
 */
export async function listChangesOn(
	context: Context,
	departmentCode: string,
	days: { since: string; until: string },
): Promise<ComparedStates> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	if (days.until < days.since) {
		const sentence = 'La seconde date vient avant la première\u00a0: échangez-les.';
		throw new TerrimedError('invalid-input', sentence, { until: sentence });
	}
	const now = context.now();
	const [since, until] = [instantOfDay(days.since, now), instantOfDay(days.until, now)];
	return compareStates(context, departmentCode, { since, until });
}

/** The changes of two states that are read already, with who and when. */
async function tellChanges({ db }: Context, before: SpaceState, after: SpaceState): Promise<ToldChange[]> {
	const changes = changesBetween(before, after);
	const attribute = await readAttribution(db, before, after);
	const texts = await readTextChanges(db, { before, after }, changes);
	const traced = changes.map((change) => ({
		change,
		...traceOf(attribute(change), change.field === 'text' ? texts.get(change.subject.id) : undefined),
	}));
	const accounts = traced.flatMap(({ accountIds }) => accountIds);
	const authors = await listAuthors(db, after.departmentCode, accounts);
	return traced.map(({ change, at, accountIds, isComputed, text }) => ({
		...withWords(change, text),
		at: at?.toISOString() ?? null,
		by: isComputed
			? [COMPUTED]
			: [...new Set(accountIds.map((id) => authors.get(id)?.organisation ?? ''))].filter(Boolean),
	}));
}

/** Who is said to have made a value that nobody entered. */
const COMPUTED = 'Terrimed';

interface Trace {
	at: Date | null;
	isComputed: boolean;
	accountIds: string[];
	text: TextChange | undefined;
}

function traceOf({ accountId, at, isComputed }: Attribution, text: TextChange | undefined): Trace {
	if (text !== undefined) return { at: text.at, accountIds: text.accountIds, isComputed: false, text };
	return { at, accountIds: accountId === null ? [] : [accountId], isComputed: isComputed === true, text };
}

/** A text says how many words came and went. */
function withWords(change: Change, text: TextChange | undefined): Change {
	if (text === undefined) return change;
	const words = (count: number, what: string): string =>
		`${count} mot${count > 1 ? 's' : ''} ${what}${count > 1 ? 's' : ''}`;
	return { ...change, after: `${words(text.added, 'ajouté')}, ${words(text.removed, 'retiré')}` };
}
