import { eq } from 'drizzle-orm';
import {
	REGIONAL_COLLEGES,
	regionalOrganisations,
	standardOrganisations,
	type CollegeSlug,
} from '#lib/committee/college.catalogue.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { committee, organisation } from './committee.tables.ts';
import { authorizeInSpace } from './space.queries.ts';

export interface CreatedCommittee {
	departmentCode: string;
	departmentName: string;
	regionCode: string;
}

/**
 * Opens a committee with the organisations every committee starts from. It publishes nothing: a space is
 * more than its committee, and `openSpace` says `committee-created` once all of it has been committed.
 */
export async function createCommittee(
	context: Context,
	input: { departmentCode: string },
): Promise<CreatedCommittee> {
	const { actor } = context;
	if (actor.kind !== 'account' || !can(actor, 'platform.administer')) throw notFound();
	return context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const place = await getDepartment(inside, input.departmentCode);
		const happenedAt = context.now();
		const [made] = await transaction
			.insert(committee)
			.values({ departmentCode: place.departmentCode, createdAt: happenedAt, createdBy: actor.accountId })
			.onConflictDoNothing()
			.returning();
		if (made === undefined) {
			throw new TerrimedError('conflict', `Le comité ${place.departmentName} est déjà ouvert.`);
		}
		await addStandardOrganisations(inside, place);
		await writeAudit(transaction, {
			chain: place.departmentCode,
			actorId: actor.accountId,
			action: 'committee.create',
			subjectType: 'committee',
			subjectId: place.departmentCode,
			happenedAt,
		});
		return place;
	});
}

async function getDepartment(
	context: Context,
	code: string,
): Promise<CreatedCommittee & { regionName: string }> {
	const [found] = await context.db
		.select({
			departmentCode: department.code,
			departmentName: department.name,
			regionCode: region.code,
			regionName: region.name,
		})
		.from(department)
		.innerJoin(region, eq(region.code, department.regionCode))
		.where(eq(department.code, code));
	if (found === undefined) {
		const sentence = 'Choisissez un département de la liste.';
		throw new TerrimedError('invalid-input', sentence, { departmentCode: sentence });
	}
	return found;
}

async function addStandardOrganisations(
	context: Context,
	place: { departmentCode: string; regionCode: string; regionName: string },
): Promise<void> {
	const createdAt = context.now();
	await context.db.insert(organisation).values(
		standardOrganisations().map((one) => ({
			...one,
			id: newId(createdAt.getTime()),
			departmentCode: place.departmentCode,
			createdAt,
		})),
	);
	// The region's own organisations may already be there: another committee of the region made them.
	await context.db
		.insert(organisation)
		.values(
			regionalOrganisations(place.regionName).map((one) => ({
				...one,
				id: newId(createdAt.getTime()),
				regionCode: place.regionCode,
				createdAt,
			})),
		)
		.onConflictDoNothing();
}

export interface NewOrganisation {
	departmentCode: string;
	college: CollegeSlug;
	acronym: string;
	name: string;
}

/** Adds an organisation to a committee. @throws `conflict` when the committee has one of that name */
export async function createOrganisation(context: Context, input: NewOrganisation): Promise<{ id: string }> {
	const space = await authorizeInSpace(context, 'members.manage', input.departmentCode);
	const regional: readonly string[] = REGIONAL_COLLEGES;
	if (regional.includes(input.college)) {
		const sentence = 'Les structures de ce collège sont nommées pour toute la région.';
		throw new TerrimedError('invalid-input', sentence, { college: sentence });
	}
	return context.db.transaction(async (transaction) => {
		const createdAt = context.now();
		const [made] = await transaction
			.insert(organisation)
			.values({
				id: newId(createdAt.getTime()),
				departmentCode: space.departmentCode,
				college: input.college,
				acronym: input.acronym,
				name: input.name,
				createdAt,
			})
			.onConflictDoNothing()
			.returning({ id: organisation.id });
		if (made === undefined) {
			const sentence = 'Le comité a déjà une structure de ce nom. Choisissez-la dans la liste.';
			throw new TerrimedError('conflict', sentence, { organisationName: sentence });
		}
		await writeAudit(transaction, {
			chain: space.departmentCode,
			actorId: context.actor.kind === 'account' ? context.actor.accountId : null,
			action: 'organisation.create',
			subjectType: 'organisation',
			subjectId: made.id,
			details: { college: input.college },
			happenedAt: createdAt,
		});
		return made;
	});
}
