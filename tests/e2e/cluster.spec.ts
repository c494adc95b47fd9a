import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startCluster, type Cluster, type ClusterProcess } from '../support/cluster.ts';
import { openAs, type Person } from '../support/people.ts';
import { countOf, expectSaved, newLineAtTheEnd, openDiagnosis } from '../support/writing.ts';

/** Somebody who writes, and where their websockets were and are. */
type Writer = {
	person: Person;
	page: Page;
	/** Runtime ids of the processes that took their websockets, in order. */
	runtimes: string[];
	/** When a websocket of the page was closed, in milliseconds since 1970. */
	closedAt: number[];
};

let cluster: Cluster;
const contexts: BrowserContext[] = [];
const writers: Writer[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
	cluster = await startCluster();
	const [a, b] = both();
	await join(browser, 'professional', [a]);
	await join(browser, 'mayor', [b]);
	await join(browser, 'facilitator', [a, b]);
});
test.afterAll(async () => {
	for (const context of contexts.splice(0)) await context.close();
	await cluster.stop();
});

function both(): [ClusterProcess, ClusterProcess] {
	const [a, b] = cluster.processes;
	if (a === undefined || b === undefined) throw new Error('two processes are needed');
	return [a, b];
}

/** Signs in and opens the diagnosis through the proxy, which for this once knows these processes only. */
async function join(
	browser: Parameters<typeof openAs>[0],
	person: Person,
	processes: ClusterProcess[],
): Promise<void> {
	cluster.proxy.aim(processes.map(({ target }) => target));
	const { context, page } = await openAs(browser, cluster.origin, person);
	contexts.push(context);
	const writer: Writer = { person, page, runtimes: [], closedAt: [] };
	const network = await context.newCDPSession(page);
	await network.send('Network.enable');
	network.on('Network.webSocketHandshakeResponseReceived', ({ response }) => {
		const name = Object.keys(response.headers).find((each) => each.toLowerCase() === 'x-terrimed-runtime');
		writer.runtimes.push(name === undefined ? 'none' : (response.headers[name] ?? 'none'));
	});
	network.on('Network.webSocketClosed', () => void writer.closedAt.push(Date.now()));
	await openDiagnosis(page);
	await newLineAtTheEnd(page);
	await expectSaved(page);
	// A reload would forget it.
	await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
	writers.push(writer);
	cluster.proxy.aim(cluster.processes.map(({ target }) => target));
}

function writer(person: Person): Writer {
	const found = writers.find((each) => each.person === person);
	if (found === undefined) throw new Error(`${person} is not here`);
	return found;
}

const wordsOf = (name: string, count: number): string[][] =>
	writers.map(({ person }) => Array.from({ length: count }, (_, index) => `⟦${name}-${person}-${index}⟧`));

/** Everybody types their words at once. */
async function typeAll(words: readonly string[][]): Promise<void> {
	await Promise.all(
		writers.map(async ({ page }, index) => {
			for (const word of words[index] ?? []) await page.keyboard.insertText(`${word} `);
		}),
	);
}

async function expectSameEverywhere(words: readonly string[][], timeout: number): Promise<void> {
	const all = words.flat();
	for (const { page } of writers) {
		await expect.poll(() => countOf(page, all), { timeout }).toEqual(all.map(() => 1));
	}
	for (const { page } of writers) await expectSaved(page);
}

test('three people on two processes write at once: each sees all of it once, and the carets of the others by name', async () => {
	const [a, b] = await Promise.all(both().map((each) => each.runtime()));
	expect(a).not.toBe(b);
	expect(writer('professional').runtimes).toEqual([a]);
	expect(writer('mayor').runtimes).toEqual([b]);
	const words = wordsOf('ensemble', 15);
	await typeAll(words);
	await expectSameEverywhere(words, 10_000);
	for (const [seer, seen] of [
		['professional', 'Hélène Etcheverry'],
		['mayor', 'Jeanne Bordenave'],
	] as const) {
		await expect(writer(seer).page.locator(`.others-name[data-name*="${seen}"]`).first()).toBeAttached();
	}
});

test('Redis killed while they type: still the same within seconds; back, and the same again', async () => {
	const words = wordsOf('sans-redis', 30);
	const typing = typeAll(words);
	const [first = []] = words;
	await expect.poll(async () => (await countOf(writer('mayor').page, first))[5]).toBe(1);
	await cluster.redis?.kill();
	await typing;
	await expectSameEverywhere(words, 10_000);
	await cluster.redis?.start();
	const again = wordsOf('redis-revenu', 10);
	await typeAll(again);
	await expectSameEverywhere(again, 10_000);
});

test('a rolling restart while they type: nobody reloads, no word is lost, none comes twice', async () => {
	for (const [index, process] of both().entries()) {
		const words = wordsOf(`relais-${index}`, 40);
		const typing = typeAll(words);
		const [first = []] = words;
		await expect.poll(async () => (await countOf(writer('mayor').page, first))[5]).toBe(1);
		expect(await process.stop('SIGTERM')).toBe(0);
		await typing;
		await expectSameEverywhere(words, 20_000);
		await process.start();
	}
	for (const { page } of writers) {
		expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
	}
});

test('a mandate ended on one process closes the socket on the other within two seconds', async ({
	browser,
}) => {
	const [a, b] = both();
	const doctor = writer('professional');
	// Moves the doctor to the second process, by a line that breaks while only this one is in reach.
	cluster.proxy.aim([b.target]);
	cluster.proxy.reset();
	await expect.poll(() => doctor.runtimes.at(-1)).toBe(await b.runtime());
	await expectSaved(doctor.page);
	cluster.proxy.aim([a.target]);
	const { context, page } = await openAs(browser, cluster.origin, 'facilitator');
	contexts.push(context);
	await page.goto('/64/membres');
	await page.getByRole('link', { name: 'Dr Jeanne Bordenave' }).first().click();
	await page.getByRole('link', { name: 'Mettre fin au mandat' }).click();
	const closures = doctor.closedAt.length;
	const sockets = doctor.runtimes.length;
	const endedAt = Date.now();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Mettre fin au mandat' }).click();
	await expect(page.getByText('Mandat terminé.')).toBeVisible();
	await expect.poll(() => doctor.closedAt.length).toBeGreaterThan(closures);
	expect((doctor.closedAt.at(-1) ?? Infinity) - endedAt).toBeLessThan(2_000);
	await expect(doctor.page.getByRole('dialog', { name: 'Votre accès a pris fin' })).toBeVisible();
	expect(doctor.runtimes).toHaveLength(sockets);
	for (const process of cluster.processes) expect(process.errors()).not.toMatch(/unhandled|"level":"error"/i);
});
