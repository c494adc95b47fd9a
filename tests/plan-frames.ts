import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import type * as Y from 'yjs';
import { DocumentSession } from '#lib/collaboration/document-session.ts';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { ACTION_STATUSES } from '#lib/plan/action.rules.ts';
import { readActions } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { addDays } from '#lib/ui/days.ts';
import { cookieSocket } from './chaos/cookie-socket.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './support/chromium.ts';
import { openAs, sessionCookie } from './support/people.ts';
import { startServer } from './support/server.ts';
import { seedDirectory } from './support/seeded-directory.ts';

/**
 * `node tests/plan-frames.ts`: what a frame costs on the timeline of 500 actions, scrolled and dragged. `ORIGIN` names a
 * server that runs already, with the demonstration. A busy machine delays frames; what a frame costs is its own: milliseconds
 * of the page's main thread, as Chromium counts them. `TRACE=file` keeps what was measured, each frame with its length.
 */
const ACTIONS = 500;
const ACTIONS_AT_ONCE = 10;

/** Of one frame at 60 per second. */
const FRAME_MS = 1000 / 60;

interface Frames {
	name: string;
	frames: number;
	taskMs: number;
	scriptMs: number;
	layoutMs: number;
	/** Between two frames, on the clock of this machine. */
	median: number;
	worst: number;
	/** Frames that were not there in time: longer than one frame and a half. */
	missed: number;
	/** Each frame in turn, in tenths of a millisecond. */
	trace: number[];
}

/** Fills the plan as somebody's page would. */
async function fillPlan(origin: string): Promise<void> {
	const cookie = await sessionCookie(origin, 'professional');
	const answer = await fetch(`${origin}/api/departements/64/documents`, { headers: { cookie } });
	const documents = (await answer.json()) as { id: string; kind: string }[];
	const documentId = documents.find(({ kind }) => kind === 'plan')?.id ?? '';
	const session = new DocumentSession({
		documentId,
		access: 'write',
		server: origin.replace('http', 'ws'),
		openLocalCopy: null,
		socket: cookieSocket(cookie, CURRENT_SCHEMA_VERSION),
	});
	await session.ready;
	const ids = readActions(session.doc).map(({ id }) => id);
	while (ids.length < ACTIONS) {
		// A page sends small edits: one that brought them all would be refused.
		session.doc.transact(() => addSome(session.doc, ids), 'measure');
		while (session.pending > 0) await pause(20);
	}
	session.close();
}

function addSome(doc: Y.Doc, ids: string[]): void {
	const end = Math.min(ACTIONS, ids.length + ACTIONS_AT_ONCE);
	for (let index = ids.length; index < end; index += 1) {
		const startsOn = addDays('2026-06-01', (index * 37) % 1200);
		const dueOn = addDays(startsOn, 60 + ((index * 53) % 400));
		const last = ids.at(-1);
		const values = {
			proposition: 1 + (index % 10),
			title: `Action de mesure ${index}`,
			status: ACTION_STATUSES[index % ACTION_STATUSES.length] ?? 'proposed',
			startsOn,
			dueOn,
			milestones: [60, 30].map((days) => ({
				title: `Jalon ${days}`,
				dueOn: addDays(dueOn, -days),
				done: days === 60,
			})),
			waitsFor: index % 3 === 0 && last !== undefined ? [last] : [],
		};
		ids.push(createAction(doc, values, 'measure'));
	}
}

async function counters(cdp: CDPSession): Promise<Map<string, number>> {
	const { metrics } = await cdp.send('Performance.getMetrics');
	return new Map(metrics.map(({ name, value }) => [name, value]));
}

async function measure(page: Page, name: string, move: () => Promise<unknown>): Promise<Frames> {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('Performance.enable');
	await page.evaluate(() => {
		const marks: number[] = [];
		Object.assign(window, { marks, measuring: true });
		const mark = (now: number): void => {
			marks.push(now);
			if ((window as unknown as { measuring: boolean }).measuring) requestAnimationFrame(mark);
		};
		requestAnimationFrame(mark);
	});
	const before = await counters(cdp);
	await move();
	const after = await counters(cdp);
	const marks = await page.evaluate(() => {
		const held = window as unknown as { marks: number[]; measuring: boolean };
		held.measuring = false;
		return held.marks;
	});
	const spent = (counter: string): number => ((after.get(counter) ?? 0) - (before.get(counter) ?? 0)) * 1000;
	const between = marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark));
	const sorted = between.toSorted((left, right) => left - right);
	return {
		name,
		frames: between.length,
		taskMs: spent('TaskDuration') / between.length,
		scriptMs: spent('ScriptDuration') / between.length,
		layoutMs: (spent('LayoutDuration') + spent('RecalcStyleDuration')) / between.length,
		median: sorted[Math.floor(sorted.length / 2)] ?? 0,
		worst: sorted.at(-1) ?? 0,
		missed: between.filter((length) => length > FRAME_MS * 1.5).length,
		trace: between.map((length) => Math.round(length * 10)),
	};
}

/** Scrolls the timeline by so much at each frame, to and fro. */
function scroll(page: Page, by: { left: number; top: number }): Promise<void> {
	return page.evaluate(
		({ left, top }) =>
			new Promise<void>((resolve) => {
				const zone = document.querySelector('.zone');
				let frame = 0;
				const step = (): void => {
					const way = frame % 200 < 100 ? 1 : -1;
					zone?.scrollBy(left * way, top * way);
					frame += 1;
					if (frame < 400) requestAnimationFrame(step);
					else resolve();
				};
				step();
			}),
		by,
	);
}

async function drag(page: Page): Promise<void> {
	const bars = await page.locator('[data-bar]').all();
	for (const bar of bars.slice(2)) {
		const box = await bar.boundingBox();
		if (box === null || box.x < 520 || box.x + box.width > 1300 || box.y < 320 || box.y > 800) continue;
		await page.mouse.move(box.x + box.width / 2, box.y + 8);
		await page.mouse.down();
		for (let index = 0; index < 200; index += 1) {
			await page.mouse.move(box.x + box.width / 2 + 80 * Math.sin(index / 12), box.y + 8);
		}
		await page.mouse.up();
		return;
	}
	throw new Error('no bar in sight');
}

function tell({ name, frames, taskMs, scriptMs, layoutMs, median, worst, missed }: Frames): void {
	const words = [
		`${taskMs.toFixed(2)} ms of ${FRAME_MS.toFixed(1)} per frame`,
		`script ${scriptMs.toFixed(2)}`,
		`style and layout ${layoutMs.toFixed(2)}`,
		`between frames: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)}, ${missed} of ${frames} missed`,
	];
	process.stdout.write(`${name}: ${words.join(', ')}\n`);
}

const running = process.env.ORIGIN;
if (running === undefined) seedDirectory();
const server = running === undefined ? await startServer() : null;
const origin = running ?? server?.origin ?? '';
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
	await fillPlan(origin);
	const { page } = await openAs(browser, origin, 'mayor', { viewport: { width: 1440, height: 900 } });
	await page.goto('/64/plan?vue=frise');
	await page.locator('[data-save="saved"]').waitFor();
	await page.waitForFunction(() => document.querySelectorAll('[data-bar]').length > 10);
	const nodes = await page.locator('.zone *').count();
	process.stdout.write(`${ACTIONS} actions, ${nodes} elements in the page\n`);
	const movements = [
		await measure(page, 'scrolling down', () => scroll(page, { left: 0, top: 60 })),
		await measure(page, 'scrolling along', () => scroll(page, { left: 16, top: 0 })),
		await measure(page, 'dragging a bar', () => drag(page)),
	];
	movements.forEach(tell);
	const kept = process.env.TRACE;
	if (kept !== undefined)
		await writeFile(kept, `${JSON.stringify({ actions: ACTIONS, nodes, movements })}\n`);
} finally {
	await browser.close();
	await server?.stop();
}
