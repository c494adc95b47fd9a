import { ofName } from '#lib/ui/person.ts';
import { fieldWords, UNKNOWN, type Names } from '#lib/registries/field.rules.ts';
import type { Status } from '#lib/ui/status.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { INTERN_FIELDS } from './intern.fields.rules.ts';
import { internName, type InternField, type InternValues } from './intern.rules.ts';
import {
	CHECKLIST_ITEM_LABEL,
	LEVEL_LABEL,
	type ChecklistItem,
	type InternSource,
} from './intern.values.rules.ts';
import type { ListedIntern } from './intern.view.ts';
import type { Readiness } from './welcome.rules.ts';

/** The value of a field as a person reads it; « – » for what is not known. */
export function internValueWords(field: string, value: unknown, names: Names = {}): string {
	const definition = Object.hasOwn(INTERN_FIELDS, field) ? INTERN_FIELDS[field as InternField] : undefined;
	return definition === undefined ? UNKNOWN : fieldWords(definition, value, names);
}

type Course = Partial<Pick<InternValues, 'level' | 'semester' | 'studyYear'>>;

/** « Interne, 3e sem. », as a table has room for. */
export function shortLevel({ level, semester, studyYear }: Course): string {
	if (level === undefined) return UNKNOWN;
	if (level === 'intern' && semester) return `${LEVEL_LABEL.intern}, ${rank(semester)}\u00a0sem.`;
	if (level === 'extern' && studyYear) return `${LEVEL_LABEL.extern}, ${rank(studyYear)}\u00a0année`;
	return LEVEL_LABEL[level];
}

function rank(number: number): string {
	return number === 1 ? '1er' : `${number}e`;
}

/** « Trouvé », or until when it is. */
export function housingWords(row: Partial<Pick<InternValues, 'housing' | 'housingUntil'>>): string {
	if (row.housing === 'temporary' && row.housingUntil) return `Jusqu’au ${shortDate(row.housingUntil)}`;
	return internValueWords('housing', row.housing);
}

/** Who welcomes, as this reader may know it. */
export function hostWords(row: Pick<ListedIntern, 'hostDoctorName' | 'hostName' | 'hasHost'>): string {
	return row.hostDoctorName ?? row.hostName ?? (row.hasHost ? 'Un médecin du registre' : 'À trouver');
}

const STATUS: Record<Readiness['state'], Status> = { ready: 'done', watched: 'at-risk', late: 'late' };

/** How a welcome stands, in a word or two; of a course that is over there is nothing to say. */
export function welcomeMark(
	{ readiness, endsOn = '' }: Pick<ListedIntern, 'readiness' | 'endsOn'>,
	today: string,
): { status: Status; label: string } | null {
	if (readiness === undefined || endsOn < today) return null;
	return { status: STATUS[readiness.state], label: readiness.words };
}

/** Where a value comes from. */
export const INTERN_SOURCE_LABEL: Record<InternSource, string> = {
	import: 'Fichier importé',
	survey: 'Enquête',
	call: 'Appel',
	member: 'Saisie',
};

const STEP = 'checklist.';

/** What a line of the history is about: a field, or a step of the welcome. */
export function changedLabel(field: string): string {
	if (field.startsWith(STEP)) {
		const item = field.slice(STEP.length).split('.')[0] ?? '';
		return CHECKLIST_ITEM_LABEL[item as ChecklistItem] ?? 'Accueil';
	}
	return INTERN_FIELDS[field as InternField]?.label ?? field;
}

/** A value of the history as a person reads it; what a step was is said by its date or by whom it was given to. */
export function changedWords(field: string, value: unknown, names: Names = {}): string {
	if (!field.startsWith(STEP)) return internValueWords(field, value, names);
	if (value === null || value === undefined) return UNKNOWN;
	if (typeof value === 'boolean') return value ? 'Fait' : 'À faire';
	const text = String(value);
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return shortDate(text);
	return names[text] ?? text;
}

/** « de Léa Mirande », « d’Inès Lafargue », « sans nom ». */
export function ofIntern(person: Partial<Pick<InternValues, 'lastName' | 'firstName'>>): string {
	if (!person.lastName) return 'sans nom';
	return ofName(internName(person));
}
