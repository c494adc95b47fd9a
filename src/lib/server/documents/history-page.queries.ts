import { readMoment, writeMoment, type Moment } from '#lib/documents/history.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { Context, PersonHere } from '../context/context.ts';
import { getDocument, type DocumentSummary } from './document.queries.ts';
import { compareMoments, type ComparedMoments, type ReadTextOf } from './history.queries.ts';
import { getHistory, type DocumentHistory } from './sitting.queries.ts';

/** What the page of a document's history shows. */
export interface HistoryPage {
	document: DocumentSummary;
	history: DocumentHistory;
	/** Two moments side by side; null when nothing has been written yet. */
	compared: (ComparedMoments & { fromText: string; toText: string }) | null;
	/** Who has the document open now. */
	people: readonly PersonHere[];
}

/**
 * The history of a document with the difference of two moments: those asked, else what changed since the last adopted version, the
 * last named one, or the beginning of the last sitting. `readerOf` reads the kinds that are not rich text.
 */
export async function getHistoryPage(
	context: Context,
	place: { departmentCode: string; documentId: string },
	asked: { from: string | null; to: string | null; before: string | null },
	readerOf?: (document: DocumentSummary) => Promise<ReadTextOf | undefined>,
): Promise<HistoryPage> {
	const document = await getDocument(context, place.departmentCode, place.documentId);
	const before = asked.before === null ? null : readMoment(asked.before);
	const history = await getHistory(context, document, {
		to: before?.kind === 'instant' ? before.at : undefined,
	});
	const from = asked.from === null ? defaultStart(history) : readMoment(asked.from);
	const to = asked.to === null ? { kind: 'now' as const } : readMoment(asked.to);
	if (to === null || (from === null && asked.from !== null)) throw notFound();
	const readText = await readerOf?.(document);
	const compared = from === null ? null : await compareMoments(context, document, { from, to, readText });
	return {
		document,
		history,
		compared: compared && {
			...compared,
			fromText: writeMoment(compared.from.moment),
			toText: writeMoment(compared.to.moment),
		},
		people: context.live.peopleIn([document.id]).get(document.id) ?? [],
	};
}

function defaultStart({ versions, sittings }: DocumentHistory): Moment | null {
	const version = versions.find(({ adopted }) => adopted) ?? versions[0];
	if (version !== undefined) return { kind: 'version', id: version.id };
	const last = sittings[0];
	return last === undefined ? null : { kind: 'instant', at: new Date(last.from.getTime() - 1) };
}
