import { createHash } from 'node:crypto';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { documentOf } from '../documents/document-file.handlers.ts';
import { writePdf } from '../documents/writers/pdf.writer.ts';
import type { SheetValue } from '#lib/plan/plan-cell.rules.ts';
import { withMacros, wrongType } from '../files/file.faults.ts';
import { safeExcel } from '../files/office.ts';
import type { ExportPlanInput, ReadWorkbookInput } from './plan-file.jobs.ts';
import { readWorkbook } from './readers/workbook.reader.ts';
import { writeOds } from './writers/ods.writer.ts';
import { writeWorkbook } from './writers/workbook.writer.ts';

/** Writes the plan as a file, with the hash of what it holds. */
export async function exportPlanHandler({ parts, head, content }: ExportPlanInput): Promise<Uint8Array> {
	const doc = documentOf(parts);
	const sha256 = createHash('sha256').update(canonicalContent(doc), 'utf8').digest('hex');
	doc.destroy();
	const whole = { ...head, sha256 };
	if (content.format === 'pdf') return writePdf(whole, content.blocks);
	return content.format === 'ods' ? writeOds(whole, content.sheet) : writeWorkbook(whole, content.sheet);
}

/** Reads a workbook that somebody has brought. @throws TerrimedError when it is none that can be read */
export async function readWorkbookHandler({ bytes, fileName }: ReadWorkbookInput): Promise<SheetValue[][]> {
	const name = fileName.toLowerCase();
	if (name.endsWith('.xlsm')) throw withMacros();
	if (!name.endsWith('.xlsx')) throw wrongType('un classeur Excel (.xlsx)');
	return readWorkbook(safeExcel(bytes));
}
