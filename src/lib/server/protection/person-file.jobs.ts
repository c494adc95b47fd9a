import type { HeldPerson } from '#lib/protection/held.ts';
import { defineFileJob } from '../files/files.ts';

export interface PersonFileInput {
	person: HeldPerson;
	place: string;
	moment: string;
	sha256: string;
}

/** Everything held on somebody, as a document that a screen reader can read. */
export const personFileJob = defineFileJob<PersonFileInput, Uint8Array>('protection.file');
