import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';
import { UNKNOWN_VALUES, type SeniorDoctorValues } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { SHARINGS, SUCCESSORS, type Sharing } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Specialty } from '#lib/senior-doctors/specialty.catalogue.ts';

/** A draw that always comes out the same for the same seed: the demonstration is the same everywhere. */
export interface Draw {
	(): number;
	/** From 0 to `most`, excluded. */
	below(most: number): number;
	among<Item>(items: readonly Item[]): Item;
	happens(probability: number): boolean;
	weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
}

/** Splitmix32: small, even, enough for fiction. */
export function openDraw(seed: number): Draw {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = state ^ (state >>> 16);
		mixed = Math.imul(mixed, 0x21f0aaad);
		mixed ^= mixed >>> 15;
		mixed = Math.imul(mixed, 0x735a2d97);
		return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
	};
	const among = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
	return Object.assign(next, {
		below: (most: number) => Math.floor(next() * most),
		among,
		happens: (probability: number) => next() < probability,
		weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
			let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [item, weight] of items) {
				left -= weight;
				if (left < 0) return item;
			}
			return among(items)[0];
		},
	});
}

/** Pieces of surnames that nobody bears, as far as we know. */
const BEGINNINGS = [
	'Arri',
	'Bar',
	'Cast',
	'Dul',
	'Esti',
	'Fon',
	'Gas',
	'Hali',
	'Ira',
	'Jor',
	'Lab',
	'Mend',
	'Ner',
	'Oxa',
	'Pey',
	'Sal',
	'Tar',
	'Ur',
	'Ver',
	'Zub',
];
const ENDINGS = [
	'abide',
	'acq',
	'ague',
	'alde',
	'andos',
	'arrieu',
	'berro',
	'cassou',
	'dotte',
	'egaray',
	'elhe',
	'enave',
	'etto',
	'idart',
	'issou',
	'omès',
	'ondo',
	'orgue',
	'ulet',
	'urdi',
];
const FIRST_NAMES = {
	madame: [
		'Anne-Marie',
		'Brigitte',
		'Catherine',
		'Colette',
		'Danielle',
		'Françoise',
		'Geneviève',
		'Isabelle',
		'Maïté',
		'Monique',
		'Nicole',
		'Sylviane',
		'Thérèse',
		'Véronique',
	],
	monsieur: [
		'Alain',
		'Bernard',
		'Christian',
		'Daniel',
		'Gérard',
		'Jean-Louis',
		'Jean-Michel',
		'Joël',
		'Michel',
		'Patrick',
		'Peio',
		'Philippe',
		'Pierre',
		'Yves',
	],
} as const;

const SPECIALTIES: readonly (readonly [Specialty, number])[] = [
	['medecine-generale', 55],
	['psychiatrie', 7],
	['anesthesie-reanimation', 5],
	['cardiologie', 5],
	['ophtalmologie', 5],
	['pediatrie', 4],
	['gynecologie', 4],
	['radiologie', 4],
	['dermatologie', 3],
	['rhumatologie', 3],
	['gastro-enterologie', 3],
	['chirurgie', 2],
];

const CONDITIONS = [
	'Resterait deux ans de plus avec une assistante médicale.',
	'Garderait deux jours par semaine sans gardes.',
	'Continuerait si un confrère reprend une partie de la patientèle.',
];
const OBSTACLES = ['Le poids des gardes.', 'Les démarches administratives.', 'Pas de confrère à proximité.'];

/** A surname that nobody bears, as far as we know. */
export function inventSurname(draw: Draw): string {
	return draw.among(BEGINNINGS) + draw.among(ENDINGS);
}

export interface FictionalCommune {
	code: string;
	postcode: string;
}

/**
 * A doctor who does not exist. The RPPS begins with 99, which no real one does to our knowledge, and has its key; `index` makes it
 * theirs alone. Shares and proportions are made up: nothing is to be concluded from them.
 */
export function inventDoctor(
	draw: Draw,
	about: { commune: FictionalCommune; index: number; today: string; sharing?: Sharing },
): SeniorDoctorValues {
	const { commune, index, today } = about;
	const thisYear = Number(today.slice(0, 4));
	const civility = draw.happens(0.35) ? 'madame' : 'monsieur';
	const age = draw.happens(0.45)
		? 60 + draw.below(5)
		: 65 + Math.min(20, Math.floor(-Math.log(1 - draw()) * 5));
	const digits = `99${String(index).padStart(8, '0')}`;
	const lastName = inventSurname(draw);
	const regular = draw.happens(0.63);
	const liberal = draw.happens(0.75);
	const mode = liberal ? 'liberal' : draw.among(['salaried', 'hospital', 'mixed'] as const);
	return {
		...UNKNOWN_VALUES,
		...{ lastName, civility, rpps: digits + keyOf(digits), birthYear: thisYear - age },
		firstName: draw.among(FIRST_NAMES[civility]),
		specialty: draw.weighted(SPECIALTIES),
		practiceMode: mode,
		sector: liberal
			? draw.weighted([['1', 75] as const, ['2', 15] as const, ['2-optam', 10] as const])
			: null,
		communeCode: commune.code,
		placeKind:
			mode === 'hospital'
				? 'hospital'
				: draw.among(['practice', 'practice', 'msp', 'health-centre'] as const),
		halfDays: regular ? 5 + draw.below(6) : 1 + draw.below(3),
		patientCount: liberal && regular ? 600 + 20 * draw.below(60) : null,
		activity: regular ? 'regular' : 'occasional',
		workingPensionerSince: age > 66 && draw.happens(0.5) ? `${thisYear - draw.below(4) - 1}-01-01` : null,
		email: `${index}.${digits.slice(-4)}@medecins.exemple.test`,
		phone: `05 59 00 ${String(index % 100).padStart(2, '0')} ${String(draw.below(100)).padStart(2, '0')}`,
		address: `${1 + draw.below(60)} rue de l’Exemple, ${commune.postcode}`,
		...departure(draw, { age, today }),
		successor: draw.happens(0.8) ? draw.among(SUCCESSORS) : null,
		hostDoctor: draw.happens(0.7) ? draw.happens(0.4) : null,
		trainingSupervisor: draw.weighted([['no', 70] as const, ['willing', 15] as const, ['now', 15] as const]),
		universityPost: draw.happens(0.5) ? draw.happens(0.15) : null,
		conditions: draw.happens(0.3) ? draw.among(CONDITIONS) : null,
		obstacles: draw.happens(0.3) ? draw.among(OBSTACLES) : null,
		sharing:
			about.sharing ??
			draw.weighted(SHARINGS.map((sharing, nth) => [sharing, [45, 30, 25][nth] ?? 0] as const)),
		sharingOn: `${thisYear}-0${1 + draw.below(9)}-15`,
		informedOn: `${thisYear - 1}-1${draw.below(3)}-02`,
	};
}

/** Older doctors leave sooner; some have said nothing. */
function departure(
	draw: Draw,
	{ age, today }: { age: number; today: string },
): Pick<SeniorDoctorValues, 'departureYear' | 'departureCertainty' | 'departureDeclaredOn'> {
	const thisYear = Number(today.slice(0, 4));
	const year = thisYear + Math.max(0, Math.round((68 - age) * 0.5 + draw() * 5));
	if (draw.happens(0.15))
		return { departureYear: null, departureCertainty: 'unknown', departureDeclaredOn: null };
	if (draw.happens(0.25))
		return { departureYear: year, departureCertainty: 'estimated', departureDeclaredOn: null };
	const declaredOn = `${thisYear}-0${1 + draw.below(9)}-20`;
	return { departureYear: year, departureCertainty: 'declared', departureDeclaredOn: declaredOn };
}
