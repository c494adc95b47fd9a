import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { isCreatedKind } from '#lib/documents/document.rules.ts';
import { partsOf } from '#lib/documents/split.content.ts';
import { notFound } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { loadCopy } from './document.log.ts';
import { getDocument, type DocumentSummary } from './document.queries.ts';

/** A part that may have a document of its own. */
export interface SplitChoice {
	id: string;
	level: 1 | 2 | 3;
	number: string;
	text: string;
	/** Its weight in the whole, in percent. */
	share: number;
	/** Who is in it now, by name; whoever asks is not told of themselves. */
	people: string[];
}

export interface SplitPage {
	document: DocumentSummary;
	parts: SplitChoice[];
	bytes: number;
	/** Whether the new documents may be of the kind of this one. */
	hasSameKind: boolean;
}

interface Place {
	departmentCode: string;
	documentId: string;
}

/** Whoever writes a text and may make documents may split it. @throws TerrimedError `not-found` */
export async function authorizeSplit(context: Context, place: Place): Promise<DocumentSummary> {
	await authorizeInSpace(context, 'document.create', place.departmentCode);
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.access !== 'write' || found.kind === 'plan') throw notFound();
	return found;
}

/** What a document may be split by, as it is now. @throws TerrimedError `not-found` */
export async function getSplitPage(context: Context, place: Place): Promise<SplitPage> {
	const document = await authorizeSplit(context, place);
	const copy = await loadCopy(context.db, document.id);
	try {
		const own = context.actor.kind === 'account' ? context.actor.accountId : null;
		const here = context.live.peopleIn([document.id]).get(document.id) ?? [];
		const others = here.filter(({ accountId }) => accountId !== own);
		return {
			document,
			bytes: Y.encodeStateAsUpdate(copy).length,
			hasSameKind: isCreatedKind(document.kind) && document.kind !== 'note',
			parts: partsOf(contentOf(copy)).map(({ id, level, number, text, share }) => ({
				...{ id, level, number, text, share },
				people: others.filter((person) => person.place === id).map(({ name }) => name),
			})),
		};
	} finally {
		copy.destroy();
	}
}
