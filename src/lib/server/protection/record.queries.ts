import { and, asc, eq, inArray, like, or, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FoundRecord } from '#lib/protection/held.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { internName } from '#lib/interns/intern.rules.ts';
import { doctorName } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { Database } from '../database/database.ts';
import { intern } from '../interns/intern.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { commune } from '../territory/territory.tables.ts';

/** People shown at once: who has more namesakes types more. */
const MOST = 50;

/** What tells a person from others in everything that is kept, of either registry. */
export interface Identity {
	registry: RegistryName;
	id: string;
	departmentCode: string;
	regionCode: string;
	lastName: string;
	firstName: string;
	/** Folded: what lists are sorted by. */
	sortName: string;
	rpps: string | null;
	email: string | null;
	communeCode: string;
	communeName: string;
	opposedAt: Date | null;
	informedOn: string | null;
	version: number;
	/** Of an intern's placement. */
	dates: { startsOn: string; endsOn: string } | null;
}

/** Letters, digits, @ and dots: nothing that LIKE reads as a sign. */
const plain = (text: string): string =>
	text
		.trim()
		.toLowerCase()
		.replace(/[^a-z0-9@.+-]/g, '');

interface Columns {
	sortName: AnyPgColumn;
	rpps: AnyPgColumn;
	email: AnyPgColumn;
}

/** By each word of a name, a part of the RPPS, or an address. */
function whose(question: string, { sortName, rpps, email }: Columns): SQL | undefined {
	const words = normaliseSearch(question).split(' ').filter(Boolean).slice(0, 8);
	const byName = and(...words.map((word) => like(sortName, `%${word}%`)));
	const digits = question.replace(/\s/g, '');
	const byNumber = /^\d{3,11}$/.test(digits) ? like(rpps, `%${digits}%`) : undefined;
	const byAddress = question.includes('@') ? eq(email, plain(question)) : undefined;
	return or(byName, byNumber, byAddress);
}

/** Records of a registry that a question finds, those of people who opposed it too: inside a transaction opened for their départements. */
export async function findRecords(
	db: Database,
	registry: RegistryName,
	question: string,
): Promise<Identity[]> {
	if (normaliseSearch(question) === '') return [];
	if (registry === 'senior-doctors') return selectDoctors(db, whose(question, seniorDoctor));
	return selectInterns(db, whose(question, intern));
}

/** One record by its id, null when it is not in these départements. */
export async function findRecord(
	db: Database,
	{ registry, id, departmentCodes }: { registry: RegistryName; id: string; departmentCodes: string[] },
): Promise<Identity | null> {
	const [found] =
		registry === 'senior-doctors'
			? await selectDoctors(
					db,
					and(eq(seniorDoctor.id, id), inArray(seniorDoctor.departmentCode, departmentCodes)),
				)
			: await selectInterns(db, and(eq(intern.id, id), inArray(intern.departmentCode, departmentCodes)));
	return found ?? null;
}

async function selectDoctors(db: Database, kept: SQL | undefined): Promise<Identity[]> {
	const rows = await db
		.select({ record: seniorDoctor, communeName: commune.name })
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(kept)
		.orderBy(asc(seniorDoctor.sortName), asc(seniorDoctor.id))
		.limit(MOST);
	return rows.map(({ record, communeName }) => ({
		...record,
		registry: 'senior-doctors',
		communeName,
		dates: null,
	}));
}

async function selectInterns(db: Database, kept: SQL | undefined): Promise<Identity[]> {
	const rows = await db
		.select({ record: intern, communeName: commune.name })
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.where(kept)
		.orderBy(asc(intern.sortName), asc(intern.startsOn))
		.limit(MOST);
	return rows.map(({ record, communeName }) => ({
		...record,
		registry: 'interns',
		lastName: record.lastName ?? '',
		firstName: record.firstName ?? '',
		communeName,
		dates: { startsOn: record.startsOn, endsOn: record.endsOn },
	}));
}

/** How a page names a record. */
export function foundRecord(person: Identity): FoundRecord {
	const { registry, id, departmentCode, rpps, communeName, dates, opposedAt } = person;
	const detail = [
		communeName,
		rpps === null ? '' : `RPPS ${rpps}`,
		dates === null ? '' : `du ${shortDate(dates.startsOn)} au ${shortDate(dates.endsOn)}`,
	];
	return {
		...{ registry, id, departmentCode, isOpposed: opposedAt !== null },
		name: registry === 'interns' ? internName(person) : doctorName(person),
		detail: detail.filter(Boolean).join(', '),
	};
}
