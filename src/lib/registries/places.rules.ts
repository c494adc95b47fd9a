import { normaliseSearch } from '../territory/territory.rules.ts';
import { read, refuse, type CellReading } from './cells.rules.ts';

/** A commune of the region whose registry is imported into. */
export interface Place {
	code: string;
	name: string;
	departmentCode: string;
	postcodes: readonly string[];
}

/** Communes by what files say of them. Only those of the region: a registry holds no others. */
export class Places {
	readonly #byCode = new Map<string, Place>();
	readonly #byName = new Map<string, Place[]>();
	readonly #byPostcode = new Map<string, Place[]>();

	constructor(places: readonly Place[]) {
		for (const place of places) {
			this.#byCode.set(place.code, place);
			append(this.#byName, normaliseSearch(place.name), place);
			for (const postcode of place.postcodes) append(this.#byPostcode, postcode, place);
		}
	}

	byCode(code: string): Place | null {
		return this.#byCode.get(code) ?? null;
	}

	byName(name: string): readonly Place[] {
		return this.#byName.get(name) ?? [];
	}

	byPostcode(postcode: string): readonly Place[] {
		return this.#byPostcode.get(postcode) ?? [];
	}

	/** Communes whose name begins with these words. */
	beginningWith(name: string): Place[] {
		if (name.length < 3) return [];
		return [...this.#byName].flatMap(([known, places]) => (known.startsWith(`${name} `) ? places : []));
	}
}

function append(map: Map<string, Place[]>, key: string, place: Place): void {
	const there = map.get(key);
	if (there === undefined) map.set(key, [place]);
	else there.push(place);
}

/** What a row says of its commune, in up to three columns. */
export interface SaidPlace {
	code: string;
	name: string;
	postcode: string;
}

/** The one commune that a row means: by its INSEE code, else by its name within its postcode, else by its name alone. */
export function readPlace(said: SaidPlace, places: Places): CellReading<Place> {
	const code = said.code.toUpperCase().replace(/\s/g, '');
	if (code !== '') {
		const place = places.byCode(code.padStart(5, '0'));
		if (place !== null) return read(place);
		if (said.name === '') return refuseCode(code);
		const named = readPlace({ ...said, code: '' }, places);
		if (!named.ok) return refuseCode(code);
		const { value } = named;
		return refuse(
			'foreign-commune',
			`Ce code n’est pas dans la région\u00a0; le nom dit ${value.name}.`,
			value.code,
		);
	}
	const [, digits = '', rest = ''] = /^(\d[\d\s]{0,6}\d)?[\s,-]*(.*)$/.exec(said.name) ?? [];
	const postcode = (said.postcode === '' ? digits : said.postcode).replace(/\s/g, '');
	const name = normaliseSearch(rest.replace(/\bcedex\b.*$/i, ''));
	const near = /^\d{5}$/.test(postcode) ? places.byPostcode(postcode) : [];
	if (name === '') return onlyOne(near, postcode);
	const named = places.byName(name);
	const both = named.filter((place) => near.includes(place));
	if (both.length === 1) return read(both[0] as Place);
	if (near.length === 0 && named.length === 1) return read(named[0] as Place);
	if (named.length === 1 && near.length > 0)
		return refuse(
			'ambiguous-commune',
			'Le code postal et le nom de la commune ne vont pas ensemble.',
			named[0]?.name,
		);
	return likely(name, near.length > 0 ? near : places.beginningWith(name), named);
}

function likely(name: string, candidates: readonly Place[], named: readonly Place[]): CellReading<Place> {
	const begun = candidates.filter((place) => normaliseSearch(place.name).startsWith(name));
	const [only, second] = begun;
	if (only !== undefined && second === undefined) {
		return refuse('ambiguous-commune', `Sans doute ${only.name}.`, only.code);
	}
	if (named.length > 1 || begun.length > 1) {
		return refuse(
			'ambiguous-commune',
			`${Math.max(named.length, begun.length)} communes de la région s’appellent ou commencent ainsi. Ajoutez le code postal.`,
		);
	}
	return refuse('unknown-commune', 'Cette commune n’est pas connue dans la région.');
}

function onlyOne(near: readonly Place[], postcode: string): CellReading<Place> {
	const [only, second] = near;
	if (only !== undefined && second === undefined) return read(only);
	if (only !== undefined) {
		return refuse('ambiguous-commune', `${near.length} communes ont ce code postal. Ajoutez le nom.`);
	}
	return refuseCode(postcode);
}

function refuseCode(code: string): CellReading<Place> {
	if (/^(?:\d{5}|2[AB]\d{3})$/.test(code)) {
		return refuse('foreign-commune', 'Cette commune n’est pas dans la région.');
	}
	return refuse('unknown-commune', 'Cette commune n’est pas connue.');
}
