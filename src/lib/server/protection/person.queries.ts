import { and, asc, desc, eq, ne } from 'drizzle-orm';
import { momentWords } from '#lib/accounts/moment.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import type { FoundRecord, HeldLine, HeldPart, HeldPerson } from '#lib/protection/held.ts';
import { mentionFinder } from '#lib/protection/mention.rules.ts';
import { REQUEST_KIND_LABEL, REQUEST_REASON_LABEL } from '#lib/protection/protection.rules.ts';
import { READING_LABEL } from '#lib/registries/reading.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { account } from '../accounts/account.tables.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logListing, logOpening, openingOf, subjectTypeOf } from '../registries/reading.log.ts';
import { listReadings } from '../registries/reading.queries.ts';
import { heldOfDoctor } from './held-doctor.queries.ts';
import { heldOfIntern } from './held-intern.queries.ts';
import { authorizeProtection, authorizeRegistry } from './protection-rights.queries.ts';
import { registryRequest } from './protection.tables.ts';
import { findRecord, findRecords, foundRecord, type Identity } from './record.queries.ts';
import { listWrittenTexts } from './mention.texts.ts';
import { listImportTraces, listViewTraces } from './traces.queries.ts';

/**
 * People of the registries that the actor keeps, by name, RPPS or address, those who opposed them too: the only place where they are found.
 * Written in the log as the search by name that it is.
 */
export async function findPeople(
	context: Context,
	departmentCode: string,
	question: string,
): Promise<FoundRecord[]> {
	const { kept } = await authorizeProtection(context, departmentCode);
	if (question.trim().length < 2) return [];
	const found: FoundRecord[] = [];
	for (const { registry, departmentCodes } of kept) {
		const some = await withRegistryRights(context, departmentCodes, async (inside) => {
			const records = await findRecords(inside.db, registry, question);
			const recordIds = records.map(({ id }) => id);
			const log = { registry, departmentCode, circle: 'protection', recordIds };
			await logListing(inside, { ...log, way: 'search' });
			return records.map(foundRecord);
		});
		found.push(...some);
	}
	return found;
}

export interface RecordTarget {
	departmentCode: string;
	registry: RegistryName;
	id: string;
}

/** Everything that is held on the person of a record, which is written in the log as read. @throws TerrimedError `not-found` */
export async function getPerson(context: Context, target: RecordTarget): Promise<HeldPerson> {
	const { departmentCodes } = await authorizeRegistry(context, target.departmentCode, target.registry);
	// What a registry that they do not keep says is not theirs to read here either.
	const { kept } = await authorizeProtection(context, target.departmentCode);
	const shown = kept.map(({ registry }) => registry);
	return withRegistryRights(context, departmentCodes, async (inside) => {
		const person = await requireRecord(inside.db, { ...target, departmentCodes });
		const parts = await heldParts(inside.db, person, { departmentCodes, shown });
		const { registry, departmentCode, id: recordId } = person;
		await logOpening(inside, { registry, departmentCode, recordId, circle: 'urps', way: 'protection' });
		return { ...foundRecord(person), opposedAt: person.opposedAt, informedOn: person.informedOn, parts };
	});
}

/** Other records of the same person: of the same number, or of the same name. */
export async function listNamesakes(context: Context, target: RecordTarget): Promise<FoundRecord[]> {
	const { kept } = await authorizeProtection(context, target.departmentCode);
	const { departmentCodes } = await authorizeRegistry(context, target.departmentCode, target.registry);
	const person = await withRegistryRights(context, departmentCodes, ({ db }) =>
		requireRecord(db, { ...target, departmentCodes }),
	);
	const others: FoundRecord[] = [];
	for (const one of kept) {
		const found = await withRegistryRights(context, one.departmentCodes, ({ db }) =>
			findRecords(db, one.registry, `${person.lastName} ${person.firstName}`),
		);
		others.push(...found.filter(({ id }) => id !== person.id).map(foundRecord));
	}
	return others;
}

/** A record of these départements. @throws TerrimedError `not-found` */
export async function requireRecord(
	db: Database,
	asked: { registry: RegistryName; id: string; departmentCodes: string[] },
): Promise<Identity> {
	const found = isId(asked.id) ? await findRecord(db, asked) : null;
	if (found === null) throw notFound();
	return found;
}

async function heldParts(
	db: Database,
	person: Identity,
	{ departmentCodes, shown }: { departmentCodes: string[]; shown: readonly RegistryName[] },
): Promise<HeldPart[]> {
	const { registry, id } = person;
	const finder = mentionFinder(person);
	const own = registry === 'senior-doctors' ? await heldOfDoctor(db, id) : await heldOfIntern(db, id);
	return [
		...own,
		{
			key: 'import-rows',
			title: 'Lignes de fichiers importés',
			none: 'Aucune ligne gardée.',
			lines: await importLines(db, person),
		},
		{
			key: 'views',
			title: 'Vues enregistrées qui portent ce nom',
			none: 'Aucune.',
			lines: (await listViewTraces(db, person, departmentCodes)).map(({ name, createdAt }) => ({
				label: name,
				value: `Créée le ${momentWords(createdAt)}`,
			})),
		},
		{
			key: 'mentions',
			title: 'Citations dans d’autres fiches',
			none: 'Aucun texte ne cite cette personne.',
			lines: (await listWrittenTexts(db, id))
				.filter((one) => shown.includes(one.registry) && finder.isIn(one.text))
				.map(({ where, text }) => ({ label: where, value: text })),
		},
		{
			key: 'readings',
			title: 'Consultations',
			none: 'Personne n’a consulté cette fiche.',
			lines: await readingLines(db, person),
		},
		{
			key: 'audit',
			title: 'Journal du comité',
			none: 'Aucune ligne.',
			lines: await auditLines(db, person),
		},
		{
			key: 'requests',
			title: 'Demandes et suites données',
			none: 'Aucune demande.',
			lines: await requestLines(db, id),
		},
	];
}

async function importLines(db: Database, person: Identity): Promise<HeldLine[]> {
	const rows = await listImportTraces(db, person);
	return rows.map(({ number, fileName, line, values, cells, name }) => ({
		label: `Lot ${number}, ligne ${line}`,
		value:
			cells?.filter(Boolean).join(' ; ') ??
			(Object.values(values ?? {})
				.map(String)
				.join(' ; ') ||
				name),
		detail: fileName,
	}));
}

async function readingLines(db: Database, { registry, id }: Identity): Promise<HeldLine[]> {
	const readings = await listReadings(db, { registry, recordId: id });
	return readings.map(({ at, name, way, times }) => ({
		label: name ?? 'Compte supprimé',
		value: times > 1 ? `${READING_LABEL[way]} (${times} fois)` : READING_LABEL[way],
		detail: `Le ${shortDate(dayInFrance(at))}`,
	}));
}

/** Lines of the log on the record, but for the readings, which are told apart. */
async function auditLines(db: Database, { registry, id }: Identity): Promise<HeldLine[]> {
	const rows = await db
		.select()
		.from(auditEvent)
		.where(
			and(
				eq(auditEvent.subjectType, subjectTypeOf(registry)),
				eq(auditEvent.subjectId, id),
				ne(auditEvent.action, openingOf(registry)),
			),
		)
		.orderBy(asc(auditEvent.happenedAt));
	return rows.map(({ action, happenedAt, details }) => ({
		label: action,
		value: Object.entries(details)
			.map(([key, value]) => `${key}\u00a0: ${String(value)}`)
			.join(', '),
		detail: `Le ${momentWords(happenedAt)}`,
	}));
}

async function requestLines(db: Database, recordId: string): Promise<HeldLine[]> {
	const rows = await db
		.select({ request: registryRequest, by: account.displayName })
		.from(registryRequest)
		.leftJoin(account, eq(account.id, registryRequest.accountId))
		.where(eq(registryRequest.recordId, recordId))
		.orderBy(desc(registryRequest.doneAt));
	return rows.map(({ request, by }) => ({
		label: REQUEST_KIND_LABEL[request.kind],
		value: REQUEST_REASON_LABEL[request.reason],
		detail: [
			request.askedOn === null ? '' : `demandée le ${shortDate(request.askedOn)}`,
			`faite le ${momentWords(request.doneAt)}`,
			by ?? '',
		]
			.filter(Boolean)
			.join(', '),
	}));
}
