import { SUGGESTED_INDICATORS } from '#lib/plan/indicator.catalogue.ts';
import { DEFAULT_LATE_FROM, DEFAULT_WATCH_FROM, type Definition, type Direction } from './indicator.rules.ts';
import type { Frequency } from './period.rules.ts';

/** What the propositions say of an indicator beside its name; the wording of formulas and sources is ours. */
interface Suggestion {
	direction: Direction;
	frequency: Frequency;
	formula: string;
	source: string;
	/** What the propositions want in a département, when they say it; without a date. */
	goal: number | null;
	/** A national figure to place one's own, never a target for a département. */
	reference: string | null;
}

const SUGGESTIONS: Readonly<Record<string, Suggestion>> = {
	'I1.1': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'stages d’externes en ZIP ou ZAC / stages d’externes du département × 100',
		source: 'université, registre des stages',
		goal: null,
		reference: null,
	},
	'I1.2': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'stages d’internes en ZIP ou ZAC / stages d’internes du département × 100',
		source: 'université, registre des stages',
		goal: null,
		reference: null,
	},
	'I1.3': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'nombre de MSU agréés au 31 décembre',
		source: 'département de médecine générale',
		goal: null,
		reference: 'MSU de médecine générale, France, 2024\u00a0: 14\u00a0000',
	},
	'I1.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'MSU généralistes / généralistes installés × 100',
		source: 'université et Ordre',
		goal: null,
		reference: null,
	},
	'I1.5': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'communes de stage en ZIP ou ZAC avec hébergement / communes de stage en ZIP ou ZAC × 100',
		source: 'collectivités, registre des logements',
		goal: 100,
		reference: null,
	},
	'I1.6': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'titulaires CESP en stage ZIP ou ZAC / titulaires CESP en stage × 100',
		source: 'ARS, université',
		goal: null,
		reference: null,
	},
	'I1.7': {
		direction: 'down',
		frequency: 'half-yearly',
		formula: 'frais de trajet déclarés − indemnité perçue, moyenne par externe',
		source: 'enquête stagiaires',
		goal: 0,
		reference: 'indemnité mensuelle brute en vigueur, 2025\u00a0: 130',
	},
	'I2.1': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'docteurs juniors présents au premier jour du semestre',
		source: 'université, registre des internes',
		goal: null,
		reference: 'médecine générale, France, par an, 2026\u00a0: 4\u00a0000',
	},
	'I2.2': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'docteurs juniors en ZIP ou ZAC / docteurs juniors du département × 100',
		source: 'université, zonage ARS',
		goal: null,
		reference: null,
	},
	'I2.3': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'MSU en ZIP ou ZAC / MSU du département × 100',
		source: 'université, zonage ARS',
		goal: null,
		reference: 'France, ordre de grandeur cité, 2025\u00a0: 90',
	},
	'I2.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'anciens docteurs juniors installés dans les 12 mois / docteurs juniors sortants × 100',
		source: 'registre, Ordre',
		goal: null,
		reference: null,
	},
	'I2.5': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'docteurs juniors avec projet signé par l’interne et le MSU / docteurs juniors × 100',
		source: 'registre, contrat de formation',
		goal: null,
		reference: null,
	},
	'I3.1': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'AUMG affectés dans le département au 1er novembre',
		source: 'université, ARS',
		goal: null,
		reference: 'France, environ, 2025\u00a0: 100',
	},
	'I3.2': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'postes partagés affectés à une structure ambulatoire',
		source: 'ARS',
		goal: null,
		reference: 'postes financés, promotions 2024-2026, France, 2024\u00a0: 80',
	},
	'I3.3': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'CCU de médecine générale exerçant dans le département',
		source: 'université',
		goal: null,
		reference: null,
	},
	'I3.4': {
		direction: 'down',
		frequency: 'yearly',
		formula: 'internes de médecine générale / CCU de médecine générale',
		source: 'université',
		goal: 13.3,
		reference: '1 pour 40\u00a0; 1 pour 4 dans les autres spécialités, 2025\u00a0: 40',
	},
	'I4.1': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'remplaçants ayant au moins un contrat en ZIP ou ZAC sur le trimestre',
		source: 'Ordre, registre',
		goal: null,
		reference: null,
	},
	'I4.2': {
		direction: 'down',
		frequency: 'yearly',
		formula: 'moyenne (date d’installation − date de fin d’études) des installés de l’année',
		source: 'Ordre, assurance maladie',
		goal: null,
		reference: 'France, durée moyenne du processus, 2025\u00a0: 3,8',
	},
	'I4.3': {
		direction: 'down',
		frequency: 'quarterly',
		formula: 'médiane (date de validation − date de dépôt)',
		source: 'conseil départemental de l’Ordre',
		goal: 0,
		reference: null,
	},
	'I4.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'installés de l’année ayant remplacé dans le département / installés × 100',
		source: 'enquête, Ordre',
		goal: null,
		reference: 'remplaçants s’installant là où ils ont remplacé, France, 2025\u00a0: 41',
	},
	'I5.1': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'fiches complètes (spécialité, mode, lieu) / médecins de 60 ans et plus connus × 100',
		source: 'URPS, registre',
		goal: 100,
		reference: 'médecins actifs de 60 ans et plus, France, 2024\u00a0: 72\u00a0850',
	},
	'I5.2': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'questionnaires reçus / questionnaires envoyés × 100',
		source: 'URPS, enquête',
		goal: null,
		reference: null,
	},
	'I5.3': {
		direction: 'down',
		frequency: 'yearly',
		formula: 'médecins actifs de 60 ans et plus / médecins actifs × 100',
		source: 'Ordre',
		goal: null,
		reference: 'France, 2024\u00a0: 31',
	},
	'I5.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'médecins actifs de 65 à 80 ans au 31 décembre',
		source: 'Ordre, registre',
		goal: null,
		reference: 'France, 2024\u00a0: 39\u00a0847',
	},
	'I5.5': {
		direction: 'down',
		frequency: 'quarterly',
		formula: 'seniors à départ prévu dans les 36 mois sans successeur identifié',
		source: 'enquête seniors, registre',
		goal: null,
		reference: null,
	},
	'I5.6': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'seniors ayant eu un entretien de suivi / seniors répondants × 100',
		source: 'URPS, suivi',
		goal: null,
		reference: null,
	},
	'I5.7': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'seniors mettant un local ou une facilité à disposition d’un jeune',
		source: 'enquête seniors, registre',
		goal: null,
		reference: null,
	},
	'I6.1': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'engagements signés en cours',
		source: 'université, registre',
		goal: null,
		reference: null,
	},
	'I6.2': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'postes d’associés dont le titulaire exerce en ZIP ou ZAC',
		source: 'université',
		goal: null,
		reference: 'PU et MCU associés, France, à peine, 2025\u00a0: 300',
	},
	'I6.3': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'seniors intéressés / seniors répondants × 100',
		source: 'enquête seniors',
		goal: null,
		reference: null,
	},
	'I6.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'seniors en activité régulière / seniors actifs × 100',
		source: 'Ordre, registre',
		goal: null,
		reference: '45 800 sur 72 850, calcul, 2024\u00a0: 62,9',
	},
	'I7.1': {
		direction: 'up',
		frequency: 'monthly',
		formula: 'somme des jours où au moins un médecin consulte, par secteur critique',
		source: 'structures, communes',
		goal: null,
		reference: null,
	},
	'I7.2': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'patients distincts reçus sans médecin traitant déclaré',
		source: 'dispositifs, assurance maladie',
		goal: null,
		reference: 'bus médical de la Sarthe, 2025\u00a0: 13\u00a0300',
	},
	'I7.3': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'médecins ayant assuré au moins une journée solidaire',
		source: 'dispositifs',
		goal: null,
		reference: 'association nationale, base de volontaires, 2025\u00a0: 700',
	},
	'I7.4': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'dispositifs solidaires remplacés par une structure pérenne dans l’année',
		source: 'comité territorial',
		goal: null,
		reference: null,
	},
	'I8.1': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'aides avec contrepartie définie et contrôlée / aides recensées × 100',
		source: 'registre des aides',
		goal: 100,
		reference: null,
	},
	'I8.2': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'EPCI signataires / EPCI du département × 100',
		source: 'comité territorial, département',
		goal: null,
		reference: null,
	},
	'I8.3': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'médecins aidés encore en exercice à 36 mois / médecins aidés il y a 36 mois × 100',
		source: 'assurance maladie, registre',
		goal: null,
		reference: null,
	},
	'I8.4': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'dossiers ouverts avec au moins un entretien',
		source: 'guichet unique',
		goal: null,
		reference: null,
	},
	'I9.1': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'collèges du socle présents / 5 collèges du socle × 100, moyenne des séances',
		source: 'registre des séances',
		goal: 100,
		reference: null,
	},
	'I9.2': {
		direction: 'up',
		frequency: 'half-yearly',
		formula: 'communes informées avant le début du semestre / communes accueillant un stage × 100',
		source: 'registre des stages',
		goal: 100,
		reference: null,
	},
	'I9.3': {
		direction: 'up',
		frequency: 'quarterly',
		formula: 'actions closes à échéance / actions arrivées à échéance × 100',
		source: 'suivi des décisions',
		goal: null,
		reference: null,
	},
	'I10.1': {
		direction: 'up',
		frequency: 'yearly',
		formula: '1 si une convention en vigueur nomme le département, sinon 0',
		source: 'URPS, ARS',
		goal: 1,
		reference: null,
	},
	'I10.2': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'URPS non médecins ayant participé à au moins une action',
		source: 'URPS',
		goal: 9,
		reference: null,
	},
	'I10.3': {
		direction: 'up',
		frequency: 'yearly',
		formula: 'évaluations remises à l’échéance / évaluations prévues × 100',
		source: 'ARS',
		goal: null,
		reference: null,
	},
};

/** An indicator of the catalogue: the same in each committee until one of them changes its definition. */
export interface CatalogueIndicator {
	code: string;
	definition: Definition;
	goal: number | null;
	reference: string | null;
}

/** The 45 indicators drawn from the ten propositions (April 2025), without baseline nor path: those are a committee's to set. */
export const INDICATOR_CATALOGUE: readonly CatalogueIndicator[] = SUGGESTED_INDICATORS.flatMap(
	({ code, proposition, label, unit }) => {
		const suggestion = SUGGESTIONS[code];
		if (suggestion === undefined) return [];
		const { goal, reference, ...rest } = suggestion;
		const definition: Definition = {
			...{ name: label, proposition, unit, ...rest, baseline: null, targets: [] },
			...{ watchFrom: DEFAULT_WATCH_FROM, lateFrom: DEFAULT_LATE_FROM, isPublic: false, ownerId: null },
			computation: null,
		};
		return [{ code, definition, goal, reference }];
	},
);

const BY_CODE: ReadonlyMap<string, CatalogueIndicator> = new Map(
	INDICATOR_CATALOGUE.map((indicator) => [indicator.code, indicator]),
);

export function findCatalogueIndicator(code: string): CatalogueIndicator | undefined {
	return BY_CODE.get(code);
}
