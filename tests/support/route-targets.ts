import { and, eq, gt, isNull } from 'drizzle-orm';
import { account } from '#lib/server/accounts/account.tables.ts';
import { invitation, mandate, organisation } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import { documentImage } from '#lib/server/documents/image.tables.ts';
import { intern, internChecklistItem } from '#lib/server/interns/intern.tables.ts';
import { commune } from '#lib/server/territory/territory.tables.ts';
import { seniorDoctor } from '#lib/server/senior-doctors/senior-doctor.tables.ts';
import { newId } from '#lib/identifiers.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import { indicatorAttachment } from '#lib/server/indicators/attachment.tables.ts';
import {
	indicator,
	indicatorDefinition,
	indicatorObjection,
	indicatorValue,
} from '#lib/server/indicators/indicator.tables.ts';
import { COMMITTEES, KNOCKERS, NOWHERE, type CommitteeCode, type Targets } from './route-rights.ts';

/** What there is to name in each committee, from the rows of a stopped server. */
export async function readTargets(
	db: Database,
	codes: readonly CommitteeCode[] = COMMITTEES,
): Promise<Map<CommitteeCode, Targets>> {
	const knocking = new Set<string>(Object.values(KNOCKERS).flatMap((person) => person?.email ?? []));
	const [regional] = await db.select().from(mandate).where(isNull(mandate.departmentCode));
	const found = new Map<CommitteeCode, Targets>();
	for (const code of codes) {
		const documents = await db.select().from(document).where(eq(document.departmentCode, code));
		const mandates = await db
			.select({ id: mandate.id, email: account.email })
			.from(mandate)
			.innerJoin(account, eq(account.id, mandate.accountId))
			.where(and(eq(mandate.departmentCode, code), isNull(mandate.endedAt)));
		const invitations = await db
			.select({ id: invitation.id })
			.from(invitation)
			.where(
				and(
					eq(invitation.departmentCode, code),
					isNull(invitation.usedAt),
					gt(invitation.expiresAt, new Date()),
				),
			);
		const [body] = await db.select().from(organisation).where(eq(organisation.departmentCode, code));
		const idsOf = (kind: string): string[] =>
			documents.filter((one) => one.kind === kind).map(({ id }) => id);
		found.set(code, {
			code,
			diagnosisId: idsOf('diagnosis')[0] ?? '',
			planId: idsOf('plan')[0] ?? '',
			note: turning(idsOf('note')),
			mandate: turning(
				mandates
					.filter(({ email }) => !knocking.has(email) && !/^animatrice|@essai[.]test$/.test(email))
					.map(({ id }) => id),
			),
			invitation: turning(invitations.map(({ id }) => id)),
			imageId: await addImageTo(db, idsOf('diagnosis')[0] ?? '', code),
			organisationId: body?.id ?? '',
			regionalMandateId: regional?.id ?? '',
			...(await addContestedValueTo(db, code)),
			seniorDoctorId: await sharedDoctorOf(db, code),
			...(await addWelcomeTo(db, code)),
		});
	}
	return found;
}

/** The embedded database is opened by its owner, whom no policy of rows binds. */
async function sharedDoctorOf(db: Database, code: string): Promise<string> {
	const elected = await db
		.select({ communeCodes: mandate.communeCodes })
		.from(mandate)
		.where(eq(mandate.departmentCode, code));
	const own = new Set(elected.flatMap(({ communeCodes }) => communeCodes));
	const shared = await db
		.select({ id: seniorDoctor.id, communeCode: seniorDoctor.communeCode })
		.from(seniorDoctor)
		.where(and(eq(seniorDoctor.departmentCode, code), eq(seniorDoctor.sharing, 'elected')));
	return (shared.find(({ communeCode }) => own.has(communeCode)) ?? shared[0])?.id ?? '';
}

/** A placement of this semester whose visit is given to the elected official who knocks, in the first of their communes. */
async function addWelcomeTo(
	db: Database,
	departmentCode: string,
): Promise<{ welcomedId: string; welcomeCommune: string }> {
	const [owner] = await db
		.select({ id: account.id, communeCodes: mandate.communeCodes })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(and(eq(mandate.departmentCode, departmentCode), eq(account.email, KNOCKERS.elected.email)));
	const communes = await db.select().from(commune).where(eq(commune.departmentCode, departmentCode)).limit(1);
	const communeCode = owner?.communeCodes[0] ?? communes[0]?.code ?? '';
	const [welcomedId, at] = [newId(), new Date()];
	await db.insert(intern).values({
		...{ id: welcomedId, departmentCode, communeCode, level: 'intern' },
		...{ startsOn: '2026-11-02', endsOn: '2027-04-30', sources: {}, createdAt: at, updatedAt: at },
		...{ regionCode: departmentCode === '12' ? '76' : '75', sortName: '~', searched: '', searchedPlace: '' },
	});
	await db.insert(internChecklistItem).values({
		...{ internId: welcomedId, departmentCode, item: 'local-visit', ownerId: owner?.id ?? null },
		...{ dueOn: '2026-11-15', version: 1 },
	});
	return { welcomedId, welcomeCommune: communeCode };
}

/** A value of an indicator that the catalogue says, with an objection to it. */
async function addContestedValueTo(
	db: Database,
	departmentCode: string,
): Promise<{ valueId: string; objectionId: string; attachmentId: string }> {
	const [somebody] = await db.select({ id: account.id }).from(account).limit(1);
	const definition = findCatalogueIndicator('I10.2')?.definition;
	if (somebody === undefined || definition === undefined) throw new Error('nobody to enter a value');
	const at = { departmentCode, code: 'I10.2' };
	const by = { accountId: somebody.id, createdAt: new Date() };
	const [valueId, objectionId, attachmentId] = [newId(), newId(), newId()];
	await db.insert(indicator).values({ ...at, createdAt: by.createdAt });
	await db.insert(indicatorDefinition).values({ ...at, ...definition, version: 1, definedAt: by.createdAt });
	await db.insert(indicatorValue).values({
		...{ ...at, ...by, id: valueId, period: '2022', version: 1, value: 2, state: 'provisional' as const },
		...{ source: 'Essai', comment: '', definitionVersion: 1 },
	});
	await db.insert(indicatorObjection).values({ ...at, ...by, id: objectionId, valueId, reason: 'Essai' });
	const bytes = new TextEncoder().encode('Commune;Valeur\n');
	await db.insert(indicatorAttachment).values({
		...{ ...at, ...by, id: attachmentId, valueId, name: 'essai.csv', type: 'text/csv' as const },
		...{ bytes, size: bytes.length, sha256: attachmentId },
	});
	return { valueId, objectionId, attachmentId };
}

/** A picture of one document, as a member would have added it. */
async function addImageTo(db: Database, documentId: string, departmentCode: string): Promise<string> {
	const id = newId();
	const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
	await db.insert(documentImage).values({
		...{ id, departmentCode, documentId, bytes, size: bytes.length, type: 'image/png' },
		...{ width: 1, height: 1, sha256: id, createdAt: new Date(), createdBy: null },
	});
	return id;
}

/** One after the other, then from the first again. */
function turning(ids: readonly string[]): () => string {
	if (ids.length === 0) throw new Error('nothing to knock at');
	let next = 0;
	return () => ids[next++ % ids.length] ?? '';
}

/** Names that nothing has. */
export function targetsNowhere(): Targets {
	const id = newId();
	return {
		...{ code: NOWHERE, diagnosisId: id, planId: id, organisationId: id, imageId: id, regionalMandateId: id },
		...{ valueId: id, objectionId: id, attachmentId: id, seniorDoctorId: id, welcomedId: id },
		...{ note: () => id, mandate: () => id, invitation: () => id, welcomeCommune: `${NOWHERE}063` },
	};
}
