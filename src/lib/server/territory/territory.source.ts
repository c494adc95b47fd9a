import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { LYON_METROPOLIS, normaliseSearch } from '#lib/territory/territory.rules.ts';

const PACKAGE = '@etalab/decoupage-administratif';

/** Changes when the same files would give other rows, so that a start loads them again. */
const READING = 1;

/** Places of the list without inhabitants: no committee will ever sit there. */
const UNINHABITED = new Set(['984', '989']);

/** SIREN of the Métropole de Lyon, a collectivity of its own since 2015. */
const LYON_SIREN = '200046977';

interface SourcePlace {
	code: string;
	nom: string;
	region?: string;
	departement?: string;
}

interface SourceCommune extends SourcePlace {
	type: string;
	codesPostaux?: string[];
	population?: number;
}

interface SourceIntercommunality extends SourcePlace {
	type: string;
	populationMunicipale?: number;
	membres: { code: string }[];
}

/** Rows of the tables of the territory, ready to insert. */
export interface TerritoryRows {
	regions: { code: string; name: string }[];
	departments: { code: string; name: string; regionCode: string }[];
	intercommunalities: { code: string; name: string; kind: string; population: number | null }[];
	communes: {
		code: string;
		departmentCode: string;
		intercommunalityCode: string | null;
		name: string;
		searchName: string;
		postcodes: string[];
		population: number | null;
	}[];
	links: { departmentCode: string; intercommunalityCode: string }[];
}

/**
 * Path of a file of the data package. It stays outside the server's bundle, so it is found from wherever
 * this module runs: sources, tests or `build/`.
 */
function pathOf(file: string): string {
	return createRequire(import.meta.url).resolve(`${PACKAGE}/${file}`);
}

async function readJson<Content>(file: string): Promise<Content> {
	return JSON.parse(await readFile(pathOf(file), 'utf8')) as Content;
}

/** Version of the data, and of our reading of it. */
export async function territoryVersion(): Promise<string> {
	const { version } = await readJson<{ version: string }>('package.json');
	return `${version}+${READING}`;
}

/** Reads the package's files and arranges them as our tables. */
export async function readTerritory(): Promise<TerritoryRows> {
	const [regions, departments, communes, intercommunalities] = await Promise.all([
		readJson<SourcePlace[]>('data/regions.json'),
		readJson<SourcePlace[]>('data/departements.json'),
		readJson<SourceCommune[]>('data/communes.json'),
		readJson<SourceIntercommunality[]>('data/epci.json'),
	]);
	const rows = arrangeCommunes(communes, intercommunalities);
	return {
		regions: regions
			.filter((place) => !UNINHABITED.has(place.code))
			.map((place) => ({ code: place.code, name: place.nom })),
		departments: arrangeDepartments(departments),
		intercommunalities: intercommunalities.map((place) => ({
			code: place.code,
			name: place.nom,
			kind: place.type,
			population: place.populationMunicipale ?? null,
		})),
		communes: rows,
		links: arrangeLinks(rows),
	};
}

function arrangeDepartments(source: SourcePlace[]): TerritoryRows['departments'] {
	const rows = source
		.filter((place) => !UNINHABITED.has(place.code))
		.map((place) => ({ code: place.code, name: place.nom, regionCode: place.region ?? place.code }));
	const rhone = rows.find((row) => row.code === '69');
	if (rhone === undefined) return rows;
	return [...rows, { code: LYON_METROPOLIS, name: 'Métropole de Lyon', regionCode: rhone.regionCode }];
}

function arrangeCommunes(
	communes: SourceCommune[],
	intercommunalities: SourceIntercommunality[],
): TerritoryRows['communes'] {
	const memberOf = new Map<string, string>();
	for (const place of intercommunalities) {
		for (const member of place.membres) memberOf.set(member.code, place.code);
	}
	return communes.flatMap((place) => {
		// Delegated and associated communes and districts of cities are parts of a commune that is in the list.
		if (place.type !== 'commune-actuelle' || place.departement === undefined) return [];
		if (UNINHABITED.has(place.departement)) return [];
		const intercommunalityCode = memberOf.get(place.code) ?? null;
		return {
			code: place.code,
			departmentCode: intercommunalityCode === LYON_SIREN ? LYON_METROPOLIS : place.departement,
			intercommunalityCode,
			name: place.nom,
			searchName: normaliseSearch(place.nom),
			postcodes: place.codesPostaux ?? [],
			population: place.population ?? null,
		};
	});
}

/** Which EPCI reach into which département, from the communes themselves. */
function arrangeLinks(communes: TerritoryRows['communes']): TerritoryRows['links'] {
	const links = new Map<string, TerritoryRows['links'][number]>();
	for (const { departmentCode, intercommunalityCode } of communes) {
		if (intercommunalityCode === null) continue;
		links.set(`${departmentCode} ${intercommunalityCode}`, { departmentCode, intercommunalityCode });
	}
	return [...links.values()];
}
