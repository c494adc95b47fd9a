/** The keys with one of them put where another one stands; the same keys when there is nothing to move. */
export function moveKey(keys: readonly string[], key: string, place: number): string[] {
	const at = keys.indexOf(key);
	if (at < 0 || place < 0 || place >= keys.length || at === place) return [...keys];
	return keys.toSpliced(at, 1).toSpliced(place, 0, key);
}

/** « Logement, 2e sur 6 »: what is said aloud once a column has moved. */
export function placeWords(label: string, place: number, count: number): string {
	return `${label}, ${place === 0 ? '1re' : `${place + 1}e`} colonne sur ${count}`;
}
