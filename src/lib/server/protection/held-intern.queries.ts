import { asc, desc, eq } from 'drizzle-orm';
import { momentWords } from '#lib/accounts/moment.rules.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import { CHECKLIST_ITEM_LABEL, type ChecklistItem } from '#lib/interns/intern.values.rules.ts';
import type { HeldLine, HeldPart } from '#lib/protection/held.ts';
import { NOT_SAID, sayHeld, type Names } from '#lib/protection/held.words.ts';
import { doctorName } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { SOURCE_KIND_LABEL } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { Database } from '../database/database.ts';
import { intern, internChange, internChecklistItem } from '../interns/intern.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { readNames } from './names.queries.ts';

/** What the registry of interns holds of one placement: the record, the steps of the welcome, the history. */
export async function heldOfIntern(db: Database, id: string): Promise<HeldPart[]> {
	const [row] = await db.select().from(intern).where(eq(intern.id, id));
	if (row === undefined) return [];
	const names = { ...(await readNames(db)), ...(await hostName(db, row.hostDoctorId)) };
	return [
		{ key: 'record', title: 'Fiche', none: 'Aucun champ.', lines: recordLines(row, names) },
		{
			key: 'checklist',
			title: 'Étapes de l’accueil',
			none: 'Aucune étape.',
			lines: await checklistLines(db, id, names),
		},
		{
			key: 'changes',
			title: 'Historique des champs',
			none: 'Aucune modification depuis que la fiche existe.',
			lines: await changeLines(db, id, names),
		},
	];
}

/** The host, when the doctor did not oppose being shown. */
async function hostName(db: Database, id: string | null): Promise<Names> {
	if (id === null) return {};
	const [host] = await db.select().from(seniorDoctor).where(eq(seniorDoctor.id, id));
	return host === undefined || host.opposedAt !== null ? {} : { [id]: doctorName(host) };
}

function recordLines(row: typeof intern.$inferSelect, names: Names): HeldLine[] {
	return INTERN_FIELD_NAMES.map((field) => {
		const source = row.sources[field];
		return {
			label: INTERN_FIELDS[field].label,
			value: sayHeld(INTERN_FIELDS[field], row[field], names),
			...(source === undefined
				? {}
				: { detail: `${SOURCE_KIND_LABEL[source.kind]}, le ${shortDate(source.on)}` }),
		};
	});
}

async function checklistLines(db: Database, id: string, names: Names): Promise<HeldLine[]> {
	const rows = await db.select().from(internChecklistItem).where(eq(internChecklistItem.internId, id));
	return rows.map(({ item, ownerId, ownerName, dueOn, doneAt }) => ({
		label: CHECKLIST_ITEM_LABEL[item],
		value: doneAt === null ? 'À faire' : `Fait le ${momentWords(doneAt)}`,
		detail: [ownerName ?? names[ownerId ?? ''], dueOn === null ? '' : `pour le ${shortDate(dueOn)}`]
			.filter(Boolean)
			.join(', '),
	}));
}

async function changeLines(db: Database, id: string, names: Names): Promise<HeldLine[]> {
	const rows = await db
		.select()
		.from(internChange)
		.where(eq(internChange.internId, id))
		.orderBy(desc(internChange.changedAt), asc(internChange.field));
	return rows.map(({ field, before, after, source, changedAt }) => {
		const step = field.startsWith('checklist.') ? (field.slice(10) as ChecklistItem) : null;
		const definition =
			step === null
				? INTERN_FIELDS[field as keyof typeof INTERN_FIELDS]
				: { label: CHECKLIST_ITEM_LABEL[step], kind: 'text' };
		const said = [before, after].map((value) => sayHeld(definition, value, names) || NOT_SAID);
		return {
			label: definition.label,
			value: said.join(' → '),
			detail: `${SOURCE_KIND_LABEL[source]}, le ${momentWords(changedAt)}`,
		};
	});
}
