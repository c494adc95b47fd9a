import { and, asc, eq, gte, isNull, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { grant, mandate } from '../committee/committee.tables.ts';
import type { Context } from '../context/context.ts';

export interface Coordinator {
	id: string;
	name: string;
}

/** Those who keep the registries of a region today: whom a record may be given to. Asked by one of them, whose right has been judged. */
export async function listCoordinators({ db, now }: Context, regionCode: string): Promise<Coordinator[]> {
	const today = dayInFrance(now());
	return db
		.selectDistinct({ id: account.id, name: account.displayName })
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				eq(grant.role, 'urps'),
				eq(mandate.regionCode, regionCode),
				isNull(grant.revokedAt),
				isNull(mandate.endedAt),
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
				isNull(account.disabledAt),
			),
		)
		.orderBy(asc(account.displayName));
}
