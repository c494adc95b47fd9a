// What a long history costs, part of `npm run bench`. One year of a diagnosis by eight people, 50,000
// updates, in an embedded database in memory; then the difference of two texts of 100 pages. `--updates 10000` for a shorter year, `--strict` to
// end with 1 when a goal is missed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import * as Y from 'yjs';
import { differenceOf } from '#lib/documents/difference.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { passagesOf } from '#lib/documents/passage.content.ts';
import { newId } from '#lib/identifiers.ts';
import { buildAccount, buildDocument } from '../../../../../tests/support/document-log.ts';
import { buildContext } from '../../../../../tests/support/context.ts';
import { openEmbedded, type Database } from '../../database/database.ts';
import type { Actor } from '../../policies/policy.ts';
import { readDocumentAt } from '../document-reader.ts';
import { getDocument } from '../document.queries.ts';
import { document, documentClient, documentKeyframe, documentUpdate } from '../document.tables.ts';
import { compareMoments, getPastDocument } from '../history.queries.ts';
import { findMoment } from '../moment.queries.ts';
import { getHistory } from '../sitting.queries.ts';
import { projectionsOf } from '../projection.ts';
import { createProjector } from '../projector.ts';
import { textProjection } from '../text.projection.ts';
import { diagnosisOfPages, TURN, writeYear, type WrittenUpdate } from './writing.ts';

const { values: options } = parseArgs({
	options: { updates: { type: 'string', default: '50000' }, strict: { type: 'boolean', default: false } },
});
const UPDATES = Number(options.updates);
if (!Number.isInteger(UPDATES) || UPDATES < 1) throw new Error('--updates wants a whole number above zero');
const PEOPLE = 8;
const YEAR_MS = 365 * 24 * 3_600_000;
const END = new Date('2026-11-22T18:00:00Z');
/** Dates asked, spread over the year. */
const DATES = 12;

interface Figure {
	what: string;
	/** Milliseconds of CPU of this process, database included: time on a shared machine says little. */
	cpu: number;
	wall: number;
	goal: number | null;
}

const figures: Figure[] = [];

async function measure<Result>(what: string, goal: number | null, work: () => Promise<Result> | Result) {
	const [cpu, wall] = [process.cpuUsage(), performance.now()];
	const result = await work();
	const used = process.cpuUsage(cpu);
	const figure = { what, goal, cpu: (used.user + used.system) / 1000, wall: performance.now() - wall };
	figures.push(figure);
	const asked = goal === null ? '' : `   (goal ${goal} ms)`;
	say(
		`${what.padEnd(66)} ${figure.cpu.toFixed(0).padStart(6)} ms cpu ${figure.wall.toFixed(0).padStart(6)} ms${asked}`,
	);
	return result;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** People write in turns: one update every few seconds, then nobody for hours. */
function writtenAt(index: number, of: number): Date {
	const turn = Math.floor(index / TURN) * TURN;
	return new Date(END.getTime() - YEAR_MS + (turn / of) * YEAR_MS + (index - turn) * 8_000);
}

async function store(db: Database, documentId: string, written: readonly WrittenUpdate[]): Promise<void> {
	const clients = new Map(written.map(({ clientId, accountId }) => [clientId, accountId]));
	await db
		.insert(documentClient)
		.values([...clients].map(([clientId, accountId]) => ({ documentId, clientId, accountId })));
	for (let start = 0; start < written.length; start += 1_000) {
		const rows = written.slice(start, start + 1_000).map((update, index) => ({
			...update,
			documentId,
			seq: start + index + 1,
			createdAt: writtenAt(start + index, written.length),
		}));
		await db.insert(documentUpdate).values(rows);
	}
	await db.update(document).set({ lastSeq: written.length, lastChangeAt: END });
}

function actor(accountId: string): Actor {
	const place = { departmentCode: '64', regionCode: null };
	const mandate = { mandateId: newId(), organisationId: newId(), organisationName: '', endsOn: '2030-01-01' };
	return {
		kind: 'account',
		accountId,
		sessionId: newId(),
		displayName: 'Bench',
		email: 'bench@exemple.test',
		isAdministrator: false,
		grants: [{ role: 'facilitator', ...place, ...mandate, communeCodes: [] }],
	};
}

say(`writing ${UPDATES} updates by ${PEOPLE} people over a year...`);
const opened = await openEmbedded(null, 'drizzle/migrations');
try {
	const { db } = opened;
	const documentId = await buildDocument(db, { departmentCode: '64', kind: 'diagnosis' });
	const people: string[] = [];
	for (let index = 0; index < PEOPLE; index += 1) people.push(await buildAccount(db, `Personne ${index}`));
	await store(db, documentId, writeYear({ updates: UPDATES, people }));
	const now = () => END;
	const context = buildContext({ db, clock: END, actor: actor(people[0] ?? '') });
	const found = await getDocument(context, '64', documentId);

	await measure('the whole log folded, without any keyframe', null, async () =>
		(await readDocumentAt(db, documentId, UPDATES)).destroy(),
	);
	const projector = createProjector({
		db,
		now,
		projections: projectionsOf({ text: textProjection, plan: textProjection }),
		reportError: (error) => {
			throw error;
		},
	});
	await projector.catchUp();
	await projector.close();
	const kept = await db.$count(documentKeyframe);
	const [bytes] = await db
		.select({ sum: sql<number>`sum(length(${documentKeyframe.bytes}))::int` })
		.from(documentKeyframe);
	say(`${kept} keyframes, ${Math.round((bytes?.sum ?? 0) / 1024)} KiB`);

	for (let index = 1; index <= DATES; index += 1) {
		const at = new Date(END.getTime() - YEAR_MS + (index / DATES) * YEAR_MS - 1);
		await measure(`the document on ${at.toISOString().slice(0, 10)}`, 1_000, async () => {
			const { seq } = await findMoment(db, documentId, { kind: 'instant', at });
			(await readDocumentAt(db, documentId, seq)).destroy();
		});
	}
	const middle = { kind: 'instant', at: new Date(END.getTime() - YEAR_MS / 2) } as const;
	const month = { kind: 'instant', at: new Date(END.getTime() - YEAR_MS / 12) } as const;
	await measure('the page of that day: text, passages and authors', 1_000, () =>
		getPastDocument(context, found, { moment: middle }),
	);
	await measure('the timeline: sittings of a year', 1_000, () => getHistory(context, found));
	await measure('what changed in the last month, with who', 1_000, () =>
		compareMoments(context, found, { from: month, to: { kind: 'now' } }),
	);
} finally {
	await opened.close();
}

const [before, after] = [diagnosisOfPages(100, 0), diagnosisOfPages(100, 0.2)];
const [old, fresh] = [passagesOf(contentOf(before)), passagesOf(contentOf(after))];
say(
	`two texts of 100 pages: ${old.length} passages, one in five rewritten, nothing of one known in the other`,
);
await measure('their difference', 500, () => differenceOf(old, fresh));
const next = new Y.Doc();
Y.applyUpdate(next, Y.encodeStateAsUpdate(before));
for (let index = 0; index < contentOf(next).length; index += 5) {
	const block = contentOf(next).get(index);
	const text = block instanceof Y.XmlElement ? block.get(0) : null;
	if (text instanceof Y.XmlText) text.insert(Math.floor(text.length / 2), ' un ajout de quelques mots');
}
const later = passagesOf(contentOf(next));
await measure('of one text and itself a year later, one passage in five changed', 500, () =>
	differenceOf(old, later),
);

const missed = figures.filter(({ cpu, goal }) => goal !== null && cpu > goal);
say(missed.length === 0 ? 'every goal is met' : `missed: ${missed.map(({ what }) => what).join('; ')}`);
mkdirSync('test-results', { recursive: true });
writeFileSync('test-results/bench-history.json', JSON.stringify(figures, null, '\t'));
if (options.strict && missed.length > 0) process.exitCode = 1;
