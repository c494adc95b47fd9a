import { normaliseSearch } from './territory.rules.ts';

/** Zones of the regional zoning of general practitioners; `none` is a commune that the zoning leaves out, which is not one that nobody has said. */
export const ZONES = ['ZIP', 'ZAC', 'ZV', 'none'] as const;
export type Zone = (typeof ZONES)[number];

export const ZONE_LABEL: Record<Zone, string> = {
	ZIP: 'Zone d’intervention prioritaire (ZIP)',
	ZAC: 'Zone d’action complémentaire (ZAC)',
	ZV: 'Zone de vigilance (ZV)',
	none: 'Hors zonage',
};

/** In a filter or a table, where room is short. */
export const ZONE_SHORT: Record<Zone, string> = { ZIP: 'ZIP', ZAC: 'ZAC', ZV: 'ZV', none: 'hors zonage' };

const WRITTEN: readonly (readonly [Zone, readonly string[]])[] = [
	[
		'ZIP',
		['zip', 'zone d intervention prioritaire', 'intervention prioritaire', 'zone intervention prioritaire'],
	],
	['ZAC', ['zac', 'zone d action complementaire', 'action complementaire', 'zone action complementaire']],
	['ZV', ['zv', 'zone de vigilance', 'vigilance', 'zone vigilance']],
	['none', ['hors zonage', 'hz', 'hors zone', 'non zone', 'non zonee', 'aucune', 'none']],
];

export function isZone(text: string): text is Zone {
	return ZONES.some((zone) => zone === text);
}

/** The zone that a file says, however it writes it; null when it is none that we know. */
export function readZone(text: string): Zone | null {
	const folded = normaliseSearch(text);
	return WRITTEN.find(([, words]) => words.includes(folded))?.[0] ?? null;
}

/** An INSEE code as files write it: a spreadsheet takes the zero from the front of « 01004 ». Null when it is none. */
export function readCommuneCode(text: string): string | null {
	const written = text.replaceAll(' ', '').toUpperCase();
	const code = written.length === 4 ? `0${written}` : written;
	return /^[0-9][0-9AB][0-9]{3}$/.test(code) ? code : null;
}
