/**
 * Rough middles of the départements, in degrees (longitude, latitude): enough to say who is whose neighbour, no more. Those overseas have
 * one each beside the mainland, as French maps draw them.
 */
const MIDDLES: Readonly<Record<string, readonly [number, number]>> = {
	...{ '01': [5.3, 46.1], '02': [3.6, 49.6], '03': [3.2, 46.4], '04': [6.2, 44.1], '05': [6.3, 44.7] },
	...{ '06': [7.1, 43.9], '07': [4.4, 44.8], '08': [4.6, 49.6], '09': [1.5, 42.9], '10': [4.2, 48.3] },
	...{ '11': [2.4, 43.1], '12': [2.7, 44.3], '13': [5.1, 43.5], '14': [-0.4, 49.1], '15': [2.7, 45.1] },
	...{ '16': [0.2, 45.7], '17': [-0.7, 45.8], '18': [2.5, 47.1], '19': [1.9, 45.4], '2A': [8.9, 41.9] },
	...{ '2B': [9.2, 42.4], '21': [4.8, 47.4], '22': [-2.9, 48.4], '23': [2, 46.1], '24': [0.7, 45.1] },
	...{ '25': [6.4, 47.2], '26': [5.2, 44.7], '27': [1, 49.1], '28': [1.4, 48.4], '29': [-4.1, 48.3] },
	...{ '30': [4.2, 44], '31': [1.2, 43.4], '32': [0.5, 43.7], '33': [-0.6, 44.8], '34': [3.4, 43.6] },
	...{ '35': [-1.6, 48.2], '36': [1.6, 46.8], '37': [0.7, 47.3], '38': [5.6, 45.3], '39': [5.7, 46.7] },
	...{ '40': [-0.8, 43.9], '41': [1.4, 47.6], '42': [4.2, 45.7], '43': [3.8, 45.1], '44': [-1.7, 47.4] },
	...{ '45': [2.3, 47.9], '46': [1.6, 44.6], '47': [0.5, 44.4], '48': [3.5, 44.5], '49': [-0.6, 47.4] },
	...{ '50': [-1.3, 49.1], '51': [4.2, 49], '52': [5.2, 48.1], '53': [-0.7, 48.1], '54': [6.2, 48.8] },
	...{ '55': [5.4, 49], '56': [-2.8, 47.8], '57': [6.7, 49], '58': [3.5, 47.1], '59': [3.2, 50.4] },
	...{ '60': [2.4, 49.4], '61': [0.1, 48.6], '62': [2.3, 50.5], '63': [3.1, 45.7], '64': [-0.8, 43.3] },
	...{ '65': [0.2, 43.1], '66': [2.5, 42.6], '67': [7.6, 48.7], '68': [7.3, 47.9], '69': [4.5, 45.9] },
	...{ '69M': [4.85, 45.75] },
	...{ '70': [6.1, 47.6], '71': [4.5, 46.6], '72': [0.2, 48], '73': [6.4, 45.5], '74': [6.4, 46] },
	...{ '75': [2.35, 48.86], '76': [1, 49.7], '77': [2.9, 48.6], '78': [1.8, 48.8], '79': [-0.3, 46.5] },
	...{ '80': [2.3, 49.9], '81': [2.2, 43.8], '82': [1.3, 44.1], '83': [6.2, 43.4], '84': [5.2, 44] },
	...{ '85': [-1.3, 46.7], '86': [0.5, 46.6], '87': [1.2, 45.9], '88': [6.4, 48.2], '89': [3.6, 47.8] },
	...{ '90': [6.9, 47.6], '91': [2.2, 48.5], '92': [2.2, 48.85], '93': [2.5, 48.9], '94': [2.5, 48.77] },
	...{ '95': [2.1, 49.1], '971': [-61.5, 16.2], '972': [-61, 14.6], '973': [-53, 4], '974': [55.5, -21.1] },
	...{ '976': [45.2, -12.8] },
};

/** Degrees of latitude between two middles, about; a degree of longitude is shorter at our height. */
const STEP = 0.78;
const LONGITUDE = 0.69;

export interface Tile {
	code: string;
	/** From 0, eastwards and southwards. */
	column: number;
	row: number;
}

/**
 * A map of equal squares: each département where it is among the others, one a square, as near to its place as the others let it.
 * Those of which nothing is known come last, on a line of their own.
 */
export function tileMap(codes: readonly string[]): Tile[] {
	const known = codes.filter((code) => MIDDLES[code] !== undefined).sort(byCode);
	const taken = new Map<string, Tile>();
	for (const code of known) {
		const [longitude, latitude] = MIDDLES[code] ?? [0, 0];
		const place = { column: (longitude * LONGITUDE) / STEP, row: -latitude / STEP };
		const tile = { code, ...nearestFree(place, taken) };
		taken.set(placeKey(tile), tile);
	}
	const tiles = [...taken.values()];
	const left = Math.min(...tiles.map(({ column }) => column));
	const top = Math.min(...tiles.map(({ row }) => row));
	const placed = tiles.map((tile) => ({ ...tile, column: tile.column - left, row: tile.row - top }));
	const bottom = Math.max(-1, ...placed.map(({ row }) => row));
	const unknown = codes.filter((code) => MIDDLES[code] === undefined).sort(byCode);
	return [...placed, ...unknown.map((code, column) => ({ code, column, row: bottom + 1 }))];
}

const byCode = (left: string, right: string): number => (left < right ? -1 : 1);
const placeKey = ({ column, row }: { column: number; row: number }): string => `${column} ${row}`;

/** Squares farther than this are never needed: a region has thirteen départements at most, the country a hundred. */
const FARTHEST = 12;

function nearestFree(
	place: { column: number; row: number },
	taken: ReadonlyMap<string, unknown>,
): { column: number; row: number } {
	const middle = { column: Math.round(place.column), row: Math.round(place.row) };
	let best = { ...middle, distance: Number.POSITIVE_INFINITY };
	for (let down = -FARTHEST; down <= FARTHEST; down += 1) {
		for (let right = -FARTHEST; right <= FARTHEST; right += 1) {
			const at = { column: middle.column + right, row: middle.row + down };
			const distance = (at.column - place.column) ** 2 + (at.row - place.row) ** 2;
			if (distance < best.distance && !taken.has(placeKey(at))) best = { ...at, distance };
		}
	}
	return { column: best.column, row: best.row };
}
