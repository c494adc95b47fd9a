import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import { COLLEGES, collegeLabel } from '#lib/committee/college.catalogue.ts';
import {
	countSeats,
	seatsOf,
	substitutesOf,
	type CollegeGroup,
	type MandateDetail,
	type OrganisationSeats,
	type SeatCounts,
	type SeatMandate,
} from '#lib/committee/member.rules.ts';
import { dayInFrance, mandateState } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { communesByCode } from '../territory/territory.queries.ts';
import { commune } from '../territory/territory.tables.ts';
import { grant, mandate, organisation } from './committee.tables.ts';
import { listOrganisations } from './organisation.queries.ts';
import { authorizeInSpace, type Space } from './space.queries.ts';

export interface Members {
	colleges: CollegeGroup[];
	counts: SeatCounts;
	/** ISO day on which these states hold. */
	today: string;
	canManage: boolean;
}

/** Everybody who sits, college by college, with the vacant seats; those of the region included. */
export async function listMembers(context: Context, departmentCode: string): Promise<Members> {
	const space = await authorizeInSpace(context, 'members.read', departmentCode);
	const today = dayInFrance(context.now());
	const organisations = await listOrganisations(context, departmentCode);
	const held = await listMandates(context, space);
	const groups = new Map<string, OrganisationSeats[]>();
	for (const one of organisations) {
		const mandates = held.filter((row) => row.organisationId === one.id).map((row) => row.mandate);
		const entry = {
			organisation: one,
			seats: seatsOf(mandates, today),
			substitutes: substitutesOf(mandates, today),
		};
		groups.set(one.college, [...(groups.get(one.college) ?? []), entry]);
	}
	const colleges = [...groups].map(([slug, entries]) => ({
		slug,
		label: collegeLabel(slug),
		purpose: COLLEGES.find((college) => college.slug === slug)?.purpose ?? '',
		organisations: takenFirst(entries),
		counts: countSeats(entries.flatMap((entry) => entry.seats)),
	}));
	return {
		colleges,
		counts: countSeats([...groups.values()].flat().flatMap((entry) => entry.seats)),
		today,
		canManage: space.abilities.includes('members.manage'),
	};
}

/** Vacant seats come last, so that a college opens on who sits there. */
function takenFirst(entries: readonly OrganisationSeats[]): OrganisationSeats[] {
	const isVacant = (entry: OrganisationSeats): boolean =>
		entry.seats.every((seat) => seat.state === 'vacant');
	return entries.toSorted((a, b) => Number(isVacant(a)) - Number(isVacant(b)));
}

const inSpace = (space: Space) =>
	or(eq(mandate.departmentCode, space.departmentCode), eq(mandate.regionCode, space.regionCode));

async function listMandates(
	context: Context,
	space: Space,
): Promise<{ organisationId: string; mandate: SeatMandate }[]> {
	const rows = await context.db
		.select({ mandate, personName: account.displayName, role: grant.role })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.leftJoin(grant, and(eq(grant.mandateId, mandate.id), isNull(grant.revokedAt)))
		.where(inSpace(space))
		.orderBy(asc(mandate.startsOn), asc(mandate.id));
	return rows.map((row) => ({
		organisationId: row.mandate.organisationId,
		mandate: {
			id: row.mandate.id,
			accountId: row.mandate.accountId,
			personName: row.personName,
			role: row.role,
			seatRole: row.mandate.seatRole,
			title: row.mandate.title,
			startsOn: row.mandate.startsOn,
			endsOn: row.mandate.endsOn,
			endedAt: row.mandate.endedAt,
		},
	}));
}

/** Somebody who sits or has sat in a space. */
export interface SpacePerson {
	accountId: string;
	name: string;
	/** Of their latest mandate here. */
	organisationName: string;
	/** They sit today. */
	sits: boolean;
}

/** Everybody who has ever sat in a space, once each: what names the account that a document refers to. */
export async function listSpacePeople(context: Context, departmentCode: string): Promise<SpacePerson[]> {
	const space = await authorizeInSpace(context, 'members.read', departmentCode);
	const today = dayInFrance(context.now());
	const rows = await context.db
		.select({ mandate, name: account.displayName, organisationName: organisation.name })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.where(inSpace(space))
		.orderBy(asc(mandate.startsOn), asc(mandate.id));
	const people = new Map<string, SpacePerson>();
	for (const { mandate: held, name, organisationName } of rows) {
		const state = mandateState(held, today);
		const sits = state === 'current' || state === 'expiring';
		const before = people.get(held.accountId);
		people.set(held.accountId, {
			accountId: held.accountId,
			name,
			organisationName: before?.sits === true && !sits ? before.organisationName : organisationName,
			sits: sits || before?.sits === true,
		});
	}
	return [...people.values()].sort((left, right) => left.name.localeCompare(right.name, 'fr'));
}

/** One mandate of a space. @throws `not-found` for any other mandate */
export async function getMandate(
	context: Context,
	departmentCode: string,
	mandateId: string,
): Promise<MandateDetail> {
	const space = await authorizeInSpace(context, 'members.read', departmentCode);
	const found = isId(mandateId) ? await findMandate(context, space, mandateId) : undefined;
	if (found === undefined) throw notFound();
	const { mandate: row, organisation: body } = found;
	const roles = await context.db
		.select({ role: grant.role, grantedAt: grant.grantedAt, revokedAt: grant.revokedAt })
		.from(grant)
		.where(eq(grant.mandateId, row.id))
		.orderBy(desc(grant.grantedAt));
	const others = await context.db
		.select({
			id: mandate.id,
			organisationName: organisation.name,
			startsOn: mandate.startsOn,
			endsOn: mandate.endsOn,
			endedAt: mandate.endedAt,
		})
		.from(mandate)
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.where(and(inSpace(space), eq(mandate.accountId, row.accountId)))
		.orderBy(desc(mandate.startsOn));
	return {
		id: row.id,
		accountId: row.accountId,
		personName: found.personName,
		role: roles.find((one) => one.revokedAt === null)?.role ?? null,
		seatRole: row.seatRole,
		title: row.title,
		startsOn: row.startsOn,
		endsOn: row.endsOn,
		endedAt: row.endedAt,
		state: mandateState(row, dayInFrance(context.now())),
		organisation: {
			id: body.id,
			name: body.name,
			acronym: body.acronym,
			collegeLabel: collegeLabel(body.college),
		},
		communes: (await communesByCode(context, row.communeCodes)).map((one) => one.name),
		isRegional: row.regionCode !== null,
		others: others.filter((one) => one.id !== row.id),
		roles,
		canManage: space.abilities.includes('members.manage') && row.departmentCode !== null,
	};
}

async function findMandate(context: Context, space: Space, mandateId: string) {
	const [found] = await context.db
		.select({ mandate, organisation, personName: account.displayName })
		.from(mandate)
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(and(eq(mandate.id, mandateId), inSpace(space)));
	return found;
}

/**
 * INSEE codes of communes written by name or by code, comma or line separated, in one département.
 * @throws `invalid-input` naming the first that is not one of its communes
 */
export async function readCommuneNames(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<string[]> {
	const space = await authorizeInSpace(context, 'members.manage', departmentCode);
	const names = text.split(/[,;\n]/).filter((name) => normaliseSearch(name) !== '');
	if (names.length === 0) return [];
	const rows = await context.db
		.select({ code: commune.code, searchName: commune.searchName })
		.from(commune)
		.where(eq(commune.departmentCode, space.departmentCode));
	const codes = new Map(
		rows.flatMap((row) => [[row.searchName, row.code] as const, [row.code.toLowerCase(), row.code] as const]),
	);
	return names.map((name) => {
		const code = codes.get(normaliseSearch(name));
		if (code !== undefined) return code;
		const sentence = `«\u00a0${name.trim()}\u00a0» n’est pas une commune de ce département. Vérifiez son nom.`;
		throw new TerrimedError('invalid-input', sentence, { communes: sentence });
	});
}
