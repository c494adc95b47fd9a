import { circleOf, readsSpace, type Circle, type SeekerName } from './seekers.ts';

/** How a canary is recognised: a word; a number; a day by its year, which nothing else has. */
export type CanaryForm = 'word' | 'number' | 'day';

/** A value that is nowhere but in one private place. */
export interface Canary {
	text: string;
	form: CanaryForm;
	/** The field of a record, or `table.column` of what is beside it. */
	field: string;
	/** « doctor shared with urps »: what it is a part of. */
	of: string;
	openTo: readonly (Circle | 'space')[];
}

/** A record with canaries: who reads it at all, and who reads each name that data may say of it. */
export interface PlantedRecord {
	id: string;
	registry: 'doctors' | 'interns';
	/** Which of its kind: « shared with urps ». */
	of: string;
	openTo: readonly Circle[];
	fields: Readonly<Record<string, readonly Circle[]>>;
	/** False for a person who opposed the record: it is hidden from lists, counts and searches. */
	isListed: boolean;
}

export interface Planted {
	records: PlantedRecord[];
	canaries: Canary[];
}

/** A canary before it is known of which record it is. */
export type Draft = Omit<Canary, 'of'>;

export const ALL: readonly Circle[] = ['elected', 'committee', 'urps'];
export const KEEPERS: readonly Circle[] = ['committee', 'urps'];
export const URPS: readonly Circle[] = ['urps'];

/** Whether the product lets this person read what is open to these circles. */
export function mayRead(seeker: SeekerName, { openTo }: Pick<Canary, 'openTo'>): boolean {
	if (openTo.includes('space')) return readsSpace(seeker);
	const circle = circleOf(seeker);
	return circle !== null && openTo.includes(circle);
}

/** A day of March, of a year that nothing else has, for each place of each record. */
export const dayOf = (nth: number, place: number): string => `${1000 + nth * 70 + place}-03-1${nth % 10}`;

/** A word that nothing else has, for each field of each record. */
export const wordOf = (field: string, nth: number): string =>
	`Qx${field.toLowerCase().replaceAll(/[^a-z]/g, '')}z${'abcdefghij'[nth]}`;
