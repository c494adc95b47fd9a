import type { ExportedList } from '../registries/export.rules.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from './intern.fields.rules.ts';

/** Fields that hold an id: a name stands for them. */
const NAMED = ['hostDoctorId', 'contactId'];

/** The list of interns as a file: the fields of a record, then the names of those it leads to and what is left of the welcome. */
export const EXPORTED_INTERNS: ExportedList = {
	fileName: 'internes',
	sheet: 'Internes',
	fields: [
		...INTERN_FIELD_NAMES.filter((key) => !NAMED.includes(key)).map((key) => ({
			key,
			title: key === 'communeCode' ? 'Code commune' : INTERN_FIELDS[key].label,
			...(INTERN_FIELDS[key].choices === undefined ? {} : { choices: INTERN_FIELDS[key].choices }),
		})),
		{ key: 'hostDoctorName', title: INTERN_FIELDS.hostDoctorId.label },
		{ key: 'contactName', title: INTERN_FIELDS.contactId.label },
		{ key: 'openItems', title: 'Étapes d’accueil à faire' },
	],
	columns: {
		commune: ['communeCode'],
		level: ['level', 'phase', 'semester', 'studyYear'],
		housing: ['housing', 'housingUntil', 'housingPlace'],
		welcome: ['openItems'],
		host: ['hostDoctorName', 'hostName'],
		contact: ['contactName'],
	},
};
