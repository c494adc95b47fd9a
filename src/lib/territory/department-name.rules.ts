/**
 * The article of each name, from INSEE's table of places (its « type de nom en clair »): French says « le comité
 * du Gers », « de la Creuse », « des Landes », and no rule gives the article from the name.
 */
const MASCULINE = '14 15 18 25 29 30 32 39 41 45 46 47 56 59 62 63 67 68 69 81 82 83 84 90 94 95';
const FEMININE =
	'16 17 19 21 23 24 26 2A 2B 31 33 42 43 44 48 50 51 52 53 55 57 58 70 72 73 74 76 80 85 86 87 93 971 972 973 69M 987 988';
const PLURAL = '04 05 06 08 13 22 40 64 65 66 78 79 88 92';
/** Begins with a vowel or a mute h, and takes « l’ ». */
const ELIDED = '01 02 03 07 09 10 11 12 27 34 36 38 60 61 89 91';
/** No article, a vowel first. */
const VOWEL = '28 35 37';

const PREFIX: Readonly<Record<string, string>> = Object.fromEntries(
	(
		[
			[MASCULINE, 'du '],
			[FEMININE, 'de la '],
			[PLURAL, 'des '],
			[ELIDED, 'de l’'],
			[VOWEL, 'd’'],
		] as const
	).flatMap(([codes, prefix]) => codes.split(' ').map((code) => [code, prefix])),
);

/** « du Gers », « des Landes », « de Paris »: the name of a place after « le comité », « le département ». */
export function ofDepartment(place: { code: string; name: string }): string {
	const prefix = Object.hasOwn(PREFIX, place.code) ? PREFIX[place.code] : 'de ';
	return `${prefix}${place.name}`;
}
