import type { ExportFormat } from '#lib/registries/export.rules.ts';
import { EXPORTED_DOCTORS } from '#lib/senior-doctors/doctor-export.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logListing } from '../registries/reading.log.ts';
import { registryFile, type RegistryFile } from '../registries/registry-export.ts';
import {
	listMatching,
	readAddress,
	type ListAddress,
	type SeniorDoctorRow,
} from './senior-doctor.queries.ts';
import { authorizeRecords } from './seniors-rights.queries.ts';

/** Rows read at once. */
const PAGE = 500;

/**
 * The list that an address shows, whole or the records chosen in it, as a file: the rows and the fields that its reader may read, of the columns asked for, each row with
 * who took it away and when. Written in the audit log with how many rows left.
 */
export async function exportDoctors(
	context: Context,
	departmentCode: string,
	asked: Omit<ListAddress, 'cursor'> & {
		format: ExportFormat;
		columns?: string;
		ids?: readonly string[] | undefined;
	},
): Promise<RegistryFile> {
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
	return registryFile(context, EXPORTED_DOCTORS, {
		rows: rows.map((row) => ({ ...row })),
		departmentCode,
		format: asked.format,
		columns: asked.columns ?? '',
	});
}
