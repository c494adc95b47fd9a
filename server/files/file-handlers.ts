import {
	exportDocumentHandler,
	importDocumentHandler,
} from '#lib/server/documents/document-file.handlers.ts';
import { exportDocumentJob, importDocumentJob } from '#lib/server/documents/document-file.jobs.ts';
import { exportPlanHandler, readWorkbookHandler } from '#lib/server/plan/plan-file.handlers.ts';
import { exportPlanJob, readWorkbookJob } from '#lib/server/plan/plan-file.jobs.ts';
import { followSplitHandler, splitDocumentHandler } from '#lib/server/documents/document-split.handlers.ts';
import { followSplitJob, splitDocumentJob } from '#lib/server/documents/document-split.jobs.ts';
import { writeImageHandler } from '#lib/server/documents/image.handlers.ts';
import { writeImageJob } from '#lib/server/documents/image.jobs.ts';
import { writeTablesHandler } from '#lib/server/indicators/region-file.handlers.ts';
import { writeTablesJob } from '#lib/server/indicators/region-file.jobs.ts';
import { readAttachmentHandler } from '#lib/server/indicators/attachment.handlers.ts';
import { readAttachmentJob } from '#lib/server/indicators/attachment.jobs.ts';
import { readValuesHandler } from '#lib/server/indicators/value-file.handlers.ts';
import { readValuesJob } from '#lib/server/indicators/value-file.jobs.ts';
import { personFileHandler } from '#lib/server/protection/person-file.handlers.ts';
import { personFileJob } from '#lib/server/protection/person-file.jobs.ts';
import { exportRegistryHandler } from '#lib/server/registries/registry-export.handlers.ts';
import { exportRegistryJob } from '#lib/server/registries/registry-export.jobs.ts';
import { writeDossierHandler } from '#lib/server/evaluation/dossier/dossier.handlers.ts';
import { writeDossierJob } from '#lib/server/evaluation/dossier/dossier.jobs.ts';
import type { FileHandlers } from '#lib/server/files/files.ts';

/** What the thread can do, by the name of the job. */
export const FILE_HANDLERS: FileHandlers = {
	[exportDocumentJob.name]: exportDocumentHandler,
	[importDocumentJob.name]: importDocumentHandler,
	[splitDocumentJob.name]: splitDocumentHandler,
	[followSplitJob.name]: followSplitHandler,
	[writeImageJob.name]: writeImageHandler,
	[exportPlanJob.name]: exportPlanHandler,
	[readWorkbookJob.name]: readWorkbookHandler,
	[readValuesJob.name]: readValuesHandler,
	[readAttachmentJob.name]: readAttachmentHandler,
	[writeTablesJob.name]: writeTablesHandler,
	[writeDossierJob.name]: writeDossierHandler,
	[personFileJob.name]: personFileHandler,
	[exportRegistryJob.name]: exportRegistryHandler,
};
