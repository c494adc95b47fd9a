import { desc, eq } from 'drizzle-orm';
import { dayInFrance, mandateState, type MandateState } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { department, region } from '../territory/territory.tables.ts';
import { mandate, organisation } from './committee.tables.ts';

export interface OwnMandate {
	id: string;
	organisationName: string;
	/** Name of the département or of the region. */
	placeName: string;
	startsOn: string;
	endsOn: string;
	endedAt: Date | null;
	state: MandateState;
}

/** The actor's mandates, past ones too: somebody whose access has closed is told which one ended, and when. */
export async function listOwnMandates(context: Context): Promise<OwnMandate[]> {
	const { actor } = context;
	if (actor.kind !== 'account') throw notFound();
	const rows = await context.db
		.select({
			mandate,
			organisationName: organisation.name,
			departmentName: department.name,
			regionName: region.name,
		})
		.from(mandate)
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.leftJoin(department, eq(department.code, mandate.departmentCode))
		.leftJoin(region, eq(region.code, mandate.regionCode))
		.where(eq(mandate.accountId, actor.accountId))
		.orderBy(desc(mandate.endsOn));
	const today = dayInFrance(context.now());
	return rows.map((row) => ({
		id: row.mandate.id,
		organisationName: row.organisationName,
		placeName: row.departmentName ?? row.regionName ?? '',
		startsOn: row.mandate.startsOn,
		endsOn: row.mandate.endsOn,
		endedAt: row.mandate.endedAt,
		state: mandateState(row.mandate, today),
	}));
}
