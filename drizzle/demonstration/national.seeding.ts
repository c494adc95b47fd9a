import { asc } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '#lib/server/context/context.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import { semesterOf } from '#lib/interns/semester.rules.ts';
import { storeInterns } from '#lib/server/interns/intern.write.ts';
import { storeRecords } from '#lib/server/senior-doctors/senior-doctor.write.ts';
import { department } from '#lib/server/territory/territory.tables.ts';
import { inventIntern } from './interns.fiction.ts';
import { inventDoctor, openDraw } from './senior-doctors.fiction.ts';
import { populatedCommunes, type PopulatedCommune } from './senior-doctors.seeding.ts';

/** Doctors of 60 and over in the country, about; and interns, externs and junior doctors whom its territories welcome. */
export const NATIONAL_DOCTORS = 73_000;
export const NATIONAL_INTERNS = 12_000;

/** Records of one statement: what a statement may bind is bounded, and so is the memory. */
const BATCH = 500;

/** The numbers of the demonstration stop long before. */
const FIRST_INDEX = 10_000_000;

export interface NationalCounts {
	doctors: number;
	interns: number;
}

/**
 * Fills both registries of each region with people who do not exist, by the inhabitants of each commune, a département at a time.
 * @returns how many were stored
 */
export async function seedNational(
	context: Context,
	options: { doctors?: number; interns?: number; told?: (stored: number) => void } = {},
): Promise<NationalCounts> {
	const { doctors = NATIONAL_DOCTORS, interns = NATIONAL_INTERNS, told = () => {} } = options;
	const inhabitants = await inhabitantsOf(context);
	const everybody = inhabitants.reduce((sum, { people }) => sum + people, 0);
	const stored: NationalCounts = { doctors: 0, interns: 0 };
	let counted = 0;
	for (const { code, people } of inhabitants) {
		// Rounded over what has been counted so far, so that the sum is exact.
		counted += people;
		const until = {
			doctors: Math.round((doctors * counted) / everybody),
			interns: Math.round((interns * counted) / everybody),
		};
		await seedDepartment(context, { code, from: stored.doctors, until: until.doctors });
		await seedInternsOf(context, { code, from: stored.interns, until: until.interns });
		Object.assign(stored, until);
		told(stored.doctors + stored.interns);
	}
	return stored;
}

async function inhabitantsOf(context: Context): Promise<{ code: string; people: number }[]> {
	const places = await context.db
		.select({ code: department.code })
		.from(department)
		.orderBy(asc(department.code));
	const found = [];
	for (const { code } of places) {
		const communes = await populatedCommunes(context, code);
		found.push({ code, people: communes.reduce((sum, { population }) => sum + population, 0) });
	}
	return found;
}

interface Span {
	code: string;
	from: number;
	until: number;
}

async function seedDepartment(context: Context, { code, from, until }: Span): Promise<void> {
	const draw = openDraw(from + 1);
	const today = dayInFrance(context.now());
	await inBatches(context, { code, from, until }, async (db, { places, start, count }) => {
		const records = Array.from({ length: count }, (_, nth) => {
			const place = draw.weighted(places);
			const values = inventDoctor(draw, { commune: place, index: FIRST_INDEX + start + nth, today });
			return { values, place, source: { kind: 'import' as const, on: today } };
		});
		await storeRecords(db, records, { accountId: null, at: context.now() });
	});
}

async function seedInternsOf(context: Context, { code, from, until }: Span): Promise<void> {
	const draw = openDraw(from + 500_001);
	const today = dayInFrance(context.now());
	const semester = semesterOf(today);
	await inBatches(context, { code, from, until }, async (db, { places, start, count }) => {
		const records = Array.from({ length: count }, (_, nth) => {
			const place = draw.weighted(places);
			const values = inventIntern(draw, {
				commune: place,
				index: FIRST_INDEX + start + nth,
				semester,
				today,
			});
			return { values, place, source: { kind: 'import' as const, on: today } };
		});
		await storeInterns(db, records, { accountId: null, at: context.now() });
	});
}

type Batch = { places: (readonly [PopulatedCommune, number])[]; start: number; count: number };

async function inBatches(
	context: Context,
	{ code, from, until }: Span,
	store: (db: Context['db'], batch: Batch) => Promise<void>,
): Promise<void> {
	if (until === from) return;
	const places = (await populatedCommunes(context, code)).map((one) => [one, one.population] as const);
	await withRegistryRights(context, [code], async ({ db }) => {
		for (let start = from; start < until; start += BATCH)
			await store(db, { places, start, count: Math.min(BATCH, until - start) });
	});
}
