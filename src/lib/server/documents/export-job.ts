import type { ExportFormat } from '#lib/documents/document-file.rules.ts';
import { defineJobKind } from '../jobs/job.kinds.ts';

/** A file of a document that is prepared beside the pages; kept long enough to be fetched the next day. */
export const exportJob = defineJobKind<{ documentId: string; format: ExportFormat; comments: boolean }>({
	name: 'document.export',
	isResumable: true,
	keptDays: 2,
});

/** Name of the file in the job's files. */
export const EXPORT_FILE = 'file';
