/** What tells one person from another in a registry, as far as a file says it. */
export interface Identity {
	id: string;
	rpps: string | null;
	/** Name folded to plain letters and single spaces, family name first. */
	name: string;
	birthYear: number | null;
	communeCode: string | null;
}

/** Why two rows look like one person, the surest first. */
export type Likeness = 'same-rpps' | 'name-birth-commune' | 'name-birth' | 'name-commune';

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

/**
 * Those who are known already, found by what a row says: the same RPPS; else name, birth year and commune, of which one may be missing.
 * Names are compared only within a block (same birth year and first letter, or same commune and first letter), so that the work
 * stays in proportion to the file.
 */
export class IdentityIndex {
	readonly #byRpps = new Map<string, string>();
	readonly #blocks = new Map<string, Identity[]>();

	add(identity: Identity): void {
		if (identity.rpps !== null) this.#byRpps.set(identity.rpps, identity.id);
		for (const key of blocksOf(identity)) {
			const block = this.#blocks.get(key);
			if (block === undefined) this.#blocks.set(key, [identity]);
			else block.push(identity);
		}
	}

	find(sought: Omit<Identity, 'id'>): Match | null {
		const same = sought.rpps === null ? undefined : this.#byRpps.get(sought.rpps);
		if (same !== undefined) return { id: same, likeness: 'same-rpps' };
		let best: Match | null = null;
		for (const key of blocksOf(sought)) {
			for (const known of this.#blocks.get(key) ?? []) {
				// Two numbers that differ are two people, however alike their names.
				if (known.rpps !== null && sought.rpps !== null) continue;
				const likeness = likenessOf(known, sought);
				if (likeness === null || !isSameName(known.name, sought.name)) continue;
				if (likeness === 'name-birth-commune') return { id: known.id, likeness };
				best ??= { id: known.id, likeness };
			}
		}
		return best;
	}
}

function blocksOf({ name, birthYear, communeCode }: Omit<Identity, 'id' | 'rpps'>): string[] {
	const letters = [...new Set([name[0], name.split(' ').at(-1)?.[0]])].filter((one) => one !== undefined);
	return letters.flatMap((letter) => [
		...(birthYear === null ? [] : [`${letter}${birthYear}`]),
		...(communeCode === null ? [] : [`${letter}@${communeCode}`]),
	]);
}

function likenessOf(one: Omit<Identity, 'id'>, other: Omit<Identity, 'id'>): Likeness | null {
	const birth = agreement(one.birthYear, other.birthYear);
	const place = agreement(one.communeCode, other.communeCode);
	if (birth === 'same' && place === 'same') return 'name-birth-commune';
	if (birth === 'same' && place === 'unknown') return 'name-birth';
	if (place === 'same' && birth === 'unknown') return 'name-commune';
	return null;
}

function agreement<Value>(one: Value | null, other: Value | null): 'same' | 'unknown' | 'different' {
	if (one === null || other === null) return 'unknown';
	return one === other ? 'same' : 'different';
}
