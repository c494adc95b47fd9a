import type { ExportedList } from '../registries/export.rules.ts';
import { FIELD_NAMES, FIELDS } from './senior-doctor.fields.rules.ts';

/** The list of doctors as a file: the fields of a record, then what follows from its log. */
export const EXPORTED_DOCTORS: ExportedList = {
	fileName: 'medecins',
	sheet: 'Médecins',
	fields: [
		...FIELD_NAMES.map((key) => ({
			key,
			title: key === 'communeCode' ? 'Code commune' : FIELDS[key].label,
			...(FIELDS[key].choices === undefined ? {} : { choices: FIELDS[key].choices }),
		})),
		{ key: 'lastContactOn', title: 'Dernier contact' },
		{ key: 'nextStepOn', title: 'Prochaine étape' },
		{ key: 'followedByName', title: 'Suivi par' },
	],
	columns: {
		commune: ['communeCode'],
		age: ['birthYear'],
		practice: ['practiceMode', 'placeKind'],
		departure: ['departureYear', 'departureCertainty'],
		contact: ['lastContactOn'],
		next: ['nextStepOn'],
		followed: ['followedByName'],
	},
};
