import { finderOf, type Words } from '../registries/words.rules.ts';
import { normaliseSearch } from '../territory/territory.rules.ts';
import {
	SUBDIVISION_CODES,
	SUBDIVISIONS,
	type Housing,
	type Level,
	type Phase,
	type PlacementKind,
	type Stay,
	type Subdivision,
} from './intern.values.rules.ts';

const LEVEL: Words<Level> = {
	'junior-doctor': ['docteur junior', 'dr junior', 'junior', 'dj'],
	extern: ['externe', 'dfasm', 'dfgsm', 'deuxieme cycle', '2e cycle'],
	intern: ['interne', 'int', 'troisieme cycle', '3e cycle'],
};
const PHASE: Words<Phase> = {
	foundation: ['socle', 'phase socle', 'phase 1'],
	deepening: ['approfondissement', 'phase d approfondissement', 'phase 2', 'appro'],
	consolidation: ['consolidation', 'phase de consolidation', 'phase 3', 'conso'],
};
const PLACEMENT_KIND: Words<PlacementKind> = {
	saspas: ['saspas'],
	'junior-doctor': ['docteur junior', 'ambulatoire docteur junior', 'docteur junior ambulatoire'],
	'extern-practice': ['externe en cabinet', 'stage d externe', 'externe'],
	'ambulatory-1': [
		...['ambulatoire de niveau 1', 'ambulatoire niveau 1', 'praticien niveau 1', 'niveau 1', 'n1'],
		...['ambulatoire cabinet', 'ambulatoire msp', 'ambulatoire', 'cabinet', 'praticien'],
	],
	emergency: ['urgences', 'urgence', 'smur', 'sau'],
	hospital: ['hopital', 'hospitalier', 'centre hospitalier', 'ch', 'chu', 'clinique'],
	pmi: ['pmi', 'protection maternelle'],
	other: ['autre', 'autre stage'],
};
const HOUSING: Words<Housing> = {
	'hospital-lodging': ['internat', 'a l internat'],
	own: ['personnel', 'chez soi', 'domicile', 'proprietaire', 'famille'],
	temporary: ['provisoire', 'temporaire', 'trouve pour un temps', 'jusqu'],
	sought: ['cherche', 'recherche', 'en recherche', 'non', 'besoin', 'a trouver', 'sans logement'],
	found: ['trouve', 'oui', 'loge', 'attribue'],
};
const STAY: Words<Stay> = {
	perhaps: ['peut etre', 'hesite', 'indecis', 'ne sait pas encore', 'a voir'],
	no: ['non', 'partira', 'ailleurs', 'installation ailleurs'],
	yes: ['oui', 'souhaite rester', 'restera', 'installation', 'installation departement'],
};

export const readLevel = finderOf(LEVEL);
export const readPhase = finderOf(PHASE);
export const readPlacementKind = finderOf(PLACEMENT_KIND);
export const readHousing = finderOf(HOUSING);
export const readStay = finderOf(STAY);

const BY_NAME: ReadonlyMap<string, Subdivision> = new Map(
	SUBDIVISION_CODES.flatMap((code): [string, Subdivision][] => [
		[normaliseSearch(SUBDIVISIONS[code]), code],
		[normaliseSearch(code), code],
	]),
);

/** A subdivision by its town, whatever stands before it. */
export function readSubdivision(text: string): Subdivision | null {
	const said = normaliseSearch(text).replace(/^(?:subdivision|chu|faculte|universite)(?: d[eu]?)? /, '');
	return BY_NAME.get(said) ?? null;
}
