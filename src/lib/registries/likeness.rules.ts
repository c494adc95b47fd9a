/** What tells one person from another in a registry, as far as a file says it. */
export interface Identity {
	id: string;
	/** A number that nobody else has: two that differ are two, however alike their names. */
	number: string | null;
	/** Name folded to plain letters and single spaces, family name first. */
	name: string;
	/** Two more things that must agree, of which one may be missing: year of birth and commune, start and university. */
	first: string | number | null;
	second: string | null;
}

/** Why two rows look like one record. */
export type Likeness =
	| 'same-rpps'
	| 'name-birth-commune'
	| 'name-birth'
	| 'name-commune'
	| 'same-rpps-start'
	| 'name-start-university'
	| 'name-start';

/** What the likeness of a registry's records is called: by number, or by name and both of the other two, or one of them. */
export interface LikenessNames {
	number: Likeness;
	both: Likeness;
	first: Likeness;
	second: Likeness;
}

export const DOCTOR_LIKENESS: LikenessNames = {
	number: 'same-rpps',
	both: 'name-birth-commune',
	first: 'name-birth',
	second: 'name-commune',
};

export interface Match {
	id: string;
	likeness: Likeness;
}

/**
 * How many single-letter changes make one text of the other, or null beyond `most`: insertion, removal, another letter, two neighbours
 * exchanged. The work is bounded by `most`, not by the lengths.
 */
export function editDistance(one: string, other: string, most: number): number | null {
	if (one === other) return 0;
	if (Math.abs(one.length - other.length) > most) return null;
	const far = most + 1;
	let before: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let row = 1; row <= one.length; row += 1) {
		const from = Math.max(1, row - most);
		const to = Math.min(other.length, row + most);
		const next = new Array<number>(other.length + 1).fill(far);
		next[0] = row;
		let least = row;
		for (let column = from; column <= to; column += 1) {
			const same = one[row - 1] === other[column - 1];
			let cost = Math.min(
				(last[column - 1] ?? far) + (same ? 0 : 1),
				(last[column] ?? far) + 1,
				(next[column - 1] ?? far) + 1,
			);
			const exchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			if (row > 1 && column > 1 && exchanged) cost = Math.min(cost, (before[column - 2] ?? far) + 1);
			next[column] = cost;
			least = Math.min(least, cost);
		}
		if (least > most) return null;
		before = last;
		last = next;
	}
	const distance = last[other.length] ?? far;
	return distance > most ? null : distance;
}

/** Letters that may differ: one in a short name, two in a longer one. */
const tolerance = (name: string): number => (name.length < 6 ? 0 : name.length < 10 ? 1 : 2);

/**
 * Whether two folded names are one: the same words in whichever order, a first name that is an initial or missing, or a few typing errors.
 * Two different first names of one family are two people.
 */
export function isSameName(one: string, other: string): boolean {
	if (one === other) return true;
	if (one === '' || other === '') return false;
	const [a, b] = [one.split(' '), other.split(' ')];
	if ([...a].sort().join(' ') === [...b].sort().join(' ')) return true;
	const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
	if (shorter.length > 1 && shorter.every((word, at) => beginsAlike(word, longer[at] ?? ''))) return true;
	if (firstDiffers(a, b)) return false;
	return editDistance(one, other, tolerance(one)) !== null;
}

const beginsAlike = (word: string, full: string): boolean =>
	word === full ||
	(word.length === 1 && full.startsWith(word)) ||
	(full.length === 1 && word.startsWith(full));

/** Two short words at the end, alike but not the same, are two first names (« jean », « joan ») rather than a slip. */
function firstDiffers(a: readonly string[], b: readonly string[]): boolean {
	const [last, other] = [a.at(-1) ?? '', b.at(-1) ?? ''];
	if (a.length < 2 || b.length < 2 || last === other) return false;
	return editDistance(last, other, tolerance(last)) === null && last.length > 1 && other.length > 1;
}

/** People by blocks. */
class Blocks {
	readonly #lists = new Map<string, Identity[]>();

	get isEmpty(): boolean {
		return this.#lists.size === 0;
	}

	add(identity: Identity): void {
		for (const key of blocksOf(identity)) {
			const list = this.#lists.get(key);
			if (list === undefined) this.#lists.set(key, [identity]);
			else list.push(identity);
		}
	}

	of(key: string): readonly Identity[] {
		return this.#lists.get(key) ?? [];
	}
}

/**
 * Those who are known already, found by what a row says: the same number; else the name and two more things, of which one may be missing.
 * Names are compared only within a block (one of the two and a first letter), so that the work stays in proportion to the file.
 */
export class IdentityIndex {
	readonly #names: LikenessNames;
	readonly #byNumber = new Map<string, string>();
	readonly #numbered = new Blocks();
	readonly #others = new Blocks();

	constructor(names: LikenessNames = DOCTOR_LIKENESS) {
		this.#names = names;
	}

	add(identity: Identity): void {
		const { number } = identity;
		if (number !== null) this.#byNumber.set(number, identity.id);
		(number === null ? this.#others : this.#numbered).add(identity);
	}

	find(sought: Omit<Identity, 'id'>): Match | null {
		const same = sought.number === null ? undefined : this.#byNumber.get(sought.number);
		if (same !== undefined) return { id: same, likeness: this.#names.number };
		// Two numbers that differ are two people, however alike their names.
		const compared = sought.number === null ? [this.#others, this.#numbered] : [this.#others];
		const some = compared.filter(({ isEmpty }) => !isEmpty);
		if (some.length === 0) return null;
		let best: Match | null = null;
		for (const key of blocksOf(sought)) {
			for (const blocks of some) {
				const found = this.#among(blocks.of(key), sought);
				if (found?.likeness === this.#names.both) return found;
				best ??= found;
			}
		}
		return best;
	}

	#among(list: readonly Identity[], sought: Omit<Identity, 'id'>): Match | null {
		let best: Match | null = null;
		for (const known of list) {
			const likeness = this.#likenessOf(known, sought);
			if (likeness === null || !isSameName(known.name, sought.name)) continue;
			if (likeness === this.#names.both) return { id: known.id, likeness };
			best ??= { id: known.id, likeness };
		}
		return best;
	}

	#likenessOf(one: Omit<Identity, 'id'>, other: Omit<Identity, 'id'>): Likeness | null {
		const first = agreement(one.first, other.first);
		const second = agreement(one.second, other.second);
		if (first === 'same' && second === 'same') return this.#names.both;
		if (first === 'same' && second === 'unknown') return this.#names.first;
		if (second === 'same' && first === 'unknown') return this.#names.second;
		return null;
	}
}

function blocksOf({ name, first, second }: Omit<Identity, 'id' | 'number'>): string[] {
	const keys: string[] = [];
	const [letter, other] = [name[0], name[name.lastIndexOf(' ') + 1]];
	for (const one of letter === other ? [letter] : [letter, other]) {
		if (one === undefined) continue;
		if (first !== null) keys.push(`${one}${first}`);
		if (second !== null) keys.push(`${one}@${second}`);
	}
	return keys;
}

function agreement<Value>(one: Value | null, other: Value | null): 'same' | 'unknown' | 'different' {
	if (one === null || other === null) return 'unknown';
	return one === other ? 'same' : 'different';
}
