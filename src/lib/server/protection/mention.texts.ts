import { and, eq, isNotNull, ne, or } from 'drizzle-orm';
import { INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import { internName } from '#lib/interns/intern.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { doctorName } from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { Database } from '../database/database.ts';
import { intern, internChange, internChecklistItem } from '../interns/intern.tables.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
} from '../senior-doctors/senior-doctor.tables.ts';

/** A text written by hand in somebody's record, and how it is written over. */
export interface WrittenText {
	registry: RegistryName;
	/** Where it is: « Dr Odile Bréferrac : Freins ». */
	where: string;
	text: string;
	rewrite: (text: string) => Promise<unknown>;
}

const at = (who: string, what: string): string => `${who}\u00a0: ${what}`;

/** Every text written by hand in the records of others than `exceptId`, inside a transaction opened for their départements. */
export async function listWrittenTexts(db: Database, exceptId: string): Promise<WrittenText[]> {
	return [
		...(await doctorTexts(db, exceptId)),
		...(await followUpTexts(db, exceptId)),
		...(await doctorHistory(db, exceptId)),
		...(await internTexts(db, exceptId)),
		...(await checklistTexts(db, exceptId)),
		...(await internHistory(db, exceptId)),
	];
}

async function doctorTexts(db: Database, exceptId: string): Promise<WrittenText[]> {
	const { id, lastName, firstName, conditions, obstacles, address } = seniorDoctor;
	const rows = await db
		.select({ id, lastName, firstName, conditions, obstacles, address })
		.from(seniorDoctor)
		.where(and(ne(id, exceptId), or(isNotNull(conditions), isNotNull(obstacles), isNotNull(address))));
	const keys = ['conditions', 'obstacles', 'address'] as const;
	return rows.flatMap((row) =>
		keys.flatMap((key) =>
			row[key] === null
				? []
				: [
						{
							...{
								registry: 'senior-doctors',
								where: at(doctorName(row), FIELDS[key].label),
								text: row[key],
							},
							rewrite: (text) =>
								db
									.update(seniorDoctor)
									.set({ [key]: text })
									.where(eq(id, row.id)),
						} satisfies WrittenText,
					],
		),
	);
}

async function followUpTexts(db: Database, exceptId: string): Promise<WrittenText[]> {
	const rows = await db
		.select({ entry: seniorDoctorFollowUp, doctor: seniorDoctor })
		.from(seniorDoctorFollowUp)
		.innerJoin(seniorDoctor, eq(seniorDoctor.id, seniorDoctorFollowUp.doctorId))
		.where(ne(seniorDoctorFollowUp.doctorId, exceptId));
	const keys = ['outcome', 'nextStep'] as const;
	return rows.flatMap(({ entry, doctor }) =>
		keys.map((key) => ({
			...{ registry: 'senior-doctors' as const, where: at(doctorName(doctor), 'suivi'), text: entry[key] },
			rewrite: (text) =>
				db
					.update(seniorDoctorFollowUp)
					.set({ [key]: text })
					.where(eq(seniorDoctorFollowUp.id, entry.id)),
		})),
	);
}

async function doctorHistory(db: Database, exceptId: string): Promise<WrittenText[]> {
	const { id, before, after, doctorId } = seniorDoctorChange;
	const rows = await db.select({ id, before, after }).from(seniorDoctorChange).where(ne(doctorId, exceptId));
	const write = (values: { before?: string; after?: string }, changeId: string) =>
		db.update(seniorDoctorChange).set(values).where(eq(id, changeId));
	return rows.flatMap((row) => historyTexts('senior-doctors', row, write));
}

async function internHistory(db: Database, exceptId: string): Promise<WrittenText[]> {
	const { id, before, after, internId } = internChange;
	const rows = await db.select({ id, before, after }).from(internChange).where(ne(internId, exceptId));
	const write = (values: { before?: string; after?: string }, changeId: string) =>
		db.update(internChange).set(values).where(eq(id, changeId));
	return rows.flatMap((row) => historyTexts('interns', row, write));
}

function historyTexts(
	registry: RegistryName,
	row: { id: string; before: unknown; after: unknown },
	write: (values: { before?: string; after?: string }, id: string) => Promise<unknown>,
): WrittenText[] {
	return (['before', 'after'] as const).flatMap((key) => {
		const text = row[key];
		if (typeof text !== 'string') return [];
		const rewrite = (without: string) => write({ [key]: without }, row.id);
		return [{ registry, where: 'Historique d’une autre fiche', text, rewrite }];
	});
}

const INTERN_TEXTS = [
	...(['site', 'hostName', 'supervisor', 'housingPlace', 'transport', 'spouseWork'] as const),
	...(['childcare', 'projectPlace', 'project'] as const),
] as const;

async function internTexts(db: Database, exceptId: string): Promise<WrittenText[]> {
	const rows = await db.select().from(intern).where(ne(intern.id, exceptId));
	return rows.flatMap((row) =>
		INTERN_TEXTS.flatMap((key) =>
			row[key] === null
				? []
				: [
						{
							...{
								registry: 'interns',
								where: at(internName(row), INTERN_FIELDS[key].label),
								text: row[key],
							},
							rewrite: (text) =>
								db
									.update(intern)
									.set({ [key]: text })
									.where(eq(intern.id, row.id)),
						} satisfies WrittenText,
					],
		),
	);
}

async function checklistTexts(db: Database, exceptId: string): Promise<WrittenText[]> {
	const { internId, item, ownerName } = internChecklistItem;
	const rows = await db
		.select({ internId, item, ownerName })
		.from(internChecklistItem)
		.where(and(ne(internId, exceptId), isNotNull(ownerName)));
	return rows.map((row) => ({
		...{ registry: 'interns' as const, where: 'Étape d’un accueil', text: row.ownerName ?? '' },
		rewrite: (text) =>
			db
				.update(internChecklistItem)
				.set({ ownerName: text })
				.where(and(eq(internId, row.internId), eq(item, row.item))),
	}));
}
