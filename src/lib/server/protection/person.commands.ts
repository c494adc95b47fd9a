import { eq } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import type { EraseInput, OppositionInput } from '#lib/protection/protection.input.ts';
import type { RequestKind, RequestReason } from '#lib/protection/protection.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { MailsFound } from '../mail/mail.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import type { SharedPlaces } from '../events/events.ts';
import { intern } from '../interns/intern.tables.ts';
import { subjectTypeOf } from '../registries/reading.log.ts';
import { seniorDoctor, seniorDoctorPlace } from '../senior-doctors/senior-doctor.tables.ts';
import { eraseRecord, type ErasureReport } from './erasure.commands.ts';
import { requireRecord, type RecordTarget } from './person.queries.ts';
import { authorizeRegistry } from './protection-rights.queries.ts';
import { registryRequest } from './protection.tables.ts';
import type { Identity } from './record.queries.ts';

/** Hides a record from every list, count, export and stream at its person's request, or shows it again. */
export async function setOpposition(
	context: Context,
	target: RecordTarget,
	input: OppositionInput,
): Promise<void> {
	const { departmentCodes } = await authorizeRegistry(context, target.departmentCode, target.registry);
	const done = await withRegistryRights(context, departmentCodes, async (inside) => {
		const found = await requireRecord(inside.db, { ...target, departmentCodes });
		const opposes = input.kind === 'oppose';
		if (opposes === (found.opposedAt !== null)) {
			throw new TerrimedError(
				'conflict',
				opposes ? 'Cette opposition est déjà enregistrée.' : 'Aucune opposition n’est enregistrée.',
			);
		}
		const { id, registry } = found;
		const changed = {
			opposedAt: opposes ? inside.now() : null,
			version: found.version + 1,
			updatedAt: inside.now(),
		};
		if (registry === 'interns') await inside.db.update(intern).set(changed).where(eq(intern.id, id));
		else await inside.db.update(seniorDoctor).set(changed).where(eq(seniorDoctor.id, id));
		await keepRequest(inside, found, input);
		return { found, shared: await sharedBefore(inside, found) };
	});
	tell(context, done.found, done.shared);
}

/** Erases a record and everything that names its person, for good. @returns rows that went, by what they were */
export async function erasePerson(
	context: Context,
	target: RecordTarget,
	input: EraseInput,
): Promise<ErasureReport> {
	const { departmentCodes } = await authorizeRegistry(context, target.departmentCode, target.registry);
	const done = await withRegistryRights(context, departmentCodes, async (inside) => {
		const person = await requireRecord(inside.db, { ...target, departmentCodes });
		const shared = await sharedBefore(inside, person);
		return { person, shared, ...(await eraseWithin(inside, person, { ...input, departmentCodes })) };
	});
	await done.removeMails();
	tell(context, done.person, done.shared);
	return done.report;
}

/**
 * The erasure itself, with its line in the register of requests and in the log: what the nightly purge does too. Stored letters are found in the
 * transaction, so that a folder that cannot be read is no erasure that was done; they go by `removeMails`, once it is committed.
 */
export async function eraseWithin(
	inside: Context,
	person: Identity,
	asked: { reason: RequestReason; askedOn: string | null; departmentCodes: readonly string[] },
): Promise<{ report: ErasureReport; removeMails: () => Promise<void> }> {
	const erased = await eraseRecord(inside.db, person, asked.departmentCodes);
	const mails = await findMails(inside, person);
	const counted = Object.entries({ ...erased, mails: mails?.count ?? 0 });
	const report = Object.fromEntries(counted.filter(([, count]) => count > 0));
	await keepRequest(inside, person, { kind: 'erase', ...asked, counts: report });
	return { report, removeMails: async () => mails?.remove() };
}

/** Letters kept on this server that name the person: where letters really leave there are none. */
async function findMails({ mail }: Context, person: Identity): Promise<MailsFound | null> {
	const { firstName, lastName, email, rpps } = person;
	const whole = lastName === '' ? [] : [`${firstName} ${lastName}`, `${lastName} ${firstName}`];
	const words = [...whole, email ?? '', rpps ?? ''].filter((word) => word.length > 2);
	return words.length === 0 ? null : ((await mail.saying?.(words)) ?? null);
}

async function keepRequest(
	inside: Context,
	person: Identity,
	request: {
		kind: RequestKind;
		reason: RequestReason;
		askedOn: string | null;
		counts?: Record<string, number>;
	},
): Promise<void> {
	const { kind, reason, askedOn, counts = {} } = request;
	const { registry, departmentCode, id: recordId } = person;
	const accountId = inside.actor.kind === 'account' ? inside.actor.accountId : null;
	const at = inside.now();
	await inside.db.insert(registryRequest).values({
		id: newId(),
		departmentCode,
		registry,
		recordId,
		kind,
		reason,
		askedOn,
		counts,
		accountId,
		doneAt: at,
	});
	await writeAudit(inside.db, {
		chain: departmentCode,
		actorId: accountId,
		action: `${registry === 'interns' ? 'interns' : 'seniors'}.${kind}`,
		subjectType: subjectTypeOf(registry),
		subjectId: recordId,
		details: { reason, ...counts },
		happenedAt: at,
	});
}

/** Notes that a copy of everything was given. */
export async function keepCopy(context: Context, target: RecordTarget): Promise<void> {
	if (context.actor.kind !== 'account') throw notFound();
	const { departmentCodes } = await authorizeRegistry(context, target.departmentCode, target.registry);
	await withRegistryRights(context, departmentCodes, async (inside) => {
		const person = await requireRecord(inside.db, { ...target, departmentCodes });
		await keepRequest(inside, person, { kind: 'copy', reason: 'asked', askedOn: null });
	});
}

/** Who may have had a record before them, as it was: what a listener judges by. */
export async function sharedBefore({ db }: Context, person: Identity): Promise<SharedPlaces> {
	const { registry, id, communeCode } = person;
	if (registry === 'interns') return { sharing: 'elected', communeCodes: [communeCode] };
	const [row] = await db
		.select({ sharing: seniorDoctor.sharing })
		.from(seniorDoctor)
		.where(eq(seniorDoctor.id, id));
	const places = await db
		.select({ communeCode: seniorDoctorPlace.communeCode })
		.from(seniorDoctorPlace)
		.where(eq(seniorDoctorPlace.doctorId, id));
	const others = places.map((place) => place.communeCode);
	return { sharing: row?.sharing ?? 'urps', communeCodes: [communeCode, ...others] };
}

/** Pages that are open and had the record, or have it again, read anew. */
export function tell(
	context: Context,
	{ registry, departmentCode, id, communeCode }: Identity,
	shared: SharedPlaces,
): void {
	if (registry === 'interns') {
		const event = { type: 'intern-changed', departmentCode, internId: id } as const;
		context.events.publish({ ...event, before: { communeCode }, after: null });
		return;
	}
	const event = { type: 'senior-doctor-changed', departmentCode, doctorId: id } as const;
	context.events.publish({ ...event, before: shared, after: null });
}
