import { newId } from '#lib/identifiers.ts';
import type { Database } from '#lib/server/database/database.ts';
import {
	registryImport,
	registryImportPart,
	registryImportRow,
} from '#lib/server/registries/registry-import.tables.ts';
import { URPS, type Canary } from './canary.ts';
import { PLACE } from './seekers.ts';

const word = (field: string): string => `Qximport${field}`;

/** The département where a region's imports are kept until they are written: its first one. */
const KEPT_IN = '16';

/** The words of each column. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
	'registry_import.fileName': ['file'],
	'registry_import.titles': ['title'],
	'registry_import_part.bytes': ['bytes'],
	'registry_import_row.values': ['value'],
	'registry_import_row.name': ['name'],
	'registry_import_row.sortName': ['sort'],
	'registry_import_row.searched': ['searched'],
	'registry_import_row.cells': ['cell'],
	'registry_import_row.problems': ['said', 'proposal'],
	'registry_import_row.before': ['before'],
};

/** A file that was brought and waits to be mended: its rows are people, whom the URPS of the region alone reads. @returns its id */
export async function plantImport(
	db: Database,
	urpsId: string,
): Promise<{ importId: string; canaries: Canary[] }> {
	const importId = newId();
	await db.insert(registryImport).values({
		...{
			id: importId,
			departmentCode: KEPT_IN,
			regionCode: PLACE.regionCode,
			registry: 'senior-doctors' as const,
		},
		...{
			number: 900,
			accountId: urpsId,
			fileName: `${word('file')}.csv`,
			fileSize: 100,
			state: 'checked' as const,
		},
		...{ titles: ['Nom', word('title')], mapping: ['lastName', null], counts: { 'to-correct': 1 } },
		...{ createdAt: new Date(), checkedAt: new Date() },
	});
	const bytes = Buffer.from(`Nom;${word('title')}\n${word('bytes')};x\n`);
	await db.insert(registryImportPart).values({ importId, departmentCode: KEPT_IN, seq: 0, bytes });
	const values = { lastName: word('value') };
	await db.insert(registryImportRow).values({
		...{ importId, departmentCode: KEPT_IN, line: 2, state: 'to-correct' as const, values },
		...{ name: word('name'), sortName: word('sort'), searched: word('searched'), cells: [word('cell'), 'x'] },
		problems: [
			{
				...{ column: 0, said: word('said'), fault: 'too-long', sentence: 'Ce nom est trop long.' },
				...{ proposal: word('proposal'), mayBeEmpty: false },
			},
		],
		before: { values: { address: word('before') }, sources: {} },
	});
	const canaries = Object.entries(PLACES).flatMap(([place, words]) =>
		words.map((one): Canary => {
			return { text: word(one), form: 'word', field: place, of: 'an import', openTo: URPS };
		}),
	);
	return { importId, canaries };
}
