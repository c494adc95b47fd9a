import { and, desc, eq, inArray, or } from 'drizzle-orm';
import { colorOf, initialsOf } from '#lib/accounts/person.rules.ts';
import type { DocumentAuthor } from '#lib/documents/history.view.ts';
import { account } from '../accounts/account.tables.ts';
import { mandate, organisation } from '../committee/committee.tables.ts';
import type { Database } from '../database/database.ts';
import { department } from '../territory/territory.tables.ts';
import { documentClient } from './document.tables.ts';

/** The account behind each client id of a document: bound by the server when it was first used. */
export async function accountsOfClients(
	db: Database,
	documentId: string,
): Promise<ReadonlyMap<number, string | null>> {
	const rows = await db
		.select({ clientId: documentClient.clientId, accountId: documentClient.accountId })
		.from(documentClient)
		.where(eq(documentClient.documentId, documentId));
	return new Map(rows.map((row) => [row.clientId, row.accountId]));
}

/** Who people are in a département: their name, and the organisation of their last mandate there. */
export async function listAuthors(
	db: Database,
	departmentCode: string,
	accountIds: Iterable<string | null>,
): Promise<Map<string, DocumentAuthor>> {
	const ids = [...new Set(accountIds)].filter((id) => id !== null);
	if (ids.length === 0) return new Map();
	const accounts = await db
		.select({ id: account.id, name: account.displayName })
		.from(account)
		.where(inArray(account.id, ids));
	const mandates = await db
		.select({ accountId: mandate.accountId, name: organisation.name })
		.from(mandate)
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.innerJoin(department, eq(department.code, departmentCode))
		.where(
			and(
				inArray(mandate.accountId, ids),
				or(eq(mandate.departmentCode, departmentCode), eq(mandate.regionCode, department.regionCode)),
			),
		)
		.orderBy(desc(mandate.startsOn));
	return new Map(
		accounts.map(({ id, name }) => {
			const held = mandates.find(({ accountId }) => accountId === id);
			return [
				id,
				{ id, name, organisation: held?.name ?? '', initials: initialsOf(name), color: colorOf(id) },
			];
		}),
	);
}
