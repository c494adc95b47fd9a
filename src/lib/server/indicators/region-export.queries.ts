import {
	REGION_MEDIA_TYPE,
	regionAbout,
	regionList,
	regionTables,
	type RegionFormat,
} from '#lib/indicators/region-file.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { momentInWords, type OutgoingFile } from '../documents/document-export.queries.ts';
import { writeTablesJob } from './region-file.jobs.ts';
import { getRegionPicture, type RegionPicture } from './region.queries.ts';

/**
 * The picture of a region as a file, with the figures that its page shows. Written in the log of each committee whose figures leave.
 * @throws TerrimedError `not-found` for whoever has no mandate for the region
 */
export async function exportRegion(
	context: Context,
	regionCode: string,
	format: RegionFormat,
): Promise<OutgoingFile> {
	const picture = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const read = await getRegionPicture(inside, regionCode);
		await logExport(inside, read, format);
		return read;
	});
	const { today, departments } = picture;
	const tables = regionTables(departments, today);
	const { grid, values, own, calls } = tables;
	const { actor } = context;
	return {
		name: `indicateurs-region-${regionCode}-${today}.${format}`,
		mediaType: REGION_MEDIA_TYPE[format],
		bytes: context.files.run(writeTablesJob, {
			format,
			sheets: format === 'csv' ? [regionList(tables)] : [grid, values, own, calls],
			about: regionAbout({
				...{ regionName: picture.name, day: today, moment: momentInWords(context.now()) },
				exportedBy: actor.kind === 'account' ? actor.displayName : '',
			}),
		}),
	};
}

/** In the order of the codes, as every writer of several chains does: two exports never wait for each other. */
async function logExport(
	inside: Context,
	{ code: regionCode, departments }: RegionPicture,
	format: RegionFormat,
): Promise<void> {
	const { actor } = inside;
	for (const { code, hasCommittee } of departments) {
		if (!hasCommittee) continue;
		await writeAudit(inside.db, {
			chain: code,
			actorId: actor.kind === 'account' ? actor.accountId : null,
			action: 'indicator.export',
			subjectType: 'region',
			subjectId: regionCode,
			details: { format },
			happenedAt: inside.now(),
		});
	}
}
