import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import { UNKNOWN_INTERN, type InternField, type InternValues } from '#lib/interns/intern.rules.ts';
import { newId } from '#lib/identifiers.ts';
import type { Database } from '#lib/server/database/database.ts';
import { intern, internChange, internChecklistItem } from '#lib/server/interns/intern.tables.ts';
import { fictionalRpps } from '../seniors.ts';
import { ALL, dayOf, KEEPERS, wordOf, type CanaryForm, type Draft, type Planted } from './canary.ts';
import { PLACE, type Circle } from './seekers.ts';

/** What an intern agreed to show the elected officials of the commune. `opposed` is one who wants no record. */
const CONSENTS = ['nothing', 'name', 'contact', 'opposed'] as const;
type Consent = (typeof CONSENTS)[number];

/** What an elected official of the commune reads, written from the product's rights and not from the catalogue. */
type Reading = 'always' | 'name' | 'contact' | 'never';
export const INTERN_READINGS: Readonly<Record<InternField, Reading>> = {
	lastName: 'name',
	firstName: 'name',
	civility: 'name',
	university: 'name',
	transport: 'name',
	spouseWork: 'name',
	childcare: 'name',
	email: 'contact',
	phone: 'contact',
	housingPlace: 'contact',
	level: 'always',
	phase: 'always',
	semester: 'always',
	studyYear: 'always',
	specialty: 'always',
	site: 'always',
	communeCode: 'always',
	hostDoctorId: 'always',
	hostName: 'always',
	placementKind: 'always',
	startsOn: 'always',
	endsOn: 'always',
	housing: 'always',
	housingUntil: 'always',
	contactId: 'always',
	rpps: 'never',
	shareName: 'never',
	shareContact: 'never',
	sharingOn: 'never',
	informedOn: 'never',
	subdivision: 'never',
	serviceCommitment: 'never',
	supervisor: 'never',
	wantsToStay: 'never',
	projectPlace: 'never',
	projectFrom: 'never',
	projectForm: 'never',
	project: 'never',
};

/** What data may say of a record beside its fields. */
const INTERN_PARTS: Readonly<Record<string, Reading>> = {
	id: 'always',
	values: 'always',
	communeName: 'always',
	communeNames: 'always',
	contactName: 'always',
	hasHost: 'always',
	/** By the rights on that doctor's record, whose own canary it is. */
	hostDoctorName: 'always',
	/** « Nom non partagé » for a name that is not. */
	name: 'always',
	openItems: 'always',
	gaps: 'always',
	readiness: 'always',
	/** What a card says, of what is shared: each step and wish is a canary of its own. */
	isHere: 'always',
	isNamed: 'always',
	wishes: 'always',
	housingGap: 'always',
	steps: 'always',
	passage: 'never',
	version: 'never',
	sources: 'never',
};

function openTo(consent: Consent, reading: Reading): readonly Circle[] {
	const isAgreed = reading === 'name' ? consent === 'name' || consent === 'contact' : consent === reading;
	return consent !== 'opposed' && (reading === 'always' || isAgreed) ? ALL : KEEPERS;
}

/** The places of canaries after those of the doctors. */
const AFTER_DOCTORS = 4;

/** The semester that begins on 1 November 2026: lists show who is there. */
const SEMESTER = { startsOn: '2026-11-01', endsOn: '2027-04-30' };

/** Puts a placement of each consent in the registry; one has for host a doctor who is shown to the URPS alone. */
export async function plantInterns(
	db: Database,
	{ urpsId, hostDoctorId }: { urpsId: string; hostDoctorId: string },
): Promise<Planted> {
	const planted: Planted = { records: [], canaries: [] };
	for (const [at, consent] of CONSENTS.entries()) {
		const nth = at + AFTER_DOCTORS;
		const id = newId();
		const { values, drafts } = invent(nth, consent);
		const host = consent === 'nothing' ? { hostDoctorId, hostName: null } : {};
		await db.insert(intern).values({
			...{ ...values, ...host, id, departmentCode: PLACE.departmentCode, regionCode: PLACE.regionCode },
			...{ sources: { site: { kind: 'survey' as const, on: dayOf(nth, 60) } }, openItems: 1 },
			sortName: `${values.lastName} ${values.firstName}`.toLowerCase(),
			searched: `${values.lastName} ${values.firstName} ${values.site} ${values.university}`.toLowerCase(),
			searchedPlace: `mauleon licharre ${values.site}`.toLowerCase(),
			opposedAt: consent === 'opposed' ? new Date() : null,
			...{ createdAt: new Date(), createdBy: urpsId, updatedAt: new Date(), updatedBy: urpsId },
		});
		drafts.push(draftOf('intern.sources', 'day', { text: dayOf(nth, 60), openTo: KEEPERS }));
		drafts.push(...(await plantBeside(db, { id, nth, urpsId, isListed: consent !== 'opposed' })));
		const of = `an intern sharing ${consent}`;
		const fields = Object.entries({ ...INTERN_READINGS, ...INTERN_PARTS });
		planted.records.push({
			...{ id, registry: 'interns', of, isListed: consent !== 'opposed', openTo: openTo(consent, 'always') },
			fields: Object.fromEntries(fields.map(([field, reading]) => [field, openTo(consent, reading)])),
		});
		const kept = drafts.filter(({ field }) => field !== 'hostName' || consent !== 'nothing');
		planted.canaries.push(...kept.map((draft) => ({ ...draft, of })));
	}
	return planted;
}

const draftOf = (field: string, form: CanaryForm, rest: Pick<Draft, 'text' | 'openTo'>): Draft => ({
	field,
	form,
	...rest,
});

const TEXT: Partial<Record<InternField, (nth: number) => string>> = {
	rpps: (nth) => fictionalRpps(77_000_000 + nth),
	email: (nth) => `${wordOf('email', nth)}@exemple.test`,
	phone: (nth) => `06993141${nth}7`,
};

function invent(nth: number, consent: Consent): { values: InternValues; drafts: Draft[] } {
	const given: Record<string, unknown> = {};
	const drafts: Draft[] = [];
	for (const [at, field] of INTERN_FIELD_NAMES.entries()) {
		const { kind, choices } = INTERN_FIELDS[field];
		const add = (form: CanaryForm, text: string): string => {
			drafts.push(draftOf(field, form, { text, openTo: openTo(consent, INTERN_READINGS[field]) }));
			return text;
		};
		if (kind === 'text' || kind === 'long-text') {
			given[field] = add('word', TEXT[field]?.(nth) ?? wordOf(field, nth));
		} else if (kind === 'date' && !(field in SEMESTER)) given[field] = add('day', dayOf(nth, at));
		else if (kind === 'choice') given[field] = Object.keys(choices ?? {})[0];
		else if (kind === 'yes-no') given[field] = true;
	}
	const person = { level: 'intern' as const, phase: 'deepening' as const, semester: 3 };
	const shares = {
		shareName: consent === 'name' || consent === 'contact',
		shareContact: consent === 'contact',
	};
	const values = {
		...UNKNOWN_INTERN,
		...given,
		...person,
		...shares,
		...SEMESTER,
		communeCode: PLACE.communeCode,
	};
	return { values, drafts };
}

/** A step of the welcome, which is read with the record, and a line of its history, which is not. */
async function plantBeside(
	db: Database,
	{ id, nth, urpsId, isListed }: { id: string; nth: number; urpsId: string; isListed: boolean },
): Promise<Draft[]> {
	const of = { internId: id, departmentCode: PLACE.departmentCode };
	const words = ['ownerName', 'before', 'after'].map((field) => wordOf(`intern${field}`, nth));
	const [ownerName = '', before = '', after = ''] = words;
	await db.insert(internChecklistItem).values({ ...of, item: 'housing', ownerName, dueOn: dayOf(nth, 61) });
	await db.insert(internChange).values({
		...{ ...of, id: newId(), version: 1, field: 'supervisor', source: 'member' as const, accountId: urpsId },
		...{ before, after, changedAt: new Date() },
	});
	return [
		draftOf('intern_change.before', 'word', { text: before, openTo: KEEPERS }),
		draftOf('intern_change.after', 'word', { text: after, openTo: KEEPERS }),
		draftOf('intern_checklist_item.ownerName', 'word', { text: ownerName, openTo: isListed ? ALL : KEEPERS }),
		draftOf('intern_checklist_item.dueOn', 'day', { text: dayOf(nth, 61), openTo: isListed ? ALL : KEEPERS }),
	];
}
