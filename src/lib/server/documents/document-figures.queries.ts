import type { FigureValue } from '#lib/documents/figure.rules.ts';
import type { Context } from '../context/context.ts';
import { getDocumentById } from './document.queries.ts';

/** Every figure that a document may show to the actor. @throws TerrimedError `not-found` */
export async function listDocumentFigures(context: Context, documentId: string): Promise<FigureValue[]> {
	const found = await getDocumentById(context, documentId);
	return context.figures.list(context, found.departmentCode);
}
