import { EXPORTED_INTERNS } from '#lib/interns/intern-export.rules.ts';
import type { ListedIntern } from '#lib/interns/intern.view.ts';
import type { ExportFormat } from '#lib/registries/export.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { logListing } from '../registries/reading.log.ts';
import { registryFile, type RegistryFile } from '../registries/registry-export.ts';
import {
	internReading,
	listMatchingInterns,
	readInternAddress,
	type InternListAddress,
} from './intern.queries.ts';
import { authorizeInternRecords } from './interns-rights.queries.ts';

/** Rows read at once. */
const PAGE = 500;

/**
 * The list that an address shows, whole, as a file: the rows and the fields that its reader may read, which what each intern shares decides,
 * with who took them away and when. Written in the audit log with how many rows left.
 */
export async function exportInterns(
	context: Context,
	departmentCode: string,
	asked: Omit<InternListAddress, 'cursor'> & { format: ExportFormat; columns?: string },
): Promise<RegistryFile> {
	const reader = await authorizeInternRecords(context, departmentCode);
	const address = readInternAddress({ ...asked, cursor: '' }, reader.access);
	const rows = await withRegistryRights(context, [departmentCode], async (inside) => {
		const all: ListedIntern[] = [];
		for (let after = address.after; ;) {
			const request = { ...address, departmentCode, reader, text: asked.q, after, limit: PAGE };
			const page = await listMatchingInterns(inside, request);
			all.push(...page.rows);
			if (page.next === null) break;
			({ after } = readInternAddress({ ...asked, cursor: page.next }, reader.access));
		}
		await logListing(inside, {
			...internReading(departmentCode, reader),
			way: 'export',
			recordIds: all.map(({ id }) => id),
			details: { format: asked.format },
		});
		return all;
	});
	return registryFile(context, EXPORTED_INTERNS, {
		rows: rows.map((row) => ({ ...row })),
		departmentCode,
		format: asked.format,
		columns: asked.columns ?? '',
	});
}
