import { createHash } from 'node:crypto';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { documentOf } from '../documents/document-file.handlers.ts';
import { writePdf } from '../documents/writers/pdf.writer.ts';
import type { ExportPlanInput } from './plan-file.jobs.ts';
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
