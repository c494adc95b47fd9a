/** Articles of the names that take one, as INSEE lists them (« charnière »); a name without one takes « de ». */
const ARTICLES: readonly (readonly [article: string, codes: string])[] = [
	["de l'", '01 02 03 07 09 10 11 12 27 34 36 38 60 61 89 91'],
	['des ', '04 05 06 08 13 22 40 64 65 66 78 79 88 92'],
	['du ', '14 15 18 25 29 30 32 39 41 45 46 47 56 59 62 63 67 68 69 81 82 83 84 90 94 95'],
	[
		'de la ',
		'16 17 19 21 23 24 26 2A 2B 31 33 42 43 44 48 50 51 52 53 55 57 58 69M 70 72 73 74 76 80 85 86 87 93 971 972 973 987 988',
	],
	["d'", '28 35 37'],
];

const ARTICLE_BY_CODE = new Map(
	ARTICLES.flatMap(([article, codes]) => codes.split(' ').map((code) => [code, article] as const)),
);

/** « des Pyrénées-Atlantiques », « du Gers », « de l'Ain », « de Mayotte »: what follows « le comité ». */
export function ofDepartment(department: { code: string; name: string }): string {
	return `${ARTICLE_BY_CODE.get(department.code) ?? 'de '}${department.name}`;
}
