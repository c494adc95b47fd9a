import { expect, test } from 'vitest';
import { buildMember, buildPlaces, openCommittees, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext } from '../../../../tests/support/context.ts';
import { waitingForLock } from '../../../../tests/support/locks.ts';
import { startPostgres } from '../../../../tests/support/postgres.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import { openPostgres } from '../database/database.ts';
import { organisation } from './committee.tables.ts';
import { changeRole } from './mandate.commands.ts';
import { getMandate } from './member.queries.ts';

test('who waits for the log with the committee locked holds up nobody who writes what refers to it: else neither ends', async () => {
	const postgres = await startPostgres();
	const database = await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
	const context = buildContext({ db: database.db });
	await buildPlaces(context.db);
	await openCommittees(context, '64');
	const facilitator = await buildMember(context, { role: 'facilitator', departmentCode: '64' });
	const facilitation = await seenBy(context, facilitator);
	const { mandateId } = await buildMember(context, { role: 'member', departmentCode: '64' });
	const at = { chain: '64', actorId: null, happenedAt: context.now() };
	let changing: Promise<void> | undefined;
	await context.db.transaction(async (transaction) => {
		const subject = { subjectType: 'organisation', subjectId: newId() };
		await writeAudit(transaction, { ...at, ...subject, action: 'organisation.create' });
		changing = changeRole(facilitation, { departmentCode: '64', mandateId, role: 'elected' });
		await waitingForLock(context.db, 1);
		const named = { college: 'elus', name: 'Maires du Haut-Béarn' } as const;
		await transaction
			.insert(organisation)
			.values({ ...named, id: subject.subjectId, departmentCode: '64', createdAt: context.now() });
	});
	await changing;
	const { roles } = await getMandate(facilitation, '64', mandateId);
	expect(roles.filter(({ revokedAt }) => revokedAt === null)).toMatchObject([{ role: 'elected' }]);
	await database.close();
	await postgres.stop();
});
