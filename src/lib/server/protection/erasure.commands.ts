import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { TerrimedError } from '#lib/errors.ts';
import { mentionFinder } from '#lib/protection/mention.rules.ts';
import type { ErasedPart } from '#lib/protection/protection.rules.ts';
import type { Database } from '../database/database.ts';
import { intern, internChange, internChecklistItem } from '../interns/intern.tables.ts';
import { registryImport, registryImportRow } from '../registries/registry-import.tables.ts';
import { registryView } from '../registries/registry-view.tables.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
	seniorDoctorPlace,
} from '../senior-doctors/senior-doctor.tables.ts';
import { listWrittenTexts } from './mention.texts.ts';
import type { Identity } from './record.queries.ts';
import { listImportTraces, listPendingImports, listViewTraces } from './traces.queries.ts';

export type ErasureReport = Partial<Record<ErasedPart, number>>;

/** States of an import that a job is at work on. */
const AT_WORK: readonly string[] = ['checking', 'applying', 'undoing'];

/**
 * Removes a record and everything that names its person, inside a transaction opened for the départements of the registry. What stays is the
 * log, which says the id alone: with the record goes what told whose id it was. @returns rows that went, by what they were
 * @throws TerrimedError `conflict` while a file that may hold this person is being read
 */
export async function eraseRecord(
	db: Database,
	person: Identity,
	departmentCodes: readonly string[],
): Promise<ErasureReport> {
	const imports = await eraseImports(db, person);
	const views = await listViewTraces(db, person, departmentCodes);
	if (views.length > 0) {
		const ids = views.map(({ id }) => id);
		await db.delete(registryView).where(inArray(registryView.id, ids));
	}
	const own =
		person.registry === 'senior-doctors' ? await eraseDoctor(db, person) : await eraseIntern(db, person);
	return { ...own, ...imports, views: views.length, mentions: await eraseMentions(db, person) };
}

async function eraseImports(db: Database, person: Identity): Promise<ErasureReport> {
	const traces = await listImportTraces(db, person);
	const pending = await listPendingImports(db, person, traces);
	if (pending.some(({ state }) => AT_WORK.includes(state))) {
		throw new TerrimedError(
			'conflict',
			'Un import de ce registre est en cours et peut contenir cette personne. Attendez sa fin, puis recommencez\u00a0: rien n’a été effacé.',
		);
	}
	for (const { importId, line } of traces) {
		await db
			.delete(registryImportRow)
			.where(and(eq(registryImportRow.importId, importId), eq(registryImportRow.line, line)));
	}
	if (pending.length > 0) {
		const ids = pending.map(({ id }) => id);
		await db.delete(registryImport).where(inArray(registryImport.id, ids));
	}
	return { 'import-rows': traces.length, 'import-files': pending.length };
}

async function countOf(db: Database, table: PgTable, kept: SQL | undefined): Promise<number> {
	return db.$count(table, kept);
}

async function eraseDoctor(db: Database, person: Identity): Promise<ErasureReport> {
	const { id } = person;
	const report = {
		places: await countOf(db, seniorDoctorPlace, eq(seniorDoctorPlace.doctorId, id)),
		changes: await countOf(db, seniorDoctorChange, eq(seniorDoctorChange.doctorId, id)),
		'follow-ups': await countOf(db, seniorDoctorFollowUp, eq(seniorDoctorFollowUp.doctorId, id)),
		links: await unlinkHost(db, person),
	};
	const gone = await db
		.delete(seniorDoctor)
		.where(eq(seniorDoctor.id, id))
		.returning({ id: seniorDoctor.id });
	return { record: gone.length, ...report };
}

async function eraseIntern(db: Database, { id }: Identity): Promise<ErasureReport> {
	const report = {
		changes: await countOf(db, internChange, eq(internChange.internId, id)),
		checklist: await countOf(db, internChecklistItem, eq(internChecklistItem.internId, id)),
	};
	const gone = await db.delete(intern).where(eq(intern.id, id)).returning({ id: intern.id });
	return { record: gone.length, ...report };
}

/** Interns that this doctor welcomes keep their placement without its host. */
async function unlinkHost(db: Database, { id }: Identity): Promise<number> {
	const unlinked = await db
		.update(intern)
		.set({ hostDoctorId: null, version: sql`${intern.version} + 1` })
		.where(eq(intern.hostDoctorId, id))
		.returning({ id: intern.id });
	return unlinked.length;
}

/** Texts written by hand in the records of others, which named this person, name nobody any more. */
async function eraseMentions(db: Database, person: Identity): Promise<number> {
	const finder = mentionFinder(person);
	let rewritten = 0;
	for (const { text, rewrite } of await listWrittenTexts(db, person.id)) {
		if (!finder.isIn(text)) continue;
		await rewrite(finder.removeFrom(text));
		rewritten += 1;
	}
	return rewritten;
}
