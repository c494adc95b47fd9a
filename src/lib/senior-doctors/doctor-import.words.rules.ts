import { finderOf, type Words } from '../registries/words.rules.ts';
import { normaliseSearch } from '../territory/territory.rules.ts';
import type {
	Activity,
	Civility,
	PlaceKind,
	PracticeMode,
	Sector,
	Successor,
	TrainingSupervisor,
} from './senior-doctor.values.rules.ts';
import { SPECIALTIES, SPECIALTY_CODES, type Specialty } from './specialty.catalogue.ts';

const CIVILITY: Words<Civility> = {
	madame: ['madame', 'mme', 'f', 'femme', 'feminin', 'melle'],
	monsieur: ['monsieur', 'm', 'mr', 'h', 'homme', 'masculin'],
};
const PRACTICE_MODE: Words<PracticeMode> = {
	mixed: ['mixte', 'liberal et salarie', 'liberal et hospitalier'],
	liberal: ['liberal', 'lib', 'msp', 'cabinet', 'remplacement', 'remplacant', 'consultation ponctuelle'],
	salaried: ['salarie', 'centre de sante', 'expertise', 'cds'],
	hospital: ['hopital', 'hospitalier', 'praticien hospitalier', 'ph', 'ch', 'chu'],
};
const SECTOR: Words<Sector> = {
	'2-optam': ['2 optam', 'optam', 'secteur 2 optam'],
	'1': ['1', 'secteur 1', 's1'],
	'2': ['2', 'secteur 2', 's2', 'honoraires libres'],
	outside: ['non conventionne', 'hors convention', '3', 'secteur 3'],
};
const PLACE_KIND: Words<PlaceKind> = {
	msp: ['msp', 'maison de sante', 'maison medicale'],
	'health-centre': ['centre de sante', 'cds'],
	hospital: ['hopital', 'clinique', 'ch', 'chu', 'centre hospitalier'],
	ehpad: ['ehpad', 'maison de retraite'],
	practice: ['cabinet', 'liberal'],
};
const ACTIVITY: Words<Activity> = {
	occasional: ['occasionnel', 'non', 'ponctuel', 'irregulier', 'non regulier', 'remplacant', 'intermittent'],
	regular: ['regulier', 'oui', 'permanent', 'temps plein', 'temps partiel'],
};
const SUCCESSOR: Words<Successor> = {
	'not-yet': ['non', 'aucun', 'pas encore', 'sans'],
	'in-discussion': ['en cours', 'en discussion', 'discussion', 'pressenti'],
	sought: ['cherche', 'recherche', 'en recherche'],
	found: ['oui', 'trouve'],
};
const TRAINING_SUPERVISOR: Words<TrainingSupervisor> = {
	willing: ['pret', 'volontaire', 'souhaite', 'interesse', 'bientot', 'envisage'],
	now: ['oui', 'o', 'msu', 'actuel', '1', 'x'],
	no: ['non', 'n', '0', 'aucun'],
};

export const readCivility = finderOf(CIVILITY);
export const readPracticeMode = finderOf(PRACTICE_MODE);
export const readSector = finderOf(SECTOR);
export const readPlaceKind = finderOf(PLACE_KIND);
export const readActivity = finderOf(ACTIVITY);
export const readSuccessor = finderOf(SUCCESSOR);
export const readTrainingSupervisor = finderOf(TRAINING_SUPERVISOR);

const SHORT_SPECIALTIES: Readonly<Record<string, Specialty>> = {
	mg: 'medecine-generale',
	generaliste: 'medecine-generale',
	'medecin generaliste': 'medecine-generale',
	omnipraticien: 'medecine-generale',
	cardiologue: 'cardiologie',
	psychiatre: 'psychiatrie',
	pediatre: 'pediatrie',
	ophtalmologue: 'ophtalmologie',
	dermatologue: 'dermatologie',
	gynecologue: 'gynecologie',
	radiologue: 'radiologie',
	rhumatologue: 'rhumatologie',
	neurologue: 'neurologie',
	pneumologue: 'pneumologie',
	anesthesiste: 'anesthesie-reanimation',
	chirurgien: 'chirurgie',
	orl: 'oto-rhino-laryngologie',
	mpr: 'medecine-physique',
};

const BY_NAME: ReadonlyMap<string, Specialty> = new Map(
	SPECIALTY_CODES.flatMap((code): [string, Specialty][] => [
		[normaliseSearch(SPECIALTIES[code]), code],
		[normaliseSearch(code), code],
	]),
);

/** A specialty by its name, its code or what people call it; one that has a longer name by its first words. */
export function readSpecialty(text: string): Specialty | null {
	const said = normaliseSearch(text);
	if (said === '') return null;
	const found = BY_NAME.get(said) ?? SHORT_SPECIALTIES[said];
	if (found !== undefined) return found;
	const longer = [...BY_NAME].filter(([name]) => name.startsWith(`${said} `) || said.startsWith(`${name} `));
	const codes = new Set(longer.map(([, code]) => code));
	return codes.size === 1 ? ([...codes][0] ?? null) : null;
}
