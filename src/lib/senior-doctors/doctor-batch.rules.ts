import { formatNumber } from '#lib/ui/number-text.ts';
import type { SeniorDoctorField } from './senior-doctor.rules.ts';

/** Most records of one action: what one still looks at before doing it, and a few seconds of the server. */
export const MOST_CHOSEN = 500;

/** Fields that several records may take the same value of: nothing that is a person's own. */
export const BATCH_FIELDS = [
	'successor',
	'activity',
	'practiceMode',
	'sector',
	'hostDoctor',
	'trainingSupervisor',
	'universityPost',
	'sharing',
	'informedOn',
] as const satisfies readonly SeniorDoctorField[];

export interface BatchRefusal {
	id: string;
	/** `conflict`: somebody saved it meanwhile; `not-found`: it is no longer there; `invalid`: its other fields forbid it. */
	reason: 'conflict' | 'not-found' | 'invalid';
	message: string;
}

export interface BatchResult {
	changed: { id: string; version: number }[];
	refused: BatchRefusal[];
}

/** « 12 fiches changées, 2 refusées ». */
export function batchSentence({ changed, refused }: BatchResult): string {
	const many = (count: number, word: string): string =>
		`${formatNumber(count)} ${count > 1 ? `${word}s` : word}`;
	const done = `${many(changed.length, 'fiche')} ${changed.length > 1 ? 'changées' : 'changée'}`;
	return refused.length === 0 ? `${done}.` : `${done}, ${many(refused.length, 'refusée')}.`;
}
