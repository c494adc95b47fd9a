import type { Block } from '#lib/documents/portable.content.ts';
import type { FileHead } from '#lib/documents/portable.head.ts';
import type { SheetValue } from '#lib/plan/plan-cell.rules.ts';
import type { PlanSheet } from '#lib/plan/plan-file.rules.ts';
import { defineFileJob } from '../files/files.ts';

export interface ExportPlanInput {
	/** The plan's log, of which the hash is taken. */
	parts: Uint8Array[];
	head: Omit<FileHead, 'sha256'>;
	content: { format: 'xlsx' | 'ods'; sheet: PlanSheet } | { format: 'pdf'; blocks: Block[] };
}

export const exportPlanJob = defineFileJob<ExportPlanInput, Uint8Array>('plan.export');

export interface ReadWorkbookInput {
	bytes: Uint8Array;
	fileName: string;
}

/** The rows of the sheet of the plan, or of the first one. */
export const readWorkbookJob = defineFileJob<ReadWorkbookInput, SheetValue[][]>('plan.read');
