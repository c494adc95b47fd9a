import { UNKNOWN } from '#lib/registries/field.rules.ts';
import type { Column } from '#lib/registries/registry-list.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { SortName } from './senior-doctor-filter.rules.ts';
import type { SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import { ageIn, departureWords, valueWords } from './senior-doctor.words.ts';

/** A row of the list, with what its reader may read. */
export interface ListedDoctor extends Partial<
	Omit<SeniorDoctorValues, 'otherPlaces' | 'conditions' | 'obstacles'>
> {
	id: string;
	communeName: string;
	version?: number;
	lastContactOn?: string | null;
	nextStepOn?: string | null;
	followedByName?: string | null;
}

export interface DoctorColumn extends Column<ListedDoctor> {
	/** A field of the row without which the column is not there. */
	needs: keyof ListedDoctor;
	sort?: SortName;
	edits?: SeniorDoctorField;
}

const day = (value: string | null | undefined): string => (value ? shortDate(value) : UNKNOWN);
const ofField = (
	field: Exclude<SeniorDoctorField, 'otherPlaces' | 'conditions' | 'obstacles'>,
	also: Partial<DoctorColumn> & { label: string },
): DoctorColumn => ({ key: field, needs: field, words: (row) => valueWords(field, row[field]), ...also });

/** Every column that a list can show beside the name; the first ones are shown unless said otherwise. */
export const COLUMNS: readonly DoctorColumn[] = [
	{
		key: 'commune',
		label: 'Commune',
		needs: 'communeName',
		sort: 'commune',
		words: (row) => row.communeName,
	},
	{
		...{ key: 'age', label: 'Âge', needs: 'birthYear', sort: 'birthYear', isNumber: true },
		words: (row, today) => String(ageIn(row.birthYear, today) ?? UNKNOWN),
	},
	{
		...{ key: 'practice', label: 'Exercice', needs: 'practiceMode' },
		words: (row) =>
			[
				valueWords('practiceMode', row.practiceMode),
				valueWords('placeKind', row.placeKind).toLocaleLowerCase('fr'),
			]
				.filter((part) => part !== UNKNOWN)
				.join(', ') || UNKNOWN,
	},
	ofField('specialty', { label: 'Spécialité', sort: 'specialty' }),
	{
		...{
			key: 'departure',
			label: 'Départ',
			needs: 'departureYear',
			sort: 'departureYear',
			edits: 'departureYear',
		},
		words: departureWords,
	},
	ofField('successor', { label: 'Successeur', sort: 'successor', edits: 'successor' }),
	{
		key: 'contact',
		label: 'Contact',
		needs: 'lastContactOn',
		sort: 'lastContactOn',
		isNumber: true,
		words: (row) => day(row.lastContactOn),
	},
	{
		key: 'next',
		label: 'Prochaine étape',
		needs: 'nextStepOn',
		sort: 'nextStepOn',
		isNumber: true,
		words: (row) => day(row.nextStepOn),
	},
	ofField('activity', { label: 'Activité', edits: 'activity' }),
	ofField('sector', { label: 'Secteur', edits: 'sector' }),
	ofField('halfDays', { label: 'Demi-journées', isNumber: true }),
	ofField('hostDoctor', { label: 'Accueillant', edits: 'hostDoctor' }),
	ofField('trainingSupervisor', { label: 'MSU', edits: 'trainingSupervisor' }),
	ofField('sharing', { label: 'Partage' }),
	{
		key: 'followed',
		label: 'Suivi par',
		needs: 'followedByName',
		words: (row) => row.followedByName ?? UNKNOWN,
	},
];

/** Shown unless the address says otherwise. */
export const FIRST_COLUMNS: readonly string[] = [
	'commune',
	'age',
	'practice',
	'departure',
	'successor',
	'contact',
];

/** Columns that a reader may have, from the fields and orders open to them. */
export function columnsFor(fields: ReadonlySet<string>, ownsFollowUp: boolean): DoctorColumn[] {
	const followUp: readonly string[] = ['lastContactOn', 'nextStepOn', 'followedByName'];
	return COLUMNS.filter(
		({ needs }) => needs === 'communeName' || fields.has(needs) || (ownsFollowUp && followUp.includes(needs)),
	);
}
