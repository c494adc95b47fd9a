import { and, eq, exists, inArray, isNull, like, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import {
	filterDefinition,
	type FilterName,
	type SortName,
} from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import type { Filter, Sort } from '#lib/registries/filter.rules.ts';
import { isSharedWith } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { SHARINGS } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Database } from '../database/database.ts';
import { columnFits, zoneFits } from '../registries/filter.conditions.ts';
import { RPPS_PART, wordsOf } from '../registries/list-cursor.ts';
import { commune } from '../territory/territory.tables.ts';
import type { RecordsAccess } from './seniors-rights.queries.ts';
import { seniorDoctor, seniorDoctorPlace } from './senior-doctor.tables.ts';

/** What a list asks: words, filters, an order. */
export interface ListQuestion {
	/** One département, or those of a region. */
	departmentCode: string | readonly string[];
	access: RecordsAccess;
	text: string;
	filters: readonly Filter<FilterName>[];
	/** These records only, where some have been chosen by hand. */
	ids?: readonly string[] | undefined;
}

/** Records of the département that the actor reads, and that the question keeps. */
export function matching(
	db: Database,
	{ departmentCode, access, text, filters, ids }: ListQuestion,
): SQL | undefined {
	return and(
		typeof departmentCode === 'string'
			? eq(seniorDoctor.departmentCode, departmentCode)
			: inArray(seniorDoctor.departmentCode, [...departmentCode]),
		isNull(seniorDoctor.opposedAt),
		ids === undefined ? undefined : inArray(seniorDoctor.id, [...ids]),
		readable(db, access),
		...wordsOf(text).map((word) => hasWord(word, access)),
		...filters.map((filter) => conditionOf(db, filter)),
	);
}

/** Records shared with the reader's circle, in their communes: the same as `opensRecord`, in SQL. */
export function readable(db: Database, { circle, communeCodes }: RecordsAccess): SQL | undefined {
	const sharings = SHARINGS.filter((sharing) => isSharedWith(sharing, circle));
	return and(
		sharings.length === SHARINGS.length ? undefined : inArray(seniorDoctor.sharing, sharings),
		communeCodes === null ? undefined : practisesIn(db, communeCodes),
	);
}

function practisesIn(db: Database, codes: readonly string[]): SQL | undefined {
	// A list of none is refused by SQL: nothing is in it.
	if (codes.length === 0) return sql`false`;
	const elsewhere = db
		.select({ one: sql`1` })
		.from(seniorDoctorPlace)
		.where(
			and(
				eq(seniorDoctorPlace.doctorId, seniorDoctor.id),
				inArray(seniorDoctorPlace.communeCode, [...codes]),
			),
		);
	return or(inArray(seniorDoctor.communeCode, [...codes]), exists(elsewhere));
}

function hasWord(word: string, { circle }: RecordsAccess): SQL | undefined {
	const inText = like(seniorDoctor.searched, `%${word}%`);
	if (circle !== 'urps' || !RPPS_PART.test(word)) return inText;
	return or(inText, like(seniorDoctor.rpps, `%${word}%`));
}

function columnOf(name: Exclude<FilterName, 'zone'>): AnyPgColumn {
	if (name === 'intercommunality') return commune.intercommunalityCode;
	return seniorDoctor[name];
}

function conditionOf(db: Database, filter: Filter<FilterName>): SQL | undefined {
	if (filter.name === 'zone') {
		// By the main place.
		return filter.form === 'range' ? undefined : zoneFits(db, seniorDoctor.communeCode, filter);
	}
	const { kind } = filterDefinition(filter.name);
	if (kind === 'commune' && filter.form === 'among') return practisesIn(db, filter.values);
	return columnFits(columnOf(filter.name), filter, kind);
}

/** The key of a row in an order, as text that sorts by its bytes; what is not known comes last both ways. */
export function sortKey({ by, descending }: Sort<SortName>): SQL<string> {
	const last = descending ? '' : '~';
	switch (by) {
		case 'name':
			return sql<string>`${seniorDoctor.sortName}`;
		case 'commune':
			return sql<string>`coalesce(${commune.searchName}, ${last}) collate "C"`;
		case 'birthYear':
		case 'departureYear':
			return sql<string>`coalesce(${seniorDoctor[by]}::text, ${last}) collate "C"`;
		case 'lastContactOn':
		case 'nextStepOn':
			return sql<string>`coalesce(${seniorDoctor[by]}::text, ${last}) collate "C"`;
		default:
			return sql<string>`coalesce(${seniorDoctor[by]}, ${last}) collate "C"`;
	}
}
