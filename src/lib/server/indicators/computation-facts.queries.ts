import { and, eq, isNull } from 'drizzle-orm';
import type {
	ActionFacts,
	CommuneFacts,
	DoctorFacts,
	Facts,
	FactSource,
	InternFacts,
} from '#lib/indicators/fact.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { intern } from '../interns/intern.tables.ts';
import { planAction } from '../plan/plan.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { commune, communeZoning } from '../territory/territory.tables.ts';

type Reader<Source extends FactSource> = (context: Context, departmentCode: string) => Promise<Facts[Source]>;

const READERS: { [Source in FactSource]: Reader<Source> } = {
	doctors: readDoctors,
	interns: readInterns,
	actions: readActions,
	communes: readCommunes,
};

/**
 * What figures of a département are computed from; what is not asked for stays empty. Facts of people hold no name: whoever calls
 * tells counts, or has judged the rights to the rows.
 */
export async function readFacts(
	context: Context,
	departmentCode: string,
	sources: ReadonlySet<FactSource>,
): Promise<Facts> {
	const read = async <Source extends FactSource>(source: Source): Promise<Facts[Source] | []> =>
		sources.has(source) ? READERS[source](context, departmentCode) : [];
	return {
		doctors: await read('doctors'),
		interns: await read('interns'),
		actions: await read('actions'),
		communes: await read('communes'),
	};
}

async function readDoctors(context: Context, departmentCode: string): Promise<DoctorFacts[]> {
	const { id, birthYear, practiceMode, placeKind, activity, departureYear } = seniorDoctor;
	const { successor, hostDoctor, lastContactOn } = seniorDoctor;
	return withRegistryRights(context, [departmentCode], ({ db }) =>
		db
			.select({
				...{ id, birthYear, practiceMode, placeKind, activity, departureYear },
				...{ successor, hostDoctor, lastContactOn },
			})
			.from(seniorDoctor)
			.where(and(eq(seniorDoctor.departmentCode, departmentCode), isNull(seniorDoctor.opposedAt))),
	);
}

async function readInterns(context: Context, departmentCode: string): Promise<InternFacts[]> {
	const { id, level, startsOn, endsOn, housing } = intern;
	return withRegistryRights(context, [departmentCode], ({ db }) =>
		db
			.select({ id, level, startsOn, endsOn, housing, zone: communeZoning.zone })
			.from(intern)
			.leftJoin(communeZoning, eq(communeZoning.communeCode, intern.communeCode))
			.where(and(eq(intern.departmentCode, departmentCode), isNull(intern.opposedAt))),
	);
}

async function readActions({ db }: Context, departmentCode: string): Promise<ActionFacts[]> {
	const { actionId, status, dueOn } = planAction;
	return db
		.select({ id: actionId, status, dueOn })
		.from(planAction)
		.where(eq(planAction.departmentCode, departmentCode));
}

async function readCommunes({ db }: Context, departmentCode: string): Promise<CommuneFacts[]> {
	const rows = await db
		.select({ id: commune.code, population: commune.population, zone: communeZoning.zone })
		.from(commune)
		.leftJoin(communeZoning, eq(communeZoning.communeCode, commune.code))
		.where(eq(commune.departmentCode, departmentCode));
	return rows.map((row) => ({ ...row, population: row.population ?? 0 }));
}
