import type { ActionFacts, CommuneFacts, DoctorFacts, Facts, FactSource, InternFacts } from './fact.rules.ts';
import type { Housing } from '#lib/interns/intern.values.rules.ts';
import type { Zone } from '#lib/territory/zoning.rules.ts';
import { rounded, SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import type { Period } from './period.rules.ts';

export const COMPUTATIONS = [
	'registry-complete',
	'doctors-kept',
	'departures-without-successor',
	'successors-found',
	'doctors-followed',
	'host-doctors',
	'regular-activity',
	'junior-doctors',
	'intern-arrivals',
	'interns-housed',
	'interns-underserved',
	'actions-on-time',
	'actions-done',
	'population-underserved',
] as const;
/** A formula of the closed list. */
export type Computation = (typeof COMPUTATIONS)[number];

/** What a formula counts: the rows of the figure, those that it is a share of, and both as numbers. */
export interface Counted {
	rows: readonly string[];
	part: number;
	/** Null for a figure that is no share. */
	whole: number | null;
}

/** When a figure is computed: the period, and the last day of it that is known. */
export interface Moment {
	period: Pick<Period, 'startsOn' | 'endsOn'>;
	/** ISO; today, or the last day of a period that has ended. */
	day: string;
}

export interface Formula {
	label: string;
	unit: '%' | 'nombre';
	/** What its rows are: whoever may not read them sees no group of fewer than five people. */
	source: FactSource;
	count(facts: Facts, moment: Moment): Counted;
}

const KEPT_FROM = 65;
const KEPT_TO = 80;
/** Years ahead in which a departure counts as near. */
const NEAR_YEARS = 3;
const HOUSED: readonly (Housing | null)[] = ['found', 'hospital-lodging', 'own'];

const yearOf = ({ day }: Moment): number => Number(day.slice(0, 4));
const isNear = ({ departureYear }: DoctorFacts, moment: Moment): boolean =>
	departureYear !== null && departureYear >= yearOf(moment) && departureYear <= yearOf(moment) + NEAR_YEARS;
const isUnderserved = ({ zone }: { zone: Zone | null }): boolean => zone === 'ZIP' || zone === 'ZAC';
const isHere = ({ startsOn, endsOn }: InternFacts, { day }: Moment): boolean =>
	startsOn <= day && endsOn >= day;
const overlaps = ({ startsOn, endsOn }: InternFacts, { period }: Moment): boolean =>
	startsOn <= period.endsOn && endsOn >= period.startsOn;
const arrives = ({ startsOn }: InternFacts, { period }: Moment): boolean =>
	startsOn >= period.startsOn && startsOn <= period.endsOn;
const isDue = ({ dueOn }: ActionFacts, { day }: Moment): boolean => dueOn !== null && dueOn <= day;

function number<Row extends { id: string }>(rows: readonly Row[]): Counted {
	return { rows: rows.map(({ id }) => id), part: rows.length, whole: null };
}

function share<Row extends { id: string }>(all: readonly Row[], counts: (row: Row) => boolean): Counted {
	const rows = all.filter(counts);
	return { rows: rows.map(({ id }) => id), part: rows.length, whole: all.length };
}

const sum = (rows: readonly CommuneFacts[]): number =>
	rows.reduce((total, { population }) => total + population, 0);

/** Each formula in the words that the page gives it. */
export const FORMULAS: Readonly<Record<Computation, Formula>> = {
	'registry-complete': {
		label: 'Fiches du registre des médecins dont le mode et le lieu d’exercice sont connus',
		...{ unit: '%', source: 'doctors' },
		count: ({ doctors }) => share(doctors, (one) => one.practiceMode !== null && one.placeKind !== null),
	},
	'doctors-kept': {
		label: 'Médecins de 65 à 80 ans en activité, d’après le registre',
		...{ unit: 'nombre', source: 'doctors' },
		count: ({ doctors }, moment) =>
			number(
				doctors.filter(({ activity, birthYear }) => {
					const age = yearOf(moment) - birthYear;
					return activity !== null && age >= KEPT_FROM && age <= KEPT_TO;
				}),
			),
	},
	'departures-without-successor': {
		label: 'Médecins dont le départ est prévu dans les trois ans, sans successeur trouvé',
		...{ unit: 'nombre', source: 'doctors' },
		count: ({ doctors }, moment) =>
			number(doctors.filter((one) => isNear(one, moment) && one.successor !== 'found')),
	},
	'successors-found': {
		label: 'Départs prévus dans les trois ans dont le successeur est trouvé',
		...{ unit: '%', source: 'doctors' },
		count: ({ doctors }, moment) =>
			share(
				doctors.filter((one) => isNear(one, moment)),
				({ successor }) => successor === 'found',
			),
	},
	'doctors-followed': {
		label: 'Médecins du registre qui ont eu un contact de suivi',
		...{ unit: '%', source: 'doctors' },
		count: ({ doctors }) => share(doctors, ({ lastContactOn }) => lastContactOn !== null),
	},
	'host-doctors': {
		label: 'Médecins accueillants du registre',
		...{ unit: 'nombre', source: 'doctors' },
		count: ({ doctors }) => number(doctors.filter(({ hostDoctor }) => hostDoctor === true)),
	},
	'regular-activity': {
		label: 'Médecins en activité régulière, parmi ceux dont l’activité est connue',
		...{ unit: '%', source: 'doctors' },
		count: ({ doctors }) =>
			share(
				doctors.filter(({ activity }) => activity !== null),
				({ activity }) => activity === 'regular',
			),
	},
	'junior-doctors': {
		label: 'Docteurs juniors présents, d’après le registre des internes',
		...{ unit: 'nombre', source: 'interns' },
		count: ({ interns }, moment) =>
			number(interns.filter((one) => one.level === 'junior-doctor' && isHere(one, moment))),
	},
	'intern-arrivals': {
		label: 'Arrivées de la période, d’après le registre des internes',
		...{ unit: 'nombre', source: 'interns' },
		count: ({ interns }, moment) => number(interns.filter((one) => arrives(one, moment))),
	},
	'interns-housed': {
		label: 'Arrivées de la période dont le logement est trouvé',
		...{ unit: '%', source: 'interns' },
		count: ({ interns }, moment) =>
			share(
				interns.filter((one) => arrives(one, moment)),
				({ housing }) => HOUSED.includes(housing),
			),
	},
	'interns-underserved': {
		label: 'Stages d’internes de la période en ZIP ou en ZAC',
		...{ unit: '%', source: 'interns' },
		count: ({ interns }, moment) =>
			share(
				interns.filter((one) => one.level === 'intern' && one.zone !== null && overlaps(one, moment)),
				isUnderserved,
			),
	},
	'actions-on-time': {
		label: 'Actions du plan terminées, parmi celles dont l’échéance est passée',
		...{ unit: '%', source: 'actions' },
		count: ({ actions }, moment) =>
			share(
				actions.filter((one) => isDue(one, moment)),
				({ status }) => status === 'done',
			),
	},
	'actions-done': {
		label: 'Actions du plan terminées, parmi toutes',
		...{ unit: '%', source: 'actions' },
		count: ({ actions }) => share(actions, ({ status }) => status === 'done'),
	},
	'population-underserved': {
		label: 'Habitants des communes en ZIP ou en ZAC, parmi ceux des communes du zonage',
		...{ unit: '%', source: 'communes' },
		count: ({ communes }) => {
			const zoned = communes.filter(({ zone }) => zone !== null);
			const rows = zoned.filter(isUnderserved);
			return { rows: rows.map(({ id }) => id), part: sum(rows), whole: sum(zoned) };
		},
	},
};

/** Whether a formula counts people: a group of fewer than five of them is told to nobody but who may read their records. */
export function countsPeople({ source }: Pick<Formula, 'source'>): boolean {
	return source === 'doctors' || source === 'interns';
}

/**
 * A count as everybody is told it: people to the nearest five, as in the totals of the registries, so that two figures, or two days of one,
 * never differ by one person.
 */
export function countedAsTold(formula: Pick<Formula, 'source'>, { part, whole }: Omit<Counted, 'rows'>) {
	if (!countsPeople(formula)) return { part, whole };
	return { part: rounded(part), whole: whole === null ? null : rounded(whole) };
}

/** The figure of a count, or why there is none: nothing to count among, or so few people that the figure would tell of one. */
export type Outcome = { kind: 'value'; value: number } | { kind: 'nothing' } | { kind: 'few' };

/**
 * A share is rounded to two digits after the comma, half away from zero, as the database rounds; one of people is made of the counts that
 * are told, in whole hundredths.
 */
export function outcomeOf(formula: Formula, counted: Counted): Outcome {
	const { part, whole } = counted;
	if (whole === 0) return { kind: 'nothing' };
	const isFew = (count: number): boolean => count > 0 && count < SMALLEST_GROUP;
	const ofPeople = countsPeople(formula);
	if (ofPeople && (isFew(part) || (whole !== null && (isFew(whole) || isFew(whole - part))))) {
		return { kind: 'few' };
	}
	const told = countedAsTold(formula, counted);
	if (formula.unit === 'nombre' || told.whole === null) return { kind: 'value', value: told.part };
	const scale = ofPeople ? 1 : 100;
	return { kind: 'value', value: Math.round((told.part * 100 * scale) / told.whole) / scale };
}

/** What a value was computed from, as it is kept with it. */
export interface ComputedFrom {
	computation: Computation;
	part: number;
	whole: number | null;
	/** ISO day of the computation's data. */
	day: string;
}

/** « environ 20 sur 25, au 22 novembre 2026 » without its day. */
export function countedInWords(
	{ part, whole }: Pick<ComputedFrom, 'part' | 'whole'>,
	{ isRounded }: { isRounded: boolean },
): string {
	const said = (value: number): string =>
		new Intl.NumberFormat('fr-FR').format(value).replaceAll('\u202f', '\u00a0');
	const counted = whole === null ? said(part) : `${said(part)} sur ${said(whole)}`;
	return isRounded ? `environ ${counted}` : counted;
}
