import { newId } from '#lib/identifiers.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import type { Sessions } from '#lib/server/accounts/session.ts';
import { committee, grant, mandate, organisation } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import { department, region } from '#lib/server/territory/territory.tables.ts';

const DEPARTMENT = '64';

/** Rows of one insert: parameters of a statement are counted in 16 bits. */
const SLICE = 500;

/** A committee, and so many members of it who have signed in. @returns the value of each one's `Cookie` header */
export async function admitPeople(db: Database, sessions: Sessions, count: number): Promise<string[]> {
	const now = new Date();
	const organisationId = await openCommittee(db, now);
	const cookies: string[] = [];
	for (let i = 0; i < count; i++) {
		const [accountId, mandateId] = [newId(), newId()];
		await db.insert(account).values({
			id: accountId,
			email: `${accountId}@exemple.test`,
			displayName: `Membre ${i}`,
			createdAt: now,
		});
		await db.insert(mandate).values({
			id: mandateId,
			accountId,
			organisationId,
			departmentCode: DEPARTMENT,
			seatRole: 'holder',
			startsOn: '2020-01-01',
			endsOn: '2090-12-31',
			createdAt: now,
		});
		await db.insert(grant).values({ id: newId(), mandateId, role: 'member', grantedAt: now });
		const { cookie } = await sessions.start(accountId, 'Banc d’essai');
		cookies.push(`${cookie.name}=${cookie.value}`);
	}
	return cookies;
}

async function openCommittee(db: Database, now: Date): Promise<string> {
	await db.insert(region).values({ code: '75', name: 'Nouvelle-Aquitaine' }).onConflictDoNothing();
	await db
		.insert(department)
		.values({ code: DEPARTMENT, name: 'Pyrénées-Atlantiques', regionCode: '75' })
		.onConflictDoNothing();
	await db.insert(committee).values({ departmentCode: DEPARTMENT, createdAt: now }).onConflictDoNothing();
	const id = newId();
	const name = `Organisation ${id}`;
	await db
		.insert(organisation)
		.values({ id, departmentCode: DEPARTMENT, college: 'urps', name, createdAt: now });
	return id;
}

/** So many documents without a word in them. @returns their ids */
export async function createDocuments(db: Database, count: number): Promise<string[]> {
	const ids = Array.from({ length: count }, newId);
	for (let i = 0; i < ids.length; i += SLICE) {
		await db.insert(document).values(
			ids.slice(i, i + SLICE).map((id) => ({
				id,
				departmentCode: DEPARTMENT,
				kind: 'note' as const,
				title: 'Banc d’essai',
				state: 'writing' as const,
				schemaVersion: 1,
				createdAt: new Date(),
			})),
		);
	}
	return ids;
}
