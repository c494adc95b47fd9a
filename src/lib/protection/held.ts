import type { RegistryName } from '#lib/registries/registry-name.rules.ts';

/** Somebody that the page found: one record of one registry. */
export interface FoundRecord {
	registry: RegistryName;
	id: string;
	departmentCode: string;
	name: string;
	/** What tells them from a namesake: RPPS, commune, dates. */
	detail: string;
	isOpposed: boolean;
}

/** One line of what is held: what it is, what it says, and where it comes from. */
export interface HeldLine {
	label: string;
	value: string;
	detail?: string;
}

/** One part of what is held on somebody. */
export interface HeldPart {
	key: string;
	title: string;
	/** What is said when there is nothing. */
	none: string;
	lines: HeldLine[];
}

/** Everything held on the person of one record. */
export interface HeldPerson extends FoundRecord {
	/** The day of the opposition, null when there is none. */
	opposedAt: Date | null;
	informedOn: string | null;
	parts: HeldPart[];
}
