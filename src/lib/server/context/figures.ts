import type { FigureValue } from '#lib/documents/figure.rules.ts';
import type { Context } from './context.ts';

/** The figures that texts may show: known to the concepts that count, asked for by the texts, which know none of those. */
export interface Figures {
	/** Every figure of a committee's space that the actor may read, as it is now. @throws TerrimedError `not-found` */
	list(context: Context, departmentCode: string): Promise<FigureValue[]>;
}
