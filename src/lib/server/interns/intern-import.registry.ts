import { eq, sql } from 'drizzle-orm';
import { INTERN_IMPORT, INTERN_LIKENESS } from '#lib/interns/intern-import.subject.ts';
import { CHECKLIST_ITEMS } from '#lib/interns/intern.values.rules.ts';
import { importJobs, type ImportRegistry } from '../registries/import-registry.ts';
import { intern, internChange, internChecklistItem } from './intern.tables.ts';

const welcomed = sql`(select 1 from ${internChecklistItem} where ${eq(internChecklistItem.internId, intern.id)})`;

/** What a file of interns is brought to. */
export const INTERNS_REGISTRY: ImportRegistry = {
	subject: INTERN_IMPORT,
	jobs: importJobs('interns'),
	audited: { apply: 'interns.import', undo: 'interns.undo-import' },
	circle: 'keepers',
	table: intern,
	changes: { table: internChange, owner: 'internId' },
	beginning: { shareName: false, shareContact: false, openItems: CHECKLIST_ITEMS.length },
	likeness: INTERN_LIKENESS,
	// No step of a welcome was given to somebody or done.
	untouched: sql`not exists ${welcomed}`,
};
