import type { Role } from '#lib/committee/role.rules.ts';
import type { ActionStatus } from '#lib/plan/action.rules.ts';
import type { WordPart } from './home.rules.ts';

/** What waits for the reader in a space: a link that says it. */
export interface SpaceTask {
	words: string;
	href: string;
}

/** A space as whoever has several chooses it. */
export interface SpaceCard {
	code: string;
	name: string;
	roles: { role: Role; organisationName: string; isRegional: boolean }[];
	standing: WordPart[];
	/** One per action, when there are not too many to draw. */
	cells: ActionStatus[];
	/** What is new since the last visit. */
	news: string;
	hasNews: boolean;
	tasks: SpaceTask[];
}

/** The spaces of a region; for whoever sees it whole, a sentence and the départements that have no committee. */
export interface RegionCards {
	name: string;
	/** Null for whoever has no mandate for the region. */
	whole: { code: string; sentence: string; without: string[] } | null;
	spaces: SpaceCard[];
}
