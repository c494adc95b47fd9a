import type { Block } from './block.ts';

/** The eight sections of the template, in its order. */
export const SECTION_KEYS = [
	'population',
	'offer',
	'departures',
	'training',
	'access',
	'aids',
	'strengths',
	'priorities',
] as const;
export type SectionKey = (typeof SECTION_KEYS)[number];

/** What one person wrote under one heading of the template, and how long before the seeding. */
export interface DemonstrationSection {
	section: SectionKey;
	/** Key of a person of `people.ts`. */
	author: string;
	/** Days before the clock of the seeding. */
	daysAgo: number;
	blocks: readonly Block[];
}
