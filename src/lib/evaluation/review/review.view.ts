import type { Change, SubjectKind } from '../changes/change.catalogue.ts';
import type { PropositionMove, ReviewFigures } from '../changes/change.rules.ts';
import type { Timeline } from '../timeline/timeline.rules.ts';
import type { StandingMove } from '../changes/standing.rules.ts';

/** A change with when it was made, and for which organisations; nobody for what time alone did. */
export interface ToldChange extends Change {
	/** ISO instant; null when nothing says it. */
	at: string | null;
	/** Organisations, not people: who speaks for whom. */
	by: string[];
}

/** A moment that is compared. */
export interface ReviewMoment {
	at: Date;
	/** ISO day in France. */
	day: string;
}

/** A review that the reader closed. */
export interface ClosedReview {
	id: string;
	since: Date;
	until: Date;
	note: string;
	closedAt: Date;
}

/** A change that the reader follows. */
export interface FollowedItem {
	id: string;
	changeId: string;
	subjectKind: SubjectKind;
	subjectId: string;
	subjectName: string;
	/** The change as it was said when it was marked. */
	said: string;
	note: string;
	markedAt: Date;
	/** What the subject is now, in words; null when it is there no more. */
	now: string | null;
}

/** All that the page of a review shows. */
export interface ReviewView {
	/** When the committee's space was opened (ISO day). */
	openedOn: string;
	since: ReviewMoment;
	until: ReviewMoment;
	/** Where `since` comes from: the reader's last review, the beginning, or a date they chose. */
	from: 'review' | 'opening' | 'choice';
	/** A date that was asked for and is before the space or to come was brought back to it. */
	isBroughtBack: boolean;
	/** The life of the plan, with the reader's own reviews. */
	timeline: Timeline;
	/** The reader's own, the latest first. */
	reviews: ClosedReview[];
	/** What the reader follows, the latest first. */
	items: FollowedItem[];
	figures: ReviewFigures;
	moves: StandingMove[];
	propositions: PropositionMove[];
	changes: ToldChange[];
}

/** What the home of a space says of the reader's reviews: none yet, or how much changed since the last one. */
export type ReviewNotice = { since: null } | { since: string; count: number; major: number };
