import { UNKNOWN_INTERN, type InternValues } from '#lib/interns/intern.rules.ts';
import type { Semester } from '#lib/interns/semester.rules.ts';
import type { Level, PlacementKind, Subdivision } from '#lib/interns/intern.values.rules.ts';
import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';
import { ofCommune } from '#lib/territory/commune.words.ts';
import { addDays } from '#lib/ui/days.ts';
import { inventSurname, type Draw, type FictionalCommune } from './senior-doctors.fiction.ts';

const FIRST_NAMES = {
	madame: [
		'Léa',
		'Camille',
		'Inès',
		'Manon',
		'Nahia',
		'Sarah',
		'Jeanne',
		'Solène',
		'Yasmine',
		'Elaia',
		'Zoé',
	],
	monsieur: [
		'Hugo',
		'Beñat',
		'Clément',
		'Mattin',
		'Mehdi',
		'Loïc',
		'Paul',
		'Antonin',
		'Iban',
		'Tom',
		'Samuel',
	],
} as const;

const SITES: Record<PlacementKind, readonly string[]> = {
	'ambulatory-1': ['Cabinet médical', 'Maison de santé'],
	saspas: ['Maison de santé', 'Cabinet médical'],
	'junior-doctor': ['Maison de santé', 'Centre de santé', 'Cabinet médical'],
	hospital: ['Centre hospitalier'],
	emergency: ['Urgences du centre hospitalier'],
	pmi: ['Centre de PMI'],
	'extern-practice': ['Cabinet médical'],
	other: ['Centre de santé'],
};

const UNIVERSITY: Readonly<Record<string, readonly [string, Subdivision]>> = {
	'12': ['Université de Toulouse', 'toulouse'],
};
const TRANSPORT = [
	'Voiture.',
	'Voiture, prime d’éloignement demandée.',
	'Sans permis, cherche un covoiturage.',
];
const SPOUSE = [
	'Conjointe professeure des écoles, attend sa mutation.',
	'Conjoint en télétravail, besoin d’une bonne connexion.',
];
const PROJECTS = [
	'S’installerait à plusieurs, avec deux jours à l’hôpital.',
	'Remplacerait un an avant de se décider.',
	'Cherche un exercice regroupé près d’une école.',
];

/**
 * Somebody who does not exist, in a course of this semester. The number begins with 98, which no real one does to our knowledge, and has
 * its key; `index` makes it theirs alone. Shares and proportions are made up: nothing is to be concluded from them.
 */
export function inventIntern(
	draw: Draw,
	about: {
		commune: FictionalCommune & { departmentCode: string; name: string };
		index: number;
		semester: Semester;
		today: string;
	},
): InternValues {
	const { commune, index, semester, today } = about;
	const civility = draw.happens(0.6) ? 'madame' : 'monsieur';
	const level = draw.weighted<Level>([
		['intern', 58],
		['junior-doctor', 27],
		['extern', 15],
	]);
	const placementKind = kindOf(draw, level);
	const digits = `98${String(index).padStart(8, '0')}`;
	const [university, subdivision] = UNIVERSITY[commune.departmentCode] ?? [
		'Université de Bordeaux',
		'bordeaux',
	];
	return {
		...UNKNOWN_INTERN,
		...{ civility, rpps: digits + keyOf(digits), level, placementKind, university, subdivision },
		...{ lastName: inventSurname(draw), firstName: draw.among(FIRST_NAMES[civility]) },
		...studiesOf(draw, level),
		email: `${index}.${digits.slice(-4)}@internes.exemple.test`,
		phone: `06 39 98 ${String(index % 100).padStart(2, '0')} ${String(draw.below(100)).padStart(2, '0')}`,
		shareName: draw.happens(0.6),
		shareContact: draw.happens(0.45),
		sharingOn: earlier(addDays(semester.startsOn, -25), today),
		informedOn: earlier(addDays(semester.startsOn, -40), addDays(today, -9)),
		specialty: level === 'extern' ? null : draw.happens(0.85) ? 'medecine-generale' : 'medecine-durgence',
		serviceCommitment: draw.happens(0.1),
		site: `${draw.among(SITES[placementKind])} ${ofCommune(commune.name)}`,
		communeCode: commune.code,
		// The first working days of the semester.
		startsOn: addDays(semester.startsOn, 1),
		endsOn: semester.endsOn,
		...housingOf(draw, semester, commune),
		transport: draw.happens(0.6) ? draw.among(TRANSPORT) : null,
		spouseWork: draw.happens(0.25) ? draw.among(SPOUSE) : null,
		childcare: draw.happens(0.1) ? 'Une place en crèche, trois jours par semaine.' : null,
		...projectOf(draw),
	};
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

function kindOf(draw: Draw, level: Level): PlacementKind {
	if (level === 'junior-doctor') return 'junior-doctor';
	if (level === 'extern') return 'extern-practice';
	return draw.weighted<PlacementKind>([
		['ambulatory-1', 38],
		['saspas', 27],
		['hospital', 18],
		['emergency', 10],
		['pmi', 7],
	]);
}

function studiesOf(draw: Draw, level: Level): Pick<InternValues, 'phase' | 'semester' | 'studyYear'> {
	if (level === 'extern') return { phase: null, semester: null, studyYear: 4 + draw.below(3) };
	if (level === 'junior-doctor')
		return { phase: 'consolidation', semester: 7 + draw.below(2), studyYear: null };
	const semester = 1 + draw.below(6);
	return { phase: semester <= 2 ? 'foundation' : 'deepening', semester, studyYear: null };
}

function housingOf(
	draw: Draw,
	{ startsOn }: Semester,
	commune: FictionalCommune & { name: string },
): Pick<InternValues, 'housing' | 'housingUntil' | 'housingPlace'> {
	const housing = draw.weighted([
		['found', 48] as const,
		['hospital-lodging', 16] as const,
		['own', 16] as const,
		['sought', 12] as const,
		['temporary', 8] as const,
	]);
	const isNamed = housing === 'found' || housing === 'temporary';
	return {
		housing,
		housingUntil: housing === 'temporary' ? addDays(startsOn, 29) : null,
		housingPlace: isNamed
			? `${1 + draw.below(40)} rue de l’Exemple, ${commune.postcode} ${commune.name}`
			: null,
	};
}

function projectOf(
	draw: Draw,
): Pick<InternValues, 'wantsToStay' | 'projectForm' | 'projectPlace' | 'project'> {
	const wantsToStay = draw.happens(0.75) ? draw.among(['yes', 'perhaps', 'perhaps', 'no'] as const) : null;
	if (wantsToStay === null || wantsToStay === 'no')
		return { wantsToStay, projectForm: null, projectPlace: null, project: null };
	return {
		wantsToStay,
		projectForm: draw.among(['installation', 'replacement', 'assistant', 'salaried'] as const),
		projectPlace: null,
		project: draw.happens(0.5) ? draw.among(PROJECTS) : null,
	};
}
