import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { REGISTRY_POLICY } from '#lib/server/database/registry-scope.columns.ts';
import * as schema from '#lib/server/database/schema.ts';

/** Ids, moments and yes or no hold no word of a person, and cannot be told from another of their kind. */
const SAYS_NOTHING = ['PgUUID', 'PgTimestamp', 'PgBoolean'];

/** Where a row is, its rank and its state. */
const POSITIONS = [
	'departmentCode',
	'regionCode',
	'registry',
	'version',
	'number',
	'line',
	'seq',
	'writtenThrough',
	'position',
	'state',
];

/** `table.column` of whatever a person could be recognised by, in each table that row-level security guards: read from the tables themselves. */
export function personalColumns(): string[] {
	return Object.values(schema).flatMap((table) => {
		if (!is(table, PgTable)) return [];
		const { name, policies } = getTableConfig(table);
		if (!policies.some((policy) => policy.name === REGISTRY_POLICY)) return [];
		return Object.entries(getTableColumns(table))
			.filter(([column, { columnType }]) => !SAYS_NOTHING.includes(columnType) && !POSITIONS.includes(column))
			.map(([column]) => `${name}.${column}`);
	});
}

const CODE = 'of a closed list: it says nothing without the words beside it, which have their canaries';
const FOLDED = 'the name, whose canary it holds';
const WITH_OTHER_PLACES = 'read and judged as `otherPlaces` of the record';
const OF_THE_RECORD = 'the day that the record repeats, with its canary';

/** Columns without a canary of their own, and why. */
export const UNCANARIED: Readonly<Record<string, string>> = {
	'intern.searched': FOLDED,
	'intern.searchedPlace': 'the site, whose canary it holds',
	'intern.sortName': FOLDED,
	'intern.openItems': 'how many steps are left',
	'intern_change.field': CODE,
	'intern_change.source': CODE,
	'intern_checklist_item.item': CODE,
	'registry_import.fileSize': 'a size',
	'registry_import.mapping': CODE,
	'registry_import.counts': 'how many rows of each state',
	'registry_import.mergeRule': CODE,
	'registry_import.faultCode': CODE,
	'registry_import.fault': 'one of our own sentences',
	'registry_import_row.likeness': CODE,
	'registry_import_row.taken': CODE,
	'registry_reading.recordIds': 'ids, which each answer is searched for',
	'registry_reading.way': CODE,
	'registry_request.askedOn': 'a day without its person, whose record is gone or is judged by itself',
	'registry_request.counts': 'how many rows of each kind',
	'registry_request.kind': CODE,
	'registry_request.reason': CODE,
	'senior_doctor.searched': FOLDED,
	'senior_doctor.sortName': FOLDED,
	'senior_doctor_change.field': CODE,
	'senior_doctor_change.source': CODE,
	'senior_doctor_follow_up.happenedOn': OF_THE_RECORD,
	'senior_doctor_follow_up.kind': CODE,
	'senior_doctor_follow_up.nextStepOn': OF_THE_RECORD,
	'senior_doctor_place.communeCode': WITH_OTHER_PLACES,
	'senior_doctor_place.kind': WITH_OTHER_PLACES,
	'senior_doctor_place.share': WITH_OTHER_PLACES,
};
