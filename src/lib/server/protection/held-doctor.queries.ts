import { asc, desc, eq } from 'drizzle-orm';
import { momentWords } from '#lib/accounts/moment.rules.ts';
import type { HeldLine, HeldPart } from '#lib/protection/held.ts';
import { sayHeld, type Names } from '#lib/protection/held.words.ts';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { FOLLOW_UP_KIND_LABEL, SOURCE_KIND_LABEL } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { internName } from '#lib/interns/intern.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { Database } from '../database/database.ts';
import { intern } from '../interns/intern.tables.ts';
import { valuesOf } from '../senior-doctors/senior-doctor.record.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
	seniorDoctorPlace,
} from '../senior-doctors/senior-doctor.tables.ts';
import { readNames } from './names.queries.ts';

/** What the registry of doctors holds of one: the record, its history, the follow-up, the interns that name it. */
export async function heldOfDoctor(db: Database, id: string): Promise<HeldPart[]> {
	const names = await readNames(db);
	const record = await recordLines(db, id, names);
	return [
		{ key: 'record', title: 'Fiche', none: 'Aucun champ.', lines: record },
		{
			key: 'changes',
			title: 'Historique des champs',
			none: 'Aucune modification depuis que la fiche existe.',
			lines: await changeLines(db, id, names),
		},
		{
			key: 'follow-ups',
			title: 'Journal de suivi',
			none: 'Aucun contact noté.',
			lines: await followUpLines(db, id),
		},
		{
			key: 'links',
			title: 'Internes accueillis par ce médecin',
			none: 'Aucun.',
			lines: await hostedLines(db, id),
		},
	];
}

async function recordLines(db: Database, id: string, names: Names): Promise<HeldLine[]> {
	const [row] = await db.select().from(seniorDoctor).where(eq(seniorDoctor.id, id));
	if (row === undefined) return [];
	const places = await db.select().from(seniorDoctorPlace).where(eq(seniorDoctorPlace.doctorId, id));
	const values = valuesOf(row, places);
	return FIELD_NAMES.map((field) => {
		const source = row.sources[field];
		return {
			label: FIELDS[field].label,
			value: sayHeld(FIELDS[field], values[field], names),
			...(source === undefined
				? {}
				: { detail: `${SOURCE_KIND_LABEL[source.kind]}, le ${shortDate(source.on)}` }),
		};
	});
}

async function changeLines(db: Database, id: string, names: Names): Promise<HeldLine[]> {
	const rows = await db
		.select()
		.from(seniorDoctorChange)
		.where(eq(seniorDoctorChange.doctorId, id))
		.orderBy(desc(seniorDoctorChange.changedAt), asc(seniorDoctorChange.field));
	return rows.map(({ field, before, after, source, changedAt }) => {
		const definition = FIELDS[field as keyof typeof FIELDS];
		return {
			label: definition.label,
			value: `${sayHeld(definition, before, names)} → ${sayHeld(definition, after, names)}`,
			detail: `${SOURCE_KIND_LABEL[source]}, le ${momentWords(changedAt)}`,
		};
	});
}

async function followUpLines(db: Database, id: string): Promise<HeldLine[]> {
	const rows = await db
		.select()
		.from(seniorDoctorFollowUp)
		.where(eq(seniorDoctorFollowUp.doctorId, id))
		.orderBy(desc(seniorDoctorFollowUp.happenedOn));
	return rows.map(({ kind, happenedOn, outcome, nextStep, nextStepOn }) => ({
		label: `${FOLLOW_UP_KIND_LABEL[kind]}, le ${shortDate(happenedOn)}`,
		value: outcome,
		...(nextStepOn === null ? {} : { detail: `Ensuite\u00a0: ${nextStep}, le ${shortDate(nextStepOn)}` }),
	}));
}

async function hostedLines(db: Database, id: string): Promise<HeldLine[]> {
	const rows = await db.select().from(intern).where(eq(intern.hostDoctorId, id)).orderBy(intern.startsOn);
	return rows.map((row) => ({
		label: internName(row),
		value: `Du ${shortDate(row.startsOn)} au ${shortDate(row.endsOn)}`,
	}));
}
