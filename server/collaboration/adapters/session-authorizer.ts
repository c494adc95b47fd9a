import { eq } from 'drizzle-orm';
import { colorOf, initialsOf } from '#lib/accounts/person.rules.ts';
import { endOfDayInFrance } from '#lib/committee/role.rules.ts';
import type { Access } from '#lib/collaboration/protocol.ts';
import { findActor } from '#lib/server/committee/actor.queries.ts';
import type { Sessions } from '#lib/server/accounts/session.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import { can, reaches, type Actor, type DepartmentSubject } from '#lib/server/policies/policy.ts';
import { department } from '#lib/server/territory/territory.tables.ts';
import type { Authorization, Authorizer } from '../ports.ts';

interface Source {
	db: Database;
	sessions: Sessions;
	now: () => Date;
}

/** Decides by the cookie's session and the same policy as the pages. */
export function createSessionAuthorizer(source: Source): Authorizer {
	return {
		async authorize({ documentId, cookieHeader }) {
			const session = await source.sessions.find(cookieHeader);
			if (session === null) return { ok: false, reason: 'signed-out' };
			return decide(source, { documentId, accountId: session.accountId, sessionId: session.key });
		},
		async reauthorize(request) {
			const alive = await source.sessions.isAlive(request.accountId, request.sessionId);
			if (!alive) return { ok: false, reason: 'signed-out' };
			const decided = await decide(source, request);
			return decided.ok || decided.reason === 'signed-out' ? decided : { ok: false, reason: 'right-ended' };
		},
	};
}

async function decide(
	source: Source,
	request: { documentId: string; accountId: string; sessionId: string },
): Promise<Authorization> {
	const actor = await findActor(source.db, { ...request, now: source.now() });
	if (actor.kind === 'anonymous') return { ok: false, reason: 'signed-out' };
	const subject = await findSubject(source.db, request.documentId);
	const access = subject === null ? null : accessTo(actor, subject);
	if (subject === null || access === null) return { ok: false, reason: 'not-found' };
	const grants = actor.grants.filter((grant) => reaches(grant, subject));
	const lastDay = grants
		.map((grant) => grant.endsOn)
		.sort()
		.at(0);
	return {
		ok: true,
		accountId: actor.accountId,
		sessionId: request.sessionId,
		person: {
			accountId: actor.accountId,
			name: actor.displayName,
			organisation: grants[0]?.organisationName ?? '',
			initials: initialsOf(actor.displayName),
			color: colorOf(actor.accountId),
		},
		access,
		departmentCode: subject.departmentCode,
		documentKind: subject.kind,
		validUntil: lastDay === undefined ? null : endOfDayInFrance(lastDay).getTime(),
	};
}

type DocumentSubject = DepartmentSubject & { kind: string; state: string };

async function findSubject(db: Database, documentId: string): Promise<DocumentSubject | null> {
	const [found] = await db
		.select({
			departmentCode: document.departmentCode,
			regionCode: department.regionCode,
			kind: document.kind,
			state: document.state,
		})
		.from(document)
		.innerJoin(department, eq(department.code, document.departmentCode))
		.where(eq(document.id, documentId));
	return found ?? null;
}

/** What the actor may do with the document, or null when it is not theirs to see. An archived one is read. */
function accessTo(actor: Actor, subject: DocumentSubject): Access | null {
	const [read, write] =
		subject.kind === 'plan'
			? (['plan.read', 'plan.write'] as const)
			: (['document.read', 'document.write'] as const);
	if (!can(actor, read, subject)) return null;
	return can(actor, write, subject) && subject.state !== 'archived' ? 'write' : 'read';
}
