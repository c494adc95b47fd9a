import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { ListedIntern } from '#lib/interns/intern.view.ts';
import { gapsOf, readinessOf, type Readiness } from '#lib/interns/welcome.rules.ts';
import type { Context } from '../context/context.ts';
import { hostNameFor, pickInternFields, type HostRow, type internValuesOf } from './intern.record.ts';
import type { InternsReader } from './interns-rights.queries.ts';
import { listWelcomeItems } from './welcome.queries.ts';

/** A row of a list as it is stored, before rights by field. */
export interface StoredRow {
	id: string;
	version: number;
	openItems: number;
	record: Omit<ReturnType<typeof internValuesOf>, 'project'>;
	host: HostRow | null;
	communeName: string;
	contactName: string | null;
}

/** How the welcome of each row stands, for those who keep the records: an elected official reads the steps given to them and no others. */
export async function readinessOfRows(
	{ db, now }: Context,
	{ access }: InternsReader,
	rows: readonly Pick<StoredRow, 'id' | 'record'>[],
): Promise<Map<string, Readiness>> {
	if (access.circle !== 'keepers') return new Map();
	const today = dayInFrance(now());
	const running = rows.filter(({ record }) => record.endsOn >= today).map(({ id }) => id);
	const items = await listWelcomeItems(db, running);
	return new Map(
		rows.map(({ id, record }) => {
			const gaps = gapsOf({ ...record, items: items.get(id) ?? [] }, today);
			return [id, readinessOf(gaps)];
		}),
	);
}

/** A row as its reader gets it. */
export function listedFor(
	reader: InternsReader,
	{ record, host, ...row }: StoredRow,
	readiness: Readiness | undefined,
): ListedIntern {
	const values = pickInternFields(record, record, reader);
	const hostDoctorName = hostNameFor(host, reader.doctors);
	if (hostDoctorName === null) delete values.hostDoctorId;
	return Object.assign(values, {
		...{ id: row.id, communeName: row.communeName, contactName: row.contactName, hostDoctorName },
		hasHost: record.hostDoctorId !== null || record.hostName !== null,
		...(reader.access.circle === 'keepers'
			? { version: row.version, openItems: row.openItems, readiness }
			: {}),
	});
}
