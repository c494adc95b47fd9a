import { asc, eq } from 'drizzle-orm';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { appendChange, buildAccount, buildDocument } from '../../../../tests/support/document-log.ts';
import { waitingForLock } from '../../../../tests/support/locks.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { openPostgres, type Database, type OpenDatabase } from '../database/database.ts';
import { activity, documentProjection } from './document.tables.ts';
import { createProjector, type Projector } from './projector.ts';
import { projectionsOf } from './projection.ts';
import { textProjection } from './text.projection.ts';

const AT = new Date('2026-11-22T10:00:00Z');

let postgres: RunningPostgres;
let one: OpenDatabase;
let other: OpenDatabase;
let people: string[];

beforeAll(async () => {
	postgres = await startPostgres();
	const url = await postgres.createDatabase();
	// Two processes that start at the same instant on an empty database.
	[one, other] = await Promise.all([
		openPostgres(url, 'drizzle/migrations'),
		openPostgres(url, 'drizzle/migrations'),
	]);
	people = [await buildAccount(one.db, 'Claire Dufau'), await buildAccount(one.db, 'Maïté Irigoyen')];
});
afterAll(async () => {
	await one.close();
	await other.close();
	await postgres.stop();
});

describe('two processes that project the same document', () => {
	let documentId: string;
	let doc: Y.Doc;
	let opened: Projector[];

	beforeEach(async () => {
		opened = [];
		doc = new Y.Doc();
		documentId = await buildDocument(one.db, { departmentCode: '64', kind: 'note' });
	});
	afterEach(() => Promise.all(opened.map((projector) => projector.close())));

	function projector(db: Database, sweepEvery: number | null = null): Projector {
		const made = createProjector({
			db,
			now: () => AT,
			projections: projectionsOf({ text: textProjection, plan: textProjection }),
			reportError: (error) => {
				throw error;
			},
			delay: 1,
			sweepEvery,
		});
		opened.push(made);
		return made;
	}

	const write = (text: string, author = 0, minute = 0): Promise<void> =>
		appendChange(one.db, {
			documentId,
			doc,
			accountId: people[author] ?? null,
			at: new Date(AT.getTime() + minute * 60_000),
			change: () => {
				const heading = new Y.XmlElement('heading');
				heading.setAttribute('level', 2 as unknown as string);
				heading.insert(0, [new Y.XmlText(text)]);
				doc.getXmlFragment('content').push([heading]);
			},
		});

	const project = (projecting: Projector): Promise<void> => {
		projecting.documentChanged(documentId);
		return projecting.flush();
	};

	const projectedSeq = async (): Promise<number> => {
		const { documentId: id, seq } = documentProjection;
		const [row] = await one.db.select({ seq }).from(documentProjection).where(eq(id, documentId));
		return row?.seq ?? 0;
	};

	const subjects = async (): Promise<(string | null)[]> =>
		(
			await one.db
				.select({ subject: activity.subject })
				.from(activity)
				.where(eq(activity.documentId, documentId))
				.orderBy(asc(activity.subject))
		).map(({ subject }) => subject);

	test('the one that comes second goes on from where the first has stopped, to the end of the log', async () => {
		await write('1');
		await project(projector(one.db));
		await write('2');
		const [first, second] = [projector(one.db), projector(other.db)];
		let late: Promise<unknown[]> = Promise.resolve([]);
		await one.db.transaction(async (transaction) => {
			await transaction
				.select()
				.from(documentProjection)
				.where(eq(documentProjection.documentId, documentId))
				.for('no key update');
			const short = project(first);
			await waitingForLock(other.db, 1);
			await write('3');
			const long = project(second);
			await waitingForLock(other.db, 2);
			late = Promise.all([short, long]);
		});
		await late;
		expect(await projectedSeq()).toBe(3);
		expect(await subjects()).toEqual(['1', '2', '3']);
	});

	test('whatever their pace, everything is told once', async () => {
		const both = [projector(one.db), projector(other.db)];
		const running: Promise<void>[] = [];
		for (let step = 0; step < 120; step += 1) {
			await write(String(step).padStart(3, '0'), step % 2, step);
			for (const projecting of both) if (step % 3 !== 1) running.push(project(projecting));
		}
		await Promise.all(running);
		await Promise.all(both.map(project));
		expect(await projectedSeq()).toBe(120);
		expect(await subjects()).toEqual(Array.from({ length: 120 }, (_, step) => String(step).padStart(3, '0')));
	});

	test('what a process that died has not projected, another one does', async () => {
		await write('1');
		projector(other.db, 20);
		while ((await projectedSeq()) !== 1) await nextTurn();
		expect(await subjects()).toEqual(['1']);
	});
});
