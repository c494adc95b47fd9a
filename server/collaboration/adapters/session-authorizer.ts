import { eq } from 'drizzle-orm';
import { mayTakeClientId } from '#lib/collaboration/client-id.ts';
import { colorOf, initialsOf } from '#lib/accounts/person.rules.ts';
import { endOfDayInFrance } from '#lib/committee/role.rules.ts';
import { findActors } from '#lib/server/committee/actor.queries.ts';
import type { CurrentSession, Sessions } from '#lib/server/accounts/session.ts';
import { amongIds } from '#lib/server/database/among.ts';
import type { Database } from '#lib/server/database/database.ts';
import { clientKeyOf } from '#lib/server/documents/client-key.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import { documentAccess, reaches, type Actor, type DocumentSubject } from '#lib/server/policies/policy.ts';
import { department } from '#lib/server/territory/territory.tables.ts';
import type { Authorization, Authorizer } from '../ports/authorizer.ts';
import { Gatherer } from './gatherer.ts';

interface Source {
	db: Database;
	sessions: Sessions;
	now: () => Date;
}

/** Decides by the cookie's session and the same policy as the pages. People who come at the same time are asked about together. */
export function createSessionAuthorizer({ db, sessions, now }: Source): Authorizer {
	const sessionOf = new Gatherer<string | null, CurrentSession | null>((cookies) =>
		sessions.findAll(cookies),
	);
	const isAlive = new Gatherer<Identity, boolean>((identities) =>
		sessions.areAlive(identities.map(({ accountId, sessionId }) => ({ accountId, key: sessionId }))),
	);
	const actorOf = new Gatherer<Identity, Actor>((identities) => findActors(db, identities, now()));
	const subjectOf = new Gatherer<string, Found | null>((ids) => findSubjects(db, ids));
	const decide = async (identity: Identity, documentId: string): Promise<Authorization> => {
		const [actor, subject] = await Promise.all([actorOf.ask(identity), subjectOf.ask(documentId)]);
		return judge(identity, actor, subject);
	};
	return {
		async authorize({ documentId, cookieHeader }) {
			const session = await sessionOf.ask(cookieHeader);
			if (session === null) return { ok: false, reason: 'signed-out' };
			return decide({ accountId: session.accountId, sessionId: session.key }, documentId);
		},
		async reauthorize({ accountId, sessionId, documentId }) {
			if (!(await isAlive.ask({ accountId, sessionId }))) return { ok: false, reason: 'signed-out' };
			const decided = await decide({ accountId, sessionId }, documentId);
			return decided.ok || decided.reason === 'signed-out' ? decided : { ok: false, reason: 'right-ended' };
		},
	};
}

type Identity = { accountId: string; sessionId: string };

type Found = DocumentSubject & { clientKey: string };

function judge(identity: Identity, actor: Actor, subject: Found | null): Authorization {
	if (actor.kind === 'anonymous') return { ok: false, reason: 'signed-out' };
	const access = subject === null ? null : documentAccess(actor, subject);
	if (subject === null || access === null) return { ok: false, reason: 'not-found' };
	const grants = actor.grants.filter((grant) => reaches(grant, subject));
	const lastDay = grants
		.map((grant) => grant.endsOn)
		.sort()
		.at(0);
	return {
		ok: true,
		accountId: actor.accountId,
		sessionId: identity.sessionId,
		person: {
			accountId: actor.accountId,
			name: actor.displayName,
			organisation: grants[0]?.organisationName ?? '',
			initials: initialsOf(actor.displayName),
			color: colorOf(actor.accountId),
		},
		mayTake: (client) => mayTakeClientId(client, () => clientKeyOf(subject.clientKey, actor.accountId)),
		access,
		departmentCode: subject.departmentCode,
		documentKind: subject.kind,
		validUntil: lastDay === undefined ? null : endOfDayInFrance(lastDay).getTime(),
	};
}

async function findSubjects(db: Database, ids: readonly string[]): Promise<(Found | null)[]> {
	const rows = await db
		.select({
			id: document.id,
			departmentCode: document.departmentCode,
			regionCode: department.regionCode,
			kind: document.kind,
			state: document.state,
			clientKey: document.clientKey,
		})
		.from(document)
		.innerJoin(department, eq(department.code, document.departmentCode))
		.where(amongIds(document.id, [...new Set(ids)]));
	const found = new Map(rows.map(({ id, ...subject }) => [id, subject]));
	return ids.map((id) => found.get(id) ?? null);
}
