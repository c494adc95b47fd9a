import { dayInFrance } from '#lib/committee/role.rules.ts';
import { exportedTable, type ExportFormat, type ExportedList } from '#lib/registries/export.rules.ts';
import type { Context } from '../context/context.ts';
import { exportRegistryJob } from './registry-export.jobs.ts';

const MEDIA_TYPE: Record<ExportFormat, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface RegistryFile {
	name: string;
	mediaType: string;
	bytes: Promise<Uint8Array>;
}

/** Rows of a registry as a file, each with who takes it away and when: only what the rows hold, which is what their reader may read. */
export function registryFile(
	context: Context,
	list: ExportedList,
	asked: {
		rows: readonly Readonly<Record<string, unknown>>[];
		departmentCode: string;
		format: ExportFormat;
		/** Keys of the columns that the list shows, with commas; empty for all that a record has. */
		columns: string;
	},
): RegistryFile {
	const name = context.actor.kind === 'account' ? context.actor.displayName : '';
	const moment = new Intl.DateTimeFormat('fr-FR', {
		dateStyle: 'short',
		timeStyle: 'short',
		timeZone: 'Europe/Paris',
	});
	const { rows, format } = asked;
	const columns = asked.columns === '' ? [] : asked.columns.split(',');
	const table = exportedTable(list, { rows, columns }, { name, moment: moment.format(context.now()) });
	return {
		name: `${list.fileName}-${asked.departmentCode}-${dayInFrance(context.now())}.${format}`,
		mediaType: MEDIA_TYPE[format],
		bytes: context.files.run(exportRegistryJob, { format, sheet: list.sheet, table }),
	};
}
