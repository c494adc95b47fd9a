import { eq } from 'drizzle-orm';
import { FIELD_NAMES, FIELDS } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import {
	UNKNOWN_VALUES,
	type SeniorDoctorField,
	type SeniorDoctorValues,
} from '#lib/senior-doctors/senior-doctor.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { registryView } from '#lib/server/registries/registry-view.tables.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorFollowUp,
} from '#lib/server/senior-doctors/senior-doctor.tables.ts';
import { storeRecords } from '#lib/server/senior-doctors/senior-doctor.write.ts';
import { fictionalRpps } from '../seniors.ts';
import {
	ALL,
	dayOf,
	KEEPERS,
	URPS,
	wordOf,
	type Canary,
	type CanaryForm,
	type Draft,
	type Planted,
} from './canary.ts';
import { PLACE, type Circle } from './seekers.ts';

/** What a doctor agreed to. `opposed` is one who wants no record: it is hidden from lists and counts. */
const LEVELS = ['urps', 'committee', 'elected', 'opposed'] as const;
type Level = (typeof LEVELS)[number];

/** Who reads each field at most, written from the product's rights and not from the catalogue, which has to say the same. */
export const DOCTOR_READERS: Readonly<Record<SeniorDoctorField, Circle>> = {
	lastName: 'elected',
	firstName: 'elected',
	civility: 'elected',
	specialty: 'elected',
	practiceMode: 'elected',
	communeCode: 'elected',
	placeKind: 'elected',
	otherPlaces: 'elected',
	activity: 'elected',
	departureYear: 'elected',
	departureCertainty: 'elected',
	successor: 'elected',
	hostDoctor: 'elected',
	sector: 'committee',
	placeShare: 'committee',
	halfDays: 'committee',
	workingPensionerSince: 'committee',
	trainingSupervisor: 'committee',
	universityPost: 'committee',
	sharing: 'committee',
	rpps: 'urps',
	birthYear: 'urps',
	patientCount: 'urps',
	email: 'urps',
	phone: 'urps',
	address: 'urps',
	departureDeclaredOn: 'urps',
	conditions: 'urps',
	obstacles: 'urps',
	sharingOn: 'urps',
	informedOn: 'urps',
};

/** What an answer may say of a record beside its fields: by whom. */
export const DOCTOR_PARTS: Readonly<Record<string, Circle>> = {
	id: 'elected',
	communeName: 'elected',
	communeNames: 'elected',
	values: 'elected',
	version: 'urps',
	sources: 'urps',
	lastContactOn: 'urps',
	nextStepOn: 'urps',
	followedByName: 'urps',
};

/** Who reads what widest of the readers of a record that is shared so. */
function openTo(level: Level, readers: Circle): readonly Circle[] {
	if (level === 'urps' || level === 'opposed' || readers === 'urps') return URPS;
	return level === 'committee' || readers === 'committee' ? KEEPERS : ALL;
}

/** Puts a record of each level in the registry, a canary in each field that can hold one, in its log, its history and its sources. */
export async function plantDoctors(db: Database, urpsId: string): Promise<Planted> {
	const planted: Planted = { records: [], canaries: [] };
	for (const [nth, level] of LEVELS.entries()) {
		const { values, drafts } = invent(nth, level);
		const place = { ...PLACE, code: PLACE.communeCode, searchName: 'mauleon licharre' };
		const source = { kind: 'survey' as const, on: dayOf(nth, 60) };
		const [id = ''] = await storeRecords(db, [{ values, place, source }], {
			accountId: urpsId,
			at: new Date(),
		});
		drafts.push(urpsOnly('senior_doctor.sources', 'day', source.on));
		drafts.push(...(await plantBeside(db, { id, nth, level, urpsId })));
		const of = `a doctor shared with ${level}`;
		const fields = Object.entries({ ...DOCTOR_READERS, ...DOCTOR_PARTS });
		planted.records.push({
			...{ id, registry: 'doctors', of, isListed: level !== 'opposed', openTo: openTo(level, 'elected') },
			fields: Object.fromEntries(fields.map(([field, readers]) => [field, openTo(level, readers)])),
		});
		planted.canaries.push(...drafts.map((draft) => ({ ...draft, of })));
	}
	planted.canaries.push(...(await plantView(db, urpsId)));
	return planted;
}

const urpsOnly = (field: string, form: CanaryForm, text: string): Draft => ({
	field,
	form,
	text,
	openTo: URPS,
});

const TEXT: Partial<Record<SeniorDoctorField, (nth: number) => string>> = {
	rpps: (nth) => fictionalRpps(77_000_000 + nth),
	email: (nth) => `${wordOf('email', nth)}@exemple.test`,
	phone: (nth) => `05993141${nth}7`,
};
const NUMBER: Partial<Record<SeniorDoctorField, (nth: number) => number>> = {
	birthYear: (nth) => 1921 + nth,
	departureYear: (nth) => 2091 + nth,
	patientCount: (nth) => 17_383 + nth * 11,
};

/** A whole record: what can say something of its own does, closed lists and small numbers say something that is right. */
function invent(nth: number, level: Level): { values: SeniorDoctorValues; drafts: Draft[] } {
	const given: Record<string, unknown> = {};
	const drafts: Draft[] = [];
	for (const [at, field] of FIELD_NAMES.entries()) {
		const { kind, choices } = FIELDS[field];
		const own = openTo(level, DOCTOR_READERS[field]);
		const add = (form: CanaryForm, text: string): string => {
			drafts.push({ form, text, field, openTo: own });
			return text;
		};
		const number = NUMBER[field];
		if (kind === 'text' || kind === 'long-text')
			given[field] = add('word', (TEXT[field] ?? ((one) => wordOf(field, one)))(nth));
		else if (number !== undefined) given[field] = Number(add('number', String(number(nth))));
		else if (kind === 'number') given[field] = 3;
		else if (kind === 'date') given[field] = add('day', dayOf(nth, at));
		else if (kind === 'choice') given[field] = Object.keys(choices ?? {})[0];
		else if (kind === 'yes-no') given[field] = true;
	}
	const values = { ...UNKNOWN_VALUES, ...given } as SeniorDoctorValues;
	const otherPlaces = [{ communeCode: '64024', kind: 'ehpad' as const, share: 3 }];
	const sharing = level === 'opposed' ? 'elected' : level;
	return {
		values: {
			...values,
			communeCode: PLACE.communeCode,
			otherPlaces,
			sharing,
			specialty: 'medecine-generale',
		},
		drafts,
	};
}

/** What the URPS alone keeps on a record. */
async function plantBeside(
	db: Database,
	{ id, nth, level, urpsId }: { id: string; nth: number; level: Level; urpsId: string },
): Promise<Draft[]> {
	const owner = {
		id: newId(),
		email: `${wordOf('account', nth)}@essai.test`,
		displayName: wordOf('account', nth),
	};
	await db.insert(account).values({ ...owner, createdAt: new Date() });
	const days = { lastContactOn: dayOf(nth, 61), nextStepOn: dayOf(nth, 62) };
	await db
		.update(seniorDoctor)
		.set({ ...days, followedBy: owner.id, opposedAt: level === 'opposed' ? new Date() : null })
		.where(eq(seniorDoctor.id, id));
	const of = { doctorId: id, departmentCode: PLACE.departmentCode, accountId: urpsId };
	await db.insert(seniorDoctorFollowUp).values({
		...{
			...of,
			id: newId(),
			kind: 'call' as const,
			happenedOn: days.lastContactOn,
			nextStepOn: days.nextStepOn,
		},
		...{ outcome: wordOf('outcome', nth), nextStep: wordOf('nextStep', nth), createdAt: new Date() },
	});
	await db.insert(seniorDoctorChange).values({
		...{ ...of, id: newId(), version: 1, field: 'address', source: 'member' as const, changedAt: new Date() },
		...{ before: wordOf('before', nth), after: wordOf('after', nth) },
	});
	const beside = ['account', 'follow_up.outcome', 'follow_up.nextStep', 'change.before', 'change.after'];
	return [
		...beside.map((place) =>
			urpsOnly(`senior_doctor_${place}`, 'word', wordOf(place.replace(/^.*[.]/, ''), nth)),
		),
		urpsOnly('lastContactOn', 'day', days.lastContactOn),
		urpsOnly('nextStepOn', 'day', days.nextStepOn),
	];
}

/** A view that the URPS keeps for itself. */
async function plantView(db: Database, urpsId: string): Promise<Canary[]> {
	const [name, column] = ['Qxviewname', 'Qxviewcolumn'];
	await db.insert(registryView).values({
		...{
			id: newId(),
			departmentCode: PLACE.departmentCode,
			registry: 'senior-doctors' as const,
			accountId: urpsId,
		},
		...{ name, shared: false, createdAt: new Date() },
		criteria: { filters: '', sort: 'name', columns: [column] },
	});
	const drafts = [
		urpsOnly('registry_view.name', 'word', name),
		urpsOnly('registry_view.criteria', 'word', column),
	];
	return drafts.map((draft) => ({ ...draft, of: 'a view of the URPS' }));
}
