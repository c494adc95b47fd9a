import { NOW, readMoment, startOf } from '#lib/documents/history.rules.ts';
import type { DocumentAuthor } from '#lib/documents/history.view.ts';
import type { Context } from '../context/context.ts';
import { getDocumentById } from './document.queries.ts';
import { getContentAt } from './history.queries.ts';
import type { VersionSummary } from './moment.queries.ts';
import { getHistory, type SittingSummary } from './sitting.queries.ts';

/** Who wrote when, and the versions, as programs are told. Days are those of France. */
export async function tellHistory(
	context: Context,
	documentId: string,
	period: { from?: string | undefined; to?: string | undefined },
) {
	const found = await getDocumentById(context, documentId);
	const { from, to } = period;
	const { sittings, versions, hasMore } = await getHistory(context, found, {
		from: from === undefined ? undefined : startOf(from),
		to: to === undefined ? undefined : instantOf(to),
	});
	return { sittings: sittings.map(tellSitting), versions: versions.map(tellVersion), hasMore };
}

export async function tellVersions(context: Context, documentId: string) {
	const { versions } = await getHistory(context, await getDocumentById(context, documentId));
	return versions.map(tellVersion);
}

/** The canonical content at a moment. @throws TerrimedError `not-found` for a version of another document */
export async function tellContent(context: Context, documentId: string, at: string | undefined) {
	const found = await getDocumentById(context, documentId);
	const moment = readMoment(at ?? NOW) ?? { kind: 'instant' as const, at: new Date(at ?? '') };
	const { content, ...rest } = await getContentAt(context, found, moment);
	return {
		...rest,
		at: rest.at?.toISOString() ?? null,
		content: JSON.parse(content) as Record<string, unknown>,
	};
}

function instantOf(text: string): Date {
	const moment = readMoment(text);
	return moment?.kind === 'instant' ? moment.at : new Date(text);
}

function tellPerson(by: DocumentAuthor | null) {
	return by && { name: by.name, organisation: by.organisation };
}

function tellSitting({ from, until, by, ...rest }: SittingSummary) {
	return { ...rest, from: from.toISOString(), until: until.toISOString(), by: tellPerson(by) };
}

function tellVersion({ at, by, hash, ...rest }: VersionSummary) {
	return { ...rest, at: at.toISOString(), by: tellPerson(by), sha256: hash };
}
