import type * as Y from 'yjs';
import { frozenFigures } from '#lib/documents/canonical.content.ts';
import { figuresIn } from '#lib/documents/figure.content.ts';
import { figureId, type FigureValue } from '#lib/documents/figure.rules.ts';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { documentVersion } from './document.tables.ts';

/** The values of the figures that a text shows, as the actor may read them now; none is counted for a text without. */
export async function valuesIn(context: Context, departmentCode: string, doc: Y.Doc): Promise<FigureValue[]> {
	const wanted = figuresIn(doc);
	if (wanted.size === 0) return [];
	const values = await context.figures.list(context, departmentCode);
	return values.filter((value) => wanted.has(figureId(value)));
}

/** What the figures of a version said when it was frozen. */
export async function frozenValues(
	db: Database,
	documentId: string,
	versionId: string,
): Promise<FigureValue[]> {
	const [row] = await db
		.select({ content: documentVersion.content })
		.from(documentVersion)
		.where(and(eq(documentVersion.documentId, documentId), eq(documentVersion.id, versionId)));
	return row === undefined ? [] : frozenFigures(row.content);
}
