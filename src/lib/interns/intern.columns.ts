import { UNKNOWN } from '#lib/registries/field.rules.ts';
import type { Column } from '#lib/registries/registry-list.ts';
import { INTERN_FIELDS, type InternCircle } from './intern.fields.rules.ts';
import type { InternSortName } from './intern-filter.rules.ts';
import type { InternField } from './intern.rules.ts';
import type { ListedIntern } from './intern.view.ts';
import { hostWords, housingWords, internValueWords, shortLevel, welcomeMark } from './intern.words.ts';

export interface InternColumn extends Column<ListedIntern> {
	/** A field without which the column is not there for an elected official; null for one that everybody has. */
	needs: InternField | 'openItems' | null;
	sort?: InternSortName;
	edits?: InternField;
}

type ListedField = Exclude<InternField, 'project'>;
const ofField = (field: ListedField, also: Partial<InternColumn> = {}): InternColumn => ({
	...{ key: field, needs: field, label: INTERN_FIELDS[field].label },
	words: (row) => internValueWords(field, row[field]),
	...also,
});

/** Every column that a list can show beside the name; the first ones are shown unless said otherwise. */
export const INTERN_COLUMNS: readonly InternColumn[] = [
	{
		...{ key: 'commune', needs: null, label: 'Commune du stage', sort: 'commune' },
		words: (row) => row.communeName,
	},
	{ ...{ key: 'level', needs: 'level', label: 'Phase', sort: 'level' }, words: shortLevel },
	ofField('startsOn', { label: 'Début', sort: 'startsOn', isNumber: true }),
	ofField('endsOn', { label: 'Fin', sort: 'endsOn', isNumber: true }),
	{
		...{ key: 'housing', needs: 'housing', label: 'Logement', sort: 'housing', edits: 'housing' },
		words: housingWords,
	},
	{
		...{ key: 'welcome', needs: 'openItems', label: 'Accueil', sort: 'openItems' },
		words: (row, today) => welcomeMark(row, today)?.label ?? UNKNOWN,
	},
	{ ...{ key: 'host', needs: null, label: 'Hôte' }, words: hostWords },
	ofField('specialty'),
	ofField('site', { edits: 'site' }),
	ofField('placementKind', { edits: 'placementKind' }),
	ofField('supervisor', { edits: 'supervisor' }),
	ofField('university'),
	ofField('subdivision'),
	ofField('wantsToStay', { label: 'Projet', edits: 'wantsToStay' }),
	ofField('serviceCommitment', { label: 'CESP', edits: 'serviceCommitment' }),
	ofField('transport', { edits: 'transport' }),
	{
		...{ key: 'contact', needs: null, label: 'Référent' },
		words: (row) => row.contactName ?? UNKNOWN,
	},
];

/** Shown unless the address says otherwise. */
export const FIRST_INTERN_COLUMNS: readonly string[] = ['commune', 'level', 'housing', 'host', 'welcome'];

/** Columns that a reader may have: an elected official has those of fields that some record may show them. */
export function internColumnsFor(circle: InternCircle): InternColumn[] {
	return INTERN_COLUMNS.filter(({ needs }) => {
		if (needs === null || circle === 'keepers') return true;
		return needs !== 'openItems' && INTERN_FIELDS[needs].elected !== 'never';
	});
}
