import type { Role, SeatRole } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { findActor } from '#lib/server/committee/actor.queries.ts';
import { createCommittee } from '#lib/server/committee/committee.commands.ts';
import { committee, grant, mandate, organisation } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { commune, department, region } from '#lib/server/territory/territory.tables.ts';
import { buildAccount, snapshot, type BuiltAccount } from './accounts.ts';
import type { TestContext } from './context.ts';

/** Two regions, three départements with a neighbour each way, and a few communes: enough to cross a border. */
export async function buildPlaces(db: Database): Promise<void> {
	await db.insert(region).values([
		{ code: '75', name: 'Nouvelle-Aquitaine' },
		{ code: '76', name: 'Occitanie' },
	]);
	await db.insert(department).values([
		{ code: '64', name: 'Pyrénées-Atlantiques', regionCode: '75' },
		{ code: '40', name: 'Landes', regionCode: '75' },
		{ code: '33', name: 'Gironde', regionCode: '75' },
		{ code: '12', name: 'Aveyron', regionCode: '76' },
	]);
	await db.insert(commune).values([
		{
			code: '64371',
			departmentCode: '64',
			name: 'Mauléon-Licharre',
			searchName: 'mauleon licharre',
			postcodes: ['64130'],
		},
		{
			code: '64430',
			departmentCode: '64',
			name: 'Orthez',
			searchName: 'orthez',
			postcodes: ['64300'],
		},
	]);
}

/** Somebody with an account and, unless said otherwise, a mandate that runs for years. */
export interface BuiltMember extends BuiltAccount {
	mandateId: string;
	organisationId: string;
}

export interface MandateDraft {
	role: Role;
	departmentCode?: string;
	regionCode?: string;
	/** Name of one of the place's organisations; by default the first of its list. */
	organisationName?: string;
	seatRole?: SeatRole;
	startsOn?: string;
	endsOn?: string;
	endedAt?: Date;
	person?: BuiltAccount;
	displayName?: string;
}

export async function buildMember(context: TestContext, draft: MandateDraft): Promise<BuiltMember> {
	const person =
		draft.person ??
		(await buildAccount(context, draft.displayName ? { displayName: draft.displayName } : {}));
	const bodies = await context.db.select().from(organisation).orderBy(organisation.name);
	const body = bodies.find(
		(one) =>
			(draft.regionCode === undefined
				? one.departmentCode === draft.departmentCode
				: one.regionCode === draft.regionCode) &&
			(draft.organisationName === undefined || one.name === draft.organisationName),
	);
	if (body === undefined) throw new Error('no such organisation: open the committee first');
	const mandateId = newId();
	await context.db.insert(mandate).values({
		id: mandateId,
		accountId: person.id,
		organisationId: body.id,
		departmentCode: draft.regionCode === undefined ? draft.departmentCode : null,
		regionCode: draft.regionCode ?? null,
		seatRole: draft.seatRole ?? 'holder',
		startsOn: draft.startsOn ?? '2025-04-01',
		endsOn: draft.endsOn ?? '2028-03-31',
		endedAt: draft.endedAt ?? null,
		createdAt: context.now(),
	});
	await context.db.insert(grant).values({
		id: newId(),
		mandateId,
		role: draft.role,
		grantedAt: context.now(),
		revokedAt: draft.endedAt ?? null,
	});
	return { ...person, mandateId, organisationId: body.id };
}

/** The actor that the server would find behind a session of this account, now. */
export function actorOf(context: TestContext, person: { id: string }): Promise<Actor> {
	return findActor(context.db, { accountId: person.id, sessionId: 'session', now: context.now() });
}

/** The same context seen by this person, with the rights of the moment. */
export async function seenBy(context: TestContext, person: { id: string }): Promise<TestContext> {
	return context.as(await actorOf(context, person));
}

export async function buildAdministrator(context: TestContext): Promise<BuiltAccount> {
	return buildAccount(context, { isAdministrator: true, displayName: 'Romain Bouchet' });
}

/** Opens committees as the administration does. */
export async function openCommittees(context: TestContext, ...codes: string[]): Promise<BuiltAccount> {
	const administrator = await buildAdministrator(context);
	const inside = await seenBy(context, administrator);
	for (const departmentCode of codes) await createCommittee(inside, { departmentCode });
	return administrator;
}

/** Everything the commands of the committee may write: the same before and after means nothing was written nor audited. */
export async function committeeSnapshot(db: Database): Promise<string> {
	const committees = await db.select().from(committee).orderBy(committee.departmentCode);
	const organisations = await db.select().from(organisation).orderBy(organisation.id);
	return JSON.stringify([committees, organisations, await snapshot(db)]);
}
