import { asc } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Context } from '#lib/server/context/context.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import { storeRecords } from '#lib/server/senior-doctors/senior-doctor.write.ts';
import { department } from '#lib/server/territory/territory.tables.ts';
import { inventDoctor, openDraw } from './senior-doctors.fiction.ts';
import { populatedCommunes } from './senior-doctors.seeding.ts';

/** Doctors of 60 and over in the country, about. */
export const NATIONAL_DOCTORS = 73_000;

/** Records of one statement: what a statement may bind is bounded, and so is the memory. */
const BATCH = 500;

/** The numbers of the demonstration stop long before. */
const FIRST_INDEX = 10_000_000;

/**
 * Fills the registry of each region with people who do not exist, by the inhabitants of each commune, a département at a time.
 * @returns how many were stored
 */
export async function seedNational(
	context: Context,
	options: { doctors?: number; told?: (stored: number) => void } = {},
): Promise<number> {
	const { doctors = NATIONAL_DOCTORS, told = () => {} } = options;
	const places = await context.db
		.select({ code: department.code })
		.from(department)
		.orderBy(asc(department.code));
	const inhabitants = new Map<string, number>();
	for (const { code } of places) {
		const communes = await populatedCommunes(context, code);
		inhabitants.set(
			code,
			communes.reduce((sum, { population }) => sum + population, 0),
		);
	}
	const everybody = [...inhabitants.values()].reduce((sum, one) => sum + one, 0);
	let [stored, counted] = [0, 0];
	for (const [code, own] of inhabitants) {
		// Rounded over what has been counted so far, so that the sum is exact.
		counted += own;
		const until = Math.round((doctors * counted) / everybody);
		await seedDepartment(context, { code, from: stored, until });
		stored = until;
		told(stored);
	}
	return stored;
}

async function seedDepartment(
	context: Context,
	{ code, from, until }: { code: string; from: number; until: number },
): Promise<void> {
	if (until === from) return;
	const draw = openDraw(from + 1);
	const today = dayInFrance(context.now());
	const weights = (await populatedCommunes(context, code)).map((one) => [one, one.population] as const);
	await withRegistryRights(context, [code], async ({ db }) => {
		for (let start = from; start < until; start += BATCH) {
			const records = Array.from({ length: Math.min(BATCH, until - start) }, (_, nth) => {
				const place = draw.weighted(weights);
				const values = inventDoctor(draw, { commune: place, index: FIRST_INDEX + start + nth, today });
				return { values, place, source: { kind: 'import' as const, on: today } };
			});
			await storeRecords(db, records, { accountId: null, at: context.now() });
		}
	});
}
