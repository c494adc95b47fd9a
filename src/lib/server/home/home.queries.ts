import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { ActivityLine, SentencePart } from '#lib/documents/activity-sentence.rules.ts';
import { DOCUMENT_KIND_IN_SENTENCE, documentPath } from '#lib/documents/document.rules.ts';
import { momentWords, openVisit, planSentence, sinceWords } from '#lib/home/home.rules.ts';
import type { DocumentLine, HomeView, LinkedPart, News, PlaceHere } from '#lib/home/home.view.ts';
import { shownStatus } from '#lib/plan/action.rules.ts';
import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import {
	addressOf,
	countByStatus,
	NO_FILTER,
	planFilterQuery,
	totalsByProposition,
} from '#lib/plan/plan.rules.ts';
import { ofDepartment } from '#lib/territory/department-name.rules.ts';
import { listMembers } from '../committee/member.queries.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listUnreadMentions } from '../documents/comment.queries.ts';
import { listDocuments, type ListedDocument } from '../documents/document.queries.ts';
import { listInternsNotices } from '../interns/notice.queries.ts';
import { listPlanActions, type PlanActionRow } from '../plan/plan.queries.ts';
import { listKeyFigures } from './key-figures.queries.ts';
import { listNews } from './news.queries.ts';
import { findVisits } from './visit.queries.ts';

/** How far back the activity goes for whoever has never come, in days. */
const RECENT_DAYS = 14;

/** More lines than a person reads; the sentence that counts them says the true number. */
const LINES_AT_MOST = 40;

/** The home of a space for the actor: where the committee stands, what changed, who is here. */
export async function getHome(context: Context, departmentCode: string): Promise<HomeView> {
	const space = await authorizeInSpace(context, 'space.read', departmentCode);
	const [actions, documents, members, organisations] = await Promise.all([
		listPlanActions(context, departmentCode),
		listDocuments(context, departmentCode),
		listMembers(context, departmentCode),
		listOrganisations(context, departmentCode),
	]);
	const names = new Map(organisations.map((one) => [one.id, one.name]));
	const numbers = new Map(actions.map((action) => [action.id, action.number]));
	return {
		title: `Comité ${ofDepartment({ code: departmentCode, name: space.departmentName })}`,
		plan: describePlan(context, { departmentCode, actions, names }),
		here: describePresence(context, documents, numbers),
		news: await describeNews(context, { departmentCode, documents, numbers }),
		figures: await listKeyFigures(context, departmentCode),
		interns: await describeInterns(context, departmentCode),
		mentions: await describeMentions(context, departmentCode, documents),
		documents: documents.map((one) => describeDocument(one, context.now())),
		colleges: members.colleges.map(({ slug, label, counts }) => ({ slug, label, counts })),
		seats: members.counts,
	};
}

/** What the actor has to see to for the welcome of the interns. */
async function describeInterns(context: Context, departmentCode: string): Promise<HomeView['interns']> {
	const notices = await listInternsNotices(context, departmentCode);
	return notices.map(({ words, isLate, path }) => ({
		...{ words, isLate },
		href: `/${departmentCode}/internes${path}`,
	}));
}

/** Where the actor is named in a comment they have not seen. */
async function describeMentions(
	context: Context,
	departmentCode: string,
	documents: readonly ListedDocument[],
): Promise<HomeView['mentions']> {
	const mentions = await listUnreadMentions(context, departmentCode);
	return mentions.flatMap(({ commentId, threadId, documentId, actionId, authorName, createdAt }) => {
		const found = documents.find((one) => one.id === documentId);
		if (found === undefined) return [];
		const path = documentPath(found);
		const href = actionId === null ? `${path}?fil=${threadId}` : `${path}/${actionId}`;
		return [
			{ commentId, href, authorName, title: found.title, moment: momentWords(createdAt, context.now()) },
		];
	});
}

function describePlan(
	context: Context,
	plan: { departmentCode: string; actions: PlanActionRow[]; names: ReadonlyMap<string, string> },
): HomeView['plan'] {
	const { departmentCode, actions, names } = plan;
	const today = dayInFrance(context.now());
	const byStatus = countByStatus(actions, today);
	const totals = totalsByProposition(actions, today);
	return {
		count: actions.length,
		byStatus,
		sentence: planSentence(actions.length, byStatus),
		propositions: PROPOSITIONS.map(({ number, shortTitle }) => ({
			proposition: number,
			title: shortTitle,
			statuses: totals.find((one) => one.proposition === number)?.statuses ?? [],
			href: `/${departmentCode}/plan?${planFilterQuery({ ...NO_FILTER, propositions: [number] })}`,
		})),
		late: actions
			.filter((action) => shownStatus(action, today) === 'late')
			.sort((left, right) => ((left.dueOn ?? '9') < (right.dueOn ?? '9') ? -1 : 1))
			.map(({ id, number, title, dueOn, leadOrganisationId }) => ({
				id,
				number,
				title,
				dueOn,
				href: actionHref(departmentCode, number),
				leadName: names.get(leadOrganisationId ?? '') ?? null,
			})),
	};
}

const actionHref = (departmentCode: string, number: string): string =>
	`/${departmentCode}/plan/${addressOf(number)}`;

/** Who has a document open, but the actor, gathered by place. */
function describePresence(
	context: Context,
	documents: readonly ListedDocument[],
	numbers: ReadonlyMap<string, string>,
): PlaceHere[] {
	const self = context.actor.kind === 'account' ? context.actor.accountId : null;
	const places = new Map<string, PlaceHere>();
	for (const document of documents) {
		for (const { accountId, name, organisation, color, place } of document.people) {
			if (accountId === self) continue;
			const here = placeOf(document, numbers.get(place ?? ''));
			const known = places.get(here.href) ?? here;
			known.people.push({ accountId, name, organisation, color });
			places.set(here.href, known);
		}
	}
	return [...places.values()];
}

function placeOf(document: ListedDocument, actionNumber: string | undefined): PlaceHere {
	const href = documentPath(document);
	if (document.kind === 'plan' && actionNumber !== undefined) {
		const action = actionHref(document.departmentCode, actionNumber);
		return { people: [], before: 'sur l’action', name: actionNumber, href: action };
	}
	if (document.kind === 'diagnosis') return { people: [], before: 'dans le', name: 'diagnostic', href };
	if (document.kind === 'plan') return { people: [], before: 'dans le', name: 'plan d’action', href };
	const before = `dans ${DOCUMENT_KIND_IN_SENTENCE[document.kind]}`;
	return { people: [], before, name: document.title, href };
}

/** What others did since the last visit; when that is nothing, or there was none, the last days. */
async function describeNews(
	context: Context,
	place: {
		departmentCode: string;
		documents: readonly ListedDocument[];
		numbers: ReadonlyMap<string, string>;
	},
): Promise<News> {
	const { departmentCode, numbers } = place;
	const now = context.now();
	const self = context.actor.kind === 'account' ? context.actor.accountId : null;
	const { previousAt } = openVisit(await findVisits(context, departmentCode), now);
	const recent = new Date(now.getTime() - RECENT_DAYS * 86_400_000);
	const since = previousAt === null || previousAt > recent ? recent : previousAt;
	const lines = await listNews(context, departmentCode, { since, numbers });
	const fresh = previousAt === null ? [] : lines.filter((line) => isNews(line, previousAt, self));
	const shown = fresh.length > 0 ? fresh : lines;
	const colors = new Map(
		place.documents.flatMap((one) => one.people.map((person) => [person.accountId, person.color])),
	);
	return {
		title: fresh.length > 0 && previousAt !== null ? sinceWords(previousAt, now) : 'Dernières activités',
		fresh: previousAt === null ? null : fresh.length,
		lines: shown.slice(0, LINES_AT_MOST).map((line) => ({
			key: line.key,
			personName: line.personName,
			color: colors.get(line.accountId) ?? null,
			parts: line.parts.map((part) => linkPart(part, place)),
			moment: momentWords(line.happenedAt, now),
			at: line.happenedAt.toISOString(),
		})),
	};
}

function isNews(line: ActivityLine, since: Date, self: string | null): boolean {
	return line.happenedAt > since && line.accountId !== self;
}

function linkPart(
	part: SentencePart,
	place: {
		departmentCode: string;
		documents: readonly ListedDocument[];
		numbers: ReadonlyMap<string, string>;
	},
): LinkedPart {
	const { text } = part;
	if (part.kind === 'person') return { text, strong: true, href: null };
	if (part.kind === 'action') {
		const number = place.numbers.get(part.actionId);
		const href = number === undefined ? null : actionHref(place.departmentCode, number);
		return { text, strong: false, href };
	}
	if (part.kind === 'document') {
		const found = place.documents.find((one) => one.id === part.documentId);
		return { text, strong: false, href: found === undefined ? null : documentPath(found) };
	}
	return { text, strong: false, href: null };
}

function describeDocument(document: ListedDocument, now: Date): DocumentLine {
	const { id, kind, title, state, lastChangeAt, lastChangeBy, people } = document;
	return {
		id,
		kind,
		title,
		state,
		href: documentPath(document),
		lastChange:
			lastChangeAt === null || lastChangeBy === null
				? null
				: `${lastChangeBy}, ${momentWords(lastChangeAt, now)}`,
		people: people.map(({ accountId, name, organisation, color }) => ({
			accountId,
			name,
			organisation,
			color,
		})),
	};
}
