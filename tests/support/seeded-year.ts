import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import * as Y from 'yjs';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { document, documentKeyframe, documentUpdate } from '#lib/server/documents/document.tables.ts';
import type { TestContext } from './context.ts';
import { seeded } from './doctor-files.ts';
import { createPlanWalk } from './seeded-plan.ts';
import { createSpaceLife, type KnownSpace, type KnownText } from './seeded-space.ts';
import { createTextWalk } from './seeded-text.ts';

/** How a document stood while it was live. */
interface LiveText extends KnownText {
	seq: number;
	hash: string;
}

/** What was seen of the space at an instant, while it was there. */
export interface SeenState {
	at: Date;
	actions: Record<string, unknown>[];
	texts: Record<'plan' | 'diagnosis', LiveText>;
	space: KnownSpace;
}

const START = Date.parse('2025-09-01T06:00:00Z');
const YEAR_MS = 365 * 86_400_000;
/** As the projection of the log does. */
const KEYFRAME_EVERY = 1_000;
const ROWS_AT_ONCE = 500;

/** The log of a document while it grows: its rows wait to be stored together. */
interface GrowingLog {
	id: string;
	doc: Y.Doc;
	seq: number;
	rows: (typeof documentUpdate.$inferInsert)[];
	keyframes: (typeof documentKeyframe.$inferInsert)[];
	/** One edit. @returns the update as it reaches the server */
	step(): Uint8Array;
}

/**
 * A year of a committee at random, the same for the same seed: edits of the plan and of the diagnosis written into their logs with
 * their instants, as the co-editing server would, and the life of the space around them by its commands. At random instants, what is
 * live is recorded, from the live documents and from plain values.
 */
export async function liveYear(
	context: TestContext,
	asked: { seed: number; edits: number; looks: number },
): Promise<SeenState[]> {
	const random = seeded(asked.seed);
	const life = await createSpaceLife(context, { random, start: START, length: YEAR_MS });
	const walk = createPlanWalk(random, life.ids);
	const plan = await openLog(context, 'plan', { doc: walk.doc, step: () => updateOf(walk.doc, walk.step) });
	const first = await firstUpdateOf(context, 'diagnosis');
	const diagnosis = await openLog(context, 'diagnosis', createTextWalk(random, first));
	const store = async (): Promise<void> => {
		for (const log of [plan, diagnosis]) await storeLog(context, log);
	};
	const looks = new Set<number>();
	while (looks.size < asked.looks) looks.add(Math.floor(random() * asked.edits));
	const seen: SeenState[] = [];
	let now = START + 60_000;
	for (let edit = 0; edit < asked.edits; edit += 1) {
		// Some edits share their instant, as those of one commit do; never the one after a look.
		const isLater = looks.has(edit - 1) || random() < 0.85;
		if (isLater) now += 1 + Math.floor((random() * 2 * YEAR_MS) / asked.edits / 0.85);
		if (isLater) await life.passUntil(now, store);
		context.clock = new Date(now);
		write(random() < 0.7 ? plan : diagnosis, { accountId: life.writer(), at: context.clock });
		if (!looks.has(edit)) continue;
		const space = await life.known();
		seen.push({
			...{ at: context.clock, actions: walk.actionsOn(dayInFrance(context.clock)), space },
			texts: {
				plan: { ...seenText(plan), ...space.texts.plan },
				diagnosis: { ...seenText(diagnosis), ...space.texts.diagnosis },
			},
		});
	}
	await store();
	context.clock = new Date(now + 60_000);
	return seen;
}

function write(log: GrowingLog, edit: { accountId: string; at: Date }): void {
	const bytes = log.step();
	log.seq += 1;
	const place = { documentId: log.id, seq: log.seq, createdAt: edit.at };
	log.rows.push({ ...place, bytes, accountId: edit.accountId, clientId: log.doc.clientID });
	if (log.seq % KEYFRAME_EVERY === 0) log.keyframes.push({ ...place, bytes: Y.encodeStateAsUpdate(log.doc) });
}

/** Of the live document, not of what was stored of it. */
function seenText({ seq, doc }: GrowingLog): { seq: number; hash: string } {
	return { seq, hash: createHash('sha256').update(canonicalContent(doc), 'utf8').digest('hex') };
}

function updateOf(doc: Y.Doc, change: () => void): Uint8Array {
	const made: Uint8Array[] = [];
	const keep = (update: Uint8Array): void => void made.push(update);
	doc.on('update', keep);
	while (made.length === 0) change();
	doc.off('update', keep);
	return Y.mergeUpdates(made);
}

async function openLog(
	{ db }: TestContext,
	kind: 'plan' | 'diagnosis',
	live: Pick<GrowingLog, 'doc' | 'step'>,
): Promise<GrowingLog> {
	const [row] = await db
		.select({ id: document.id, seq: document.lastSeq })
		.from(document)
		.where(and(eq(document.departmentCode, '64'), eq(document.kind, kind)));
	if (row === undefined) throw new Error(`no ${kind}: open the space first`);
	return { ...row, ...live, rows: [], keyframes: [] };
}

/** What the server wrote when the document was made. */
async function firstUpdateOf({ db }: TestContext, kind: 'diagnosis'): Promise<Uint8Array> {
	const [row] = await db
		.select({ bytes: documentUpdate.bytes })
		.from(documentUpdate)
		.innerJoin(document, eq(document.id, documentUpdate.documentId))
		.where(and(eq(document.departmentCode, '64'), eq(document.kind, kind)));
	if (row === undefined) throw new Error(`the ${kind} has no first row`);
	return row.bytes;
}

async function storeLog({ db }: TestContext, log: GrowingLog): Promise<void> {
	const { rows, keyframes } = log;
	while (rows.length > 0) await db.insert(documentUpdate).values(rows.splice(0, ROWS_AT_ONCE));
	while (keyframes.length > 0) await db.insert(documentKeyframe).values(keyframes.splice(0, 1));
	await db.update(document).set({ lastSeq: log.seq }).where(eq(document.id, log.id));
}
