import { and, eq, gte, isNull, like, lte, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import {
	internFilter,
	type InternFilterName,
	type InternSortName,
} from '#lib/interns/intern-filter.rules.ts';
import { NAMELESS } from '#lib/interns/intern.rules.ts';
import { BORDER_DAYS, parseSemester } from '#lib/interns/semester.rules.ts';
import type { Filter, Sort } from '#lib/registries/filter.rules.ts';
import { addDays } from '#lib/ui/days.ts';
import type { Database } from '../database/database.ts';
import { among, columnFits, zoneFits } from '../registries/filter.conditions.ts';
import { RPPS_PART, wordsOf } from '../registries/list-cursor.ts';
import { commune } from '../territory/territory.tables.ts';
import { intern } from './intern.tables.ts';
import type { InternRecordsAccess } from './interns-rights.queries.ts';

/** What a list asks: words, filters. */
export interface InternQuestion {
	departmentCode: string;
	access: InternRecordsAccess;
	text: string;
	filters: readonly Filter<InternFilterName>[];
}

/** Records of the département that the actor reads, and that the question keeps. */
export function internsMatching(
	db: Database,
	{ departmentCode, access, text, filters }: InternQuestion,
): SQL | undefined {
	const { communeCodes } = access;
	return and(
		eq(intern.departmentCode, departmentCode),
		isNull(intern.opposedAt),
		communeCodes === null ? undefined : among(intern.communeCode, communeCodes),
		...wordsOf(text).map((word) => hasWord(word, access)),
		...filters.map((filter) => conditionOf(db, filter)),
	);
}

/** A name that is not shared is not found by its words either. */
function hasWord(word: string, { circle }: InternRecordsAccess): SQL | undefined {
	const inText = like(intern.searched, `%${word}%`);
	if (circle === 'elected') {
		return or(and(eq(intern.shareName, true), inText), like(intern.searchedPlace, `%${word}%`));
	}
	return RPPS_PART.test(word) ? or(inText, like(intern.rpps, `%${word}%`)) : inText;
}

function conditionOf(db: Database, filter: Filter<InternFilterName>): SQL | undefined {
	if (filter.name === 'zone') return zoneFits(db, intern.communeCode, filter);
	if (filter.name === 'arrival') return filter.form === 'among' ? arrivesIn(filter.values) : sql`false`;
	const column: AnyPgColumn =
		filter.name === 'intercommunality' ? commune.intercommunalityCode : intern[filter.name];
	return columnFits(column, filter, internFilter(filter.name).kind);
}

/** Courses meant for these semesters: some begin a few days before the first of the month. */
function arrivesIn(codes: readonly string[]): SQL | undefined {
	return or(
		...codes.flatMap((code) => {
			const semester = parseSemester(code);
			if (semester === null) return [];
			return and(
				gte(intern.startsOn, addDays(semester.startsOn, -BORDER_DAYS)),
				lte(intern.startsOn, addDays(semester.endsOn, -BORDER_DAYS)),
			);
		}),
	);
}

/** The key of a row in an order, as text that sorts by its bytes. A name that is not shared has no place by its letters. */
export function internSortKey(
	{ by, descending }: Sort<InternSortName>,
	access: InternRecordsAccess,
): SQL<string> {
	const last = descending ? '' : NAMELESS;
	switch (by) {
		case 'name':
			return access.circle === 'keepers'
				? sql<string>`${intern.sortName}`
				: sql<string>`(case when ${intern.shareName} then ${intern.sortName} else ${NAMELESS} end) collate "C"`;
		case 'commune':
			return sql<string>`coalesce(${commune.searchName}, ${last}) collate "C"`;
		case 'openItems':
			return sql<string>`lpad(${intern.openItems}::text, 3, '0') collate "C"`;
		default:
			return sql<string>`coalesce(${intern[by]}::text, ${last}) collate "C"`;
	}
}
