import type { SeatCounts } from '#lib/committee/member.rules.ts';
import type { DocumentKind, DocumentState } from '#lib/documents/document.rules.ts';
import type { ActionStatus } from '#lib/plan/action.rules.ts';
import type { WordPart } from './home.rules.ts';

/** A piece of a sentence that may lead somewhere. */
export interface LinkedPart extends WordPart {
	href: string | null;
}

export interface PropositionProgress {
	proposition: number;
	title: string;
	statuses: ActionStatus[];
	href: string;
}

export interface LateAction {
	id: string;
	number: string;
	title: string;
	href: string;
	leadName: string | null;
	/** ISO day. */
	dueOn: string | null;
}

export interface PersonInPlace {
	accountId: string;
	name: string;
	organisation: string;
	/** Presence colour, 1 to 12. */
	color: number;
}

/** People who are in the same place now: « dans le diagnostic », « sur l’action 5.3 ». */
export interface PlaceHere {
	people: PersonInPlace[];
	/** « dans le compte rendu », « sur l’action ». */
	before: string;
	name: string;
	href: string;
}

export interface NewsLine {
	key: string;
	personName: string;
	/** Presence colour when the person is here now. */
	color: number | null;
	parts: LinkedPart[];
	moment: string;
	/** ISO instant, for programs that read the page. */
	at: string;
}

export interface News {
	title: string;
	/** Number of lines that are new since the last visit; null when there was none before. */
	fresh: number | null;
	lines: NewsLine[];
}

export interface DocumentLine {
	id: string;
	kind: DocumentKind;
	title: string;
	state: DocumentState;
	href: string;
	/** « Claire Dufau, hier, 18 h 42 »; null before the first change by a person. */
	lastChange: string | null;
	people: PersonInPlace[];
}

export interface CollegeSeats {
	slug: string;
	label: string;
	counts: SeatCounts;
}

/** A figure of a registry, as its reader may read it. */
export interface KeyFigureView {
	label: string;
	/** Written in French: « 1 640 ». */
	value: string;
	/** Where it comes from, and of when. */
	source: string;
	href: string;
}

/** All that the home of a space shows. */
export interface HomeView {
	title: string;
	plan: {
		count: number;
		byStatus: Record<ActionStatus, number>;
		sentence: WordPart[];
		propositions: PropositionProgress[];
		late: LateAction[];
	};
	here: PlaceHere[];
	news: News;
	/** Of the registries; none for who reads nothing of them. */
	figures: KeyFigureView[];
	/** What the welcome of the interns waits for, without a name; empty for who has none of it to see to. */
	interns: { words: string; isLate: boolean; href: string }[];
	/** Comments that name the reader, or their organisation, and that they have not seen. */
	mentions: { commentId: string; href: string; authorName: string; title: string; moment: string }[];
	documents: DocumentLine[];
	colleges: CollegeSeats[];
	seats: SeatCounts;
}
