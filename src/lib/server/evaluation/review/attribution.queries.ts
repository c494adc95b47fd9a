import { and, asc, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import { endOfDayInFrance } from '#lib/committee/role.rules.ts';
import type { ActivityDraft } from '#lib/documents/activity.rules.ts';
import type { Change } from '#lib/evaluation/changes/change.catalogue.ts';
import type { SpaceState, ValueState } from '#lib/evaluation/state/state.ts';
import { auditEvent } from '../../audit/audit.tables.ts';
import type { Database } from '../../database/database.ts';
import { readUntoldRuns } from '../../documents/document-runs.ts';
import { activity, document, documentVersion } from '../../documents/document.tables.ts';
import { grant, mandate } from '../../committee/committee.tables.ts';
import { indicatorDefinition, indicatorObjectionAnswer } from '../../indicators/indicator.tables.ts';
import { planProjection } from '../../plan/plan.projection.ts';

/** Who made a change, and when; nobody for what time alone did. */
export interface Attribution {
	accountId: string | null;
	at: Date | null;
	/** A value that Terrimed computed. */
	isComputed?: true;
}

const UNKNOWN: Attribution = { accountId: null, at: null };

/** Finds who and when of the changes of two states: a handful of statements, however many changes. */
export async function readAttribution(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<(change: Change) => Attribution> {
	const [actions, definitions, answers, documents, seats, logged] = [
		await readPlanWriters(db, before, after),
		await readDefiners(db, before, after),
		await readAnswers(db, before, after),
		await readMakers(db, after),
		await readSeats(db, before, after),
		await readLogged(db, before, after),
	];
	const values = new Map(
		after.indicators.flatMap(({ code, values: own }) =>
			own.map((value) => [`${code} ${value.period}`, enteredBy(value)]),
		),
	);
	const objections = new Map(
		after.objections.map(({ id, accountId, createdAt }) => [id, { accountId, at: createdAt }]),
	);
	return (change) => {
		const { kind, id } = change.subject;
		const [field = '', entry = ''] = change.field.split(/\/(.*)/s);
		if (kind === 'action') return actions(change);
		if (kind === 'indicator') {
			if (field === 'values') return values.get(`${id} ${entry}`) ?? UNKNOWN;
			if (field === 'objection') return objections.get(entry) ?? UNKNOWN;
			if (field === 'answer') return answers.get(entry) ?? UNKNOWN;
			return field === 'judgement' ? judged(after, before, id) : (definitions.get(id) ?? UNKNOWN);
		}
		if (kind === 'document') return documents.get(entry || `${id} ${field}`) ?? logged.get(id) ?? UNKNOWN;
		return logged.get(id) ?? seats(id, change) ?? UNKNOWN;
	};
}

/** A judgement comes with the value that made it; without a new one, with the passing of time. */
function judged(after: SpaceState, before: SpaceState, code: string): Attribution {
	const last = after.indicators.find((one) => one.code === code)?.values.at(-1);
	if (last === undefined || last.createdAt <= before.at) return UNKNOWN;
	return enteredBy(last);
}

function enteredBy({ accountId, createdAt }: ValueState): Attribution {
	return { accountId, at: createdAt, ...(accountId === null ? { isComputed: true } : {}) };
}

/** By action and field: what the log of the plan kept of each edit. */
async function readPlanWriters(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<(change: Change) => Attribution> {
	const rows = [...(await readTold(db, before, after)), ...(await readUntold(db, before, after))];
	const found = new Map<string, Attribution>();
	for (const row of rows) {
		const key = `${row.subject} ${row.verb === 'action-field-changed' ? (row.field ?? 'status') : 'action'}`;
		// A sitting that went on after the moment looked at is dated of its end: it serves when nothing else does.
		if (row.at <= after.at || !found.has(key)) found.set(key, { accountId: row.accountId, at: row.at });
	}
	const actions = new Map(after.plan.actions.map((action) => [action.id, action]));
	return ({ subject: { id }, field: told, rule }) => {
		const [name = ''] = told.split('/');
		const action = actions.get(id);
		if (rule === 'action-late' && action !== undefined && action.status !== 'late' && action.dueOn !== null) {
			// Nobody entered it: its day came, or the day was written when it had passed.
			const passed = endOfDayInFrance(action.dueOn);
			const set = found.get(`${id} dueOn`);
			return set !== undefined && (set.at ?? passed) > passed ? set : { accountId: null, at: passed };
		}
		return found.get(`${id} ${name === 'standing' ? 'status' : name}`) ?? UNKNOWN;
	};
}

interface PlanEdit {
	subject: string;
	verb: ActivityDraft['verb'];
	field: string | null;
	accountId: string | null;
	at: Date;
}

async function readTold(db: Database, before: SpaceState, after: SpaceState): Promise<PlanEdit[]> {
	const { subject, verb, field, accountId, happenedAt } = activity;
	return db
		.select({ subject, verb, field, accountId, at: happenedAt })
		.from(activity)
		.where(and(eq(activity.documentId, after.plan.documentId), gt(happenedAt, before.at)))
		.orderBy(asc(happenedAt));
}

/** What is in the log of the plan and not in its activity yet. */
async function readUntold(db: Database, before: SpaceState, { plan }: SpaceState): Promise<PlanEdit[]> {
	const { documentId, seq } = plan;
	const runs = await readUntoldRuns(db, { documentId, until: seq, projection: planProjection });
	return runs
		.filter(({ happenedAt }) => happenedAt > before.at)
		.flatMap(({ accountId, happenedAt, drafts }) =>
			drafts.map(({ subject, verb, field = null }) => ({ subject, verb, field, accountId, at: happenedAt })),
		);
}

/** By code: whoever wrote the definition that holds. */
async function readDefiners(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<Map<string, Attribution>> {
	const { code, definedBy, definedAt, departmentCode } = indicatorDefinition;
	const rows = await db
		.select({ code, accountId: definedBy, at: definedAt })
		.from(indicatorDefinition)
		.where(and(eq(departmentCode, after.departmentCode), gt(definedAt, before.at), lte(definedAt, after.at)))
		.orderBy(asc(definedAt));
	return new Map(rows.map(({ code: own, ...row }) => [own, row]));
}

async function readAnswers(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<Map<string, Attribution>> {
	const { objectionId, accountId, createdAt, departmentCode } = indicatorObjectionAnswer;
	const rows = await db
		.select({ objectionId, accountId, at: createdAt })
		.from(indicatorObjectionAnswer)
		.where(and(eq(departmentCode, after.departmentCode), gt(createdAt, before.at), lte(createdAt, after.at)));
	return new Map(rows.map(({ objectionId: id, ...row }) => [id, row]));
}

/** Whoever opened each document, and adopted each version. */
async function readMakers(db: Database, after: SpaceState): Promise<Map<string, Attribution>> {
	const ids = after.documents.map(({ id }) => id);
	if (ids.length === 0) return new Map();
	const opened = await db
		.select({ id: document.id, accountId: document.createdBy, at: document.createdAt })
		.from(document)
		.where(inArray(document.id, ids));
	const adopted = await db
		.select({ id: documentVersion.id, accountId: documentVersion.createdBy, at: documentVersion.createdAt })
		.from(documentVersion)
		.where(and(inArray(documentVersion.documentId, ids), eq(documentVersion.adopted, true)));
	return new Map([
		...opened.map(({ id, ...row }) => [`${id} document`, row] as const),
		...adopted.map(({ id, ...row }) => [id, row] as const),
	]);
}

/** Who opened or ended a mandate; one that came to its term ended by itself. */
async function readSeats(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<(mandateId: string, change: Change) => Attribution | null> {
	const ids = [...before.composition, ...after.composition].map(({ mandateId }) => mandateId);
	if (ids.length === 0) return () => null;
	const rows = await db
		.select({ mandate, grantedBy: grant.grantedBy })
		.from(mandate)
		.leftJoin(grant, eq(grant.mandateId, mandate.id))
		.where(inArray(mandate.id, [...new Set(ids)]))
		.orderBy(desc(grant.grantedAt));
	const held = new Map(rows.map((row) => [row.mandate.id, row]));
	return (mandateId, { rule }) => {
		const row = held.get(mandateId);
		if (row === undefined) return null;
		const { createdAt, startsOn, endsOn, endedAt, endedBy } = row.mandate;
		if (rule === 'member-joined') {
			const start = new Date(`${startsOn}T00:00:00Z`);
			return { accountId: row.grantedBy, at: start > createdAt ? start : createdAt };
		}
		if (rule !== 'member-left') return null;
		return endedAt === null
			? { accountId: null, at: endOfDayInFrance(endsOn) }
			: { accountId: endedBy, at: endedAt };
	};
}

/** By document or mandate: the last of what the space's log says of it. */
async function readLogged(
	db: Database,
	before: SpaceState,
	after: SpaceState,
): Promise<Map<string, Attribution>> {
	const { subjectId, actorId, happenedAt, chain, action } = auditEvent;
	const rows = await db
		.select({ subjectId, accountId: actorId, at: happenedAt })
		.from(auditEvent)
		.where(
			and(
				eq(chain, after.departmentCode),
				inArray(action, LOGGED),
				gt(happenedAt, before.at),
				lte(happenedAt, after.at),
			),
		)
		.orderBy(asc(happenedAt));
	return new Map(rows.map(({ subjectId: id, ...row }) => [id, row]));
}

const LOGGED = ['document.state', 'document.rename', 'mandate.change-role', 'mandate.end'];
