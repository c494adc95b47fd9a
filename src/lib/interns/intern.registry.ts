import type { RegistryDescription } from '#lib/registries/registry-list.ts';
import { internFilter, type InternFilterName } from './intern-filter.rules.ts';
import { INTERN_FIELDS } from './intern.fields.rules.ts';
import { internValueWords } from './intern.words.ts';

/** Words of an address that ask an elected official's registry for its table: it opens on cards. */
export const AS_TABLE = { vue: 'tableau' } as const;

/** The registry of interns, for the parts of a page that both registries share. */
export const INTERNS: RegistryDescription = {
	title: 'Internes accueillis',
	tableLabel: 'Tableau des internes',
	nameLabel: 'Personne',
	api: 'internes',
	event: 'interne',
	dependency: 'terrimed:internes',
	fields: INTERN_FIELDS,
	filterOf: (name) => internFilter(name as InternFilterName),
	words: internValueWords,
	phone: { commune: 'below', level: 'below-right', welcome: 'right' },
};
