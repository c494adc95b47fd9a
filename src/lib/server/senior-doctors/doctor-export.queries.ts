import { dayInFrance } from '#lib/committee/role.rules.ts';
import { exportedTable, type ExportFormat } from '#lib/senior-doctors/doctor-export.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logListing } from '../registries/reading.log.ts';
import { exportDoctorsJob } from './doctor-export.jobs.ts';
import {
	listMatching,
	readAddress,
	type ListAddress,
	type SeniorDoctorRow,
} from './senior-doctor.queries.ts';
import { authorizeRecords } from './seniors-rights.queries.ts';

const MEDIA_TYPE: Record<ExportFormat, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Rows read at once. */
const PAGE = 500;

export interface DoctorsFile {
	name: string;
	mediaType: string;
	bytes: Promise<Uint8Array>;
}

/**
 * The list that an address shows, whole or the records chosen in it, as a file: the rows and the fields that its reader may read, each row with who took it away and
 * when. Written in the audit log with how many rows left.
 */
export async function exportDoctors(
	context: Context,
	departmentCode: string,
	asked: Omit<ListAddress, 'cursor'> & { format: ExportFormat; ids?: readonly string[] | undefined },
): Promise<DoctorsFile> {
	const { access } = await authorizeRecords(context, departmentCode);
	const address = readAddress({ ...asked, cursor: '' }, access);
	const rows = await withRegistryRights(context, [departmentCode], async (inside) => {
		const all: SeniorDoctorRow[] = [];
		for (let after = address.after; ;) {
			const request = {
				...address,
				departmentCode,
				access,
				text: asked.q,
				ids: asked.ids,
				after,
				limit: PAGE,
			};
			const page = await listMatching(inside, request);
			all.push(...page.rows);
			if (page.next === null) break;
			({ after } = readAddress({ ...asked, cursor: page.next }, access));
		}
		await logListing(inside, {
			...{ registry: 'senior-doctors', departmentCode, circle: access.circle, way: 'export' },
			recordIds: all.map(({ id }) => id),
			details: { format: asked.format },
		});
		return all;
	});
	const name = context.actor.kind === 'account' ? context.actor.displayName : '';
	const moment = new Intl.DateTimeFormat('fr-FR', {
		dateStyle: 'short',
		timeStyle: 'short',
		timeZone: 'Europe/Paris',
	});
	const table = exportedTable(
		rows.map((row) => ({ ...row })),
		{ name, moment: moment.format(context.now()) },
	);
	return {
		name: `medecins-${departmentCode}-${dayInFrance(context.now())}.${asked.format}`,
		mediaType: MEDIA_TYPE[asked.format],
		bytes: context.files.run(exportDoctorsJob, { format: asked.format, table }),
	};
}
