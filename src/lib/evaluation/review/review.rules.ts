import { dayInFrance } from '#lib/committee/role.rules.ts';
import { INDICATOR_STATUS_LABEL } from '#lib/indicators/status.rules.ts';
import { DOCUMENT_STATE_LABEL } from '#lib/documents/document.rules.ts';
import { ACTION_STATUS_LABEL } from '#lib/plan/action.rules.ts';
import {
	IMPORTANCE_LABEL,
	ruleLabel,
	type Change,
	type ChangeSubject,
	type Importance,
	type SubjectKind,
} from '../changes/change.catalogue.ts';
import type { ReviewMoment } from './review.view.ts';
import { instantOfDay } from '../state/state.rules.ts';
import { readDay } from '../timeline/timeline.rules.ts';
import type { SpaceState } from '../state/state.ts';

/** Which two moments are compared, from what the address asks and what the reader closed. */
export interface ReviewSpan {
	since: ReviewMoment;
	until: ReviewMoment;
	from: 'review' | 'opening' | 'choice';
	isBroughtBack: boolean;
}

/**
 * The two moments of a review: the last one closed before the day looked at, or the opening of the space, up to that day or now. What
 * lies outside the life of the space is brought back to its ends, and the earlier moment always comes first.
 */
export function reviewSpan(
	asked: { since: string | null; until: string | null },
	life: { openedAt: Date; now: Date; closed: readonly Date[] },
): ReviewSpan {
	const { openedAt, now, closed } = life;
	const [sinceDay, untilDay] = [readDay(asked.since), readDay(asked.until)];
	const wanted = untilDay === null ? now : instantOfDay(untilDay, now);
	const until = within(wanted, openedAt, now);
	const chosen = sinceDay === null ? null : instantOfDay(sinceDay, now);
	const last = closed.filter((at) => at < until).sort((one, other) => other.getTime() - one.getTime())[0];
	const start = chosen ?? last ?? openedAt;
	const since = within(start, openedAt, now);
	const [first, second] = since <= until ? [since, until] : [until, since];
	return {
		since: momentOf(first),
		until: momentOf(second),
		from: chosen !== null ? 'choice' : last === undefined ? 'opening' : 'review',
		isBroughtBack: until !== wanted || since !== start,
	};
}

const within = (at: Date, from: Date, until: Date): Date => (at < from ? from : at > until ? until : at);

const momentOf = (at: Date): ReviewMoment => ({ at, day: dayInFrance(at) });

/** A change in one line: « Échéance : du 30 juin au 15 octobre ». */
export function changeInWords({ rule, label, before, after }: Change): string {
	if (before === null && after === null) return ruleLabel(rule);
	if (before === null) return `${label}\u00a0: ${after}`;
	if (after === null) return `${label}\u00a0: plus rien, auparavant ${before}`;
	return `${label}\u00a0: de «\u00a0${before}\u00a0» à «\u00a0${after}\u00a0»`;
}

/** What is compared, as it is called: « 5.3 Rencontrer les médecins ». */
export function subjectInWords({ number, name }: ChangeSubject): string {
	return number === '' ? name : `${number} ${name}`;
}

/** What a subject is in a state, in words; null when it is not there. */
export function subjectNow(state: SpaceState, subject: { kind: SubjectKind; id: string }): string | null {
	const { kind, id } = subject;
	if (kind === 'action') {
		const action = state.plan.actions.find((one) => one.id === id);
		return action === undefined ? null : ACTION_STATUS_LABEL[action.standing];
	}
	if (kind === 'indicator') {
		const indicator = state.indicators.find((one) => one.code === id);
		return indicator === undefined ? null : INDICATOR_STATUS_LABEL[indicator.judgement.status];
	}
	if (kind === 'document') {
		const document = state.documents.find((one) => one.id === id);
		return document === undefined ? null : DOCUMENT_STATE_LABEL[document.state];
	}
	return state.composition.some((one) => one.mandateId === id) ? 'Mandat en cours' : null;
}

/** Where a subject is read: an action by its id, which keeps when its number changes; a document, in its history. */
export function subjectHref(
	departmentCode: string,
	subject: { kind: SubjectKind; id: string },
	span: { since: ReviewMoment; until: ReviewMoment },
): string {
	const space = `/${departmentCode}`;
	if (subject.kind === 'action') return `${space}/plan/${subject.id}`;
	if (subject.kind === 'indicator') return `${space}/indicateurs/${subject.id}`;
	if (subject.kind === 'member') return `${space}/membres`;
	const [from, to] = [span.since.at.toISOString(), span.until.at.toISOString()];
	return `${space}/documents/${subject.id}/historique?de=${from}&a=${to}`;
}

/** Of the changes of one weight, those that the page does not show at once. */
export function moreInWords(told: { importance: Importance; hidden: number; count: number }): string {
	const { importance, hidden, count } = told;
	const weight = IMPORTANCE_LABEL[importance].toLocaleLowerCase('fr');
	const isSome = hidden < count;
	if (hidden === 1) return `Voir ${isSome ? 'l’autre' : 'le'} changement ${weight}`;
	return `Voir les ${hidden} ${isSome ? 'autres ' : ''}changements ${weight}s`;
}
