import { and, asc, desc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { DOCUMENT_KINDS, documentPath } from '#lib/documents/document.rules.ts';
import {
	excerptOf,
	MARK,
	markPieces,
	matchName,
	readQuestion,
	type FoundDocument,
	type FoundOrganisation,
	type FoundPassage,
	type Question,
	type SearchResults,
} from '#lib/documents/search.rules.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { actionOn, can, type DepartmentSubject } from '../policies/policy.ts';
import { document } from './document.tables.ts';
import { searchPassage, TITLE_POSITION } from './search.tables.ts';

/** Passages looked at, the best first. */
const PASSAGES_READ = 300;

/** Documents shown. */
const DOCUMENTS_SHOWN = 25;

/** Passages shown of a document; of the plan, whose passages are actions, more. */
const PASSAGES_SHOWN = 3;
const ACTIONS_SHOWN = 8;

const ORGANISATIONS_SHOWN = 8;

/** What of a space holds the words of a question, for this reader: what may not be read is in no answer and in no count. */
export async function searchSpace(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<SearchResults> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	const question = readQuestion(text);
	if (question === null) return { reach: 'all', documents: [], organisations: [] };
	const organisations = await findOrganisations(context, space, question);
	const found = await findDocuments(context, space, allOf(question));
	const isOneWord = !question.typed.includes(' ');
	if (found.length > 0 || organisations.length > 0 || isOneWord)
		return { reach: 'all', documents: found, organisations };
	const documents = await findDocuments(context, space, someOf(question));
	return { reach: documents.length > 0 ? 'some' : 'all', documents, organisations };
}

async function findDocuments(
	context: Context,
	space: DepartmentSubject,
	looked: Looked,
): Promise<FoundDocument[]> {
	return showDocuments(context, looked.words, groupByDocument(await findPassages(context, space, looked)));
}

/** How the words of a question are looked for. */
interface Looked {
	words: SQL;
	/** A passage with more of these comes first. */
	each: readonly SQL[];
}

/** All of the words, as they were typed or without their accents. */
function allOf({ typed, folded }: Question): Looked {
	return { words: queryOf(typed, folded), each: [] };
}

/** As many of the words as a passage has. */
function someOf({ typed, folded }: Question): Looked {
	const plain = folded.split(' ');
	const each = typed.split(' ').map((word, index) => queryOf(word, plain[index] ?? word));
	return { words: sql`(${sql.join(each, sql` || `)})`, each };
}

function queryOf(typed: string, folded: string): SQL {
	return sql`(plainto_tsquery('french', ${typed}) || plainto_tsquery('french', ${folded}))`;
}

const FOUND = {
	documentId: searchPassage.documentId,
	position: searchPassage.position,
	anchor: searchPassage.anchor,
	kind: document.kind,
	state: document.state,
	departmentCode: document.departmentCode,
};

type Found = Awaited<ReturnType<typeof findPassages>>[number];

/** The best passages of the documents that the actor may read; what is archived comes last. */
function findPassages(context: Context, space: DepartmentSubject, { words, each }: Looked) {
	const readable = DOCUMENT_KINDS.filter((kind) => can(context.actor, actionOn(kind, 'read'), space));
	return context.db
		.select(FOUND)
		.from(searchPassage)
		.innerJoin(document, eq(document.id, searchPassage.documentId))
		.where(
			and(
				eq(document.departmentCode, space.departmentCode),
				inArray(document.kind, readable),
				sql`${searchPassage.words} @@ ${words}`,
			),
		)
		.orderBy(
			sql`${document.state} = 'archived'`,
			...(each.length > 0 ? [desc(countOf(each))] : []),
			desc(sql`ts_rank(${searchPassage.words}, ${words}, 1)`),
			asc(searchPassage.documentId),
			asc(searchPassage.position),
		)
		.limit(PASSAGES_READ);
}

/** How many of these words a passage has. */
function countOf(each: readonly SQL[]): SQL {
	const found = each.map((word) => sql`(${searchPassage.words} @@ ${word})::int`);
	return sql`(${sql.join(found, sql` + `)})`;
}

/** What was found of one document. */
interface Group {
	first: Found;
	shown: Found[];
	others: number;
}

function groupByDocument(found: readonly Found[]): Group[] {
	const groups = new Map<string, Group>();
	for (const one of found) {
		const group = groups.get(one.documentId) ?? { first: one, shown: [], others: 0 };
		groups.set(one.documentId, group);
		if (one.position === TITLE_POSITION) continue;
		if (group.shown.length < (one.kind === 'plan' ? ACTIONS_SHOWN : PASSAGES_SHOWN)) group.shown.push(one);
		else group.others += 1;
	}
	return [...groups.values()].slice(0, DOCUMENTS_SHOWN);
}

/** The texts of what is shown, with the words found. */
async function showDocuments(
	context: Context,
	words: SQL,
	groups: readonly Group[],
): Promise<FoundDocument[]> {
	if (groups.length === 0) return [];
	const texts = await readTexts(context, words, groups);
	return groups.map(({ first, shown, others }) => {
		const path = documentPath({ ...first, id: first.documentId });
		const title = texts.get(keyOf({ ...first, position: TITLE_POSITION }));
		const { kind, state } = first;
		const passages = [...shown].sort((one, other) => one.position - other.position);
		return {
			id: first.documentId,
			kind,
			state,
			path,
			title: title === undefined ? [] : markPieces(title.heading, title.markedHeading),
			passages: passages.flatMap((one) => {
				const read = texts.get(keyOf(one));
				return read === undefined ? [] : [showPassage(one, read, path)];
			}),
			others,
		};
	});
}

function showPassage(one: Found, read: ReadText, path: string): FoundPassage {
	const place = one.kind === 'plan' ? `/${one.anchor}` : `#${one.anchor}`;
	return {
		number: read.number,
		heading: markPieces(read.heading, read.markedHeading),
		excerpt: excerptOf(read.content, read.markedContent),
		path: one.anchor === '' ? path : `${path}${place}`,
	};
}

type ReadText = Awaited<ReturnType<typeof selectTexts>>[number];

const keyOf = (one: { documentId: string; position: number }): string => `${one.documentId} ${one.position}`;

async function readTexts(
	context: Context,
	words: SQL,
	groups: readonly Group[],
): Promise<Map<string, ReadText>> {
	const places = groups.map(({ first, shown }) =>
		and(
			eq(searchPassage.documentId, first.documentId),
			inArray(searchPassage.position, [TITLE_POSITION, ...shown.map((one) => one.position)]),
		),
	);
	const rows = await selectTexts(context, words, or(...places));
	return new Map(rows.map((row) => [keyOf(row), row]));
}

function selectTexts(context: Context, words: SQL, places: SQL | undefined) {
	const options = `HighlightAll=true, StartSel=${MARK.start}, StopSel=${MARK.end}`;
	return context.db
		.select({
			documentId: searchPassage.documentId,
			position: searchPassage.position,
			number: searchPassage.number,
			heading: searchPassage.heading,
			content: searchPassage.content,
			markedHeading: sql<string>`ts_headline('french', ${searchPassage.searchedHeading}, ${words}, ${options})`,
			markedContent: sql<string>`ts_headline('french', ${searchPassage.searchedContent}, ${words}, ${options})`,
		})
		.from(searchPassage)
		.where(places);
}

/** Organisations that sit in the committee, by a word of their name or their acronym. */
async function findOrganisations(
	context: Context,
	space: DepartmentSubject,
	question: Question,
): Promise<FoundOrganisation[]> {
	if (!can(context.actor, 'members.read', space)) return [];
	const organisations = await listOrganisations(context, space.departmentCode);
	return organisations
		.flatMap(({ id, name, acronym, college, collegeLabel }) => {
			const pieces = matchName(name.includes(acronym) ? name : `${name} (${acronym})`, question);
			const path = `/${space.departmentCode}/membres#college-${college}`;
			return pieces === null ? [] : [{ id, name: pieces, college: collegeLabel, path }];
		})
		.slice(0, ORGANISATIONS_SHOWN);
}
