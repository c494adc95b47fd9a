import { setTimeout as pause } from 'node:timers/promises';
import { auditSight, readStored } from './audit.ts';
import { NEXT_SCHEMA_VERSION, type Nemesis } from './nemeses.ts';
import type { ServerNode } from './node.ts';
import type { Run } from './run-seed.ts';

/** How long a process may live on with its death ordered at an instant that does not come. */
const INSTANT_MS = 1_500;

/** What was on its way through the proxies when a process died gets this long to arrive. */
const ARRIVAL_MS = 40;

/** What may keep the word that a right has ended from leaving one process and reaching another. */
const HINDERING = new Set<Nemesis['kind']>([
	...(['kill-at', 'kill', 'restart', 'stall', 'upgrade'] as const),
	...(['postgres-kill', 'postgres-stall', 'database-link'] as const),
]);

/** Does one thing wrong, and mends it. */
export async function strike(run: Run, nemesis: Nemesis): Promise<void> {
	const { world } = run;
	if (HINDERING.has(nemesis.kind)) run.hindered();
	switch (nemesis.kind) {
		case 'kill-at':
			return killAt(run, nodeOf(run, nemesis.node), nemesis);
		case 'kill': {
			const node = nodeOf(run, nemesis.node);
			await node.kill();
			await audit(run);
			return node.start(run.environment);
		}
		case 'restart':
			return restart(run, nodeOf(run, nemesis.node));
		case 'stall': {
			const node = nodeOf(run, nemesis.node);
			node.signal('SIGSTOP');
			await pause(nemesis.lasts);
			node.signal('SIGCONT');
			return run.stalled();
		}
		case 'postgres-kill':
			return killPostgres(run, nemesis.lasts);
		case 'postgres-stall':
			await world.postgres.signal('SIGSTOP');
			await pause(nemesis.lasts);
			await world.postgres.signal('SIGCONT');
			return run.stalled();
		case 'clock': {
			const node = nodeOf(run, nemesis.node);
			node.order({ order: 'shift', milliseconds: nemesis.shift });
			await pause(nemesis.lasts);
			return node.order({ order: 'shift', milliseconds: 0 });
		}
		case 'database-link': {
			const { name } = nodeOf(run, nemesis.node);
			const link = world.databaseLinks.get(name);
			if (nemesis.how === 'delay') link?.delay(() => run.random.below(120));
			else link?.[nemesis.how]();
			await pause(nemesis.lasts);
			return link?.heal();
		}
		case 'link':
			return spoilLink(run, nemesis);
		case 'links': {
			for (const link of run.links) {
				if (nemesis.how === 'delay') link.delay(() => run.random.below(400));
				else link[nemesis.how]();
			}
			await pause(nemesis.lasts);
			return run.links.forEach((link) => link.heal());
		}
		case 'reload':
			return world.people.ask('reload', run.nameOf(nemesis.person), nemesis.otherDevice);
		case 'bus-kill':
			await run.disturbBus(
				() => world.loseBus(),
				() => world.restoreBus(),
				nemesis.lasts,
			);
			return;
		case 'bus-link': {
			const link = world.busLinks.get(nodeOf(run, nemesis.node).name);
			const spoil = (): void => {
				if (nemesis.how === 'delay') link?.delay(() => run.random.below(400));
				else link?.[nemesis.how]();
			};
			return run.disturbBus(spoil, () => link?.heal(), nemesis.lasts);
		}
		case 'listener':
			return run.disturbBus(
				() => world.endListeners(),
				() => undefined,
				0,
			);
		case 'upgrade':
			return upgrade(run);
		case 'sleep':
			world.people.signal('SIGSTOP');
			await pause(nemesis.lasts);
			return world.people.signal('SIGCONT');
	}
}

function nodeOf(run: Run, index: number): ServerNode {
	const node = run.world.nodes[index % run.world.nodes.length];
	if (!node) throw new Error('no such process');
	return node;
}

async function killAt(run: Run, node: ServerNode, death: Nemesis & { kind: 'kill-at' }): Promise<void> {
	const ended = node.orderEnd();
	node.order({ order: 'die', instant: death.instant, passes: death.passes });
	const came = await Promise.race([ended.then(() => true), pause(INSTANT_MS, false)]);
	run.countInstant(death.instant, came);
	if (!came) await node.kill();
	await audit(run);
	await node.start(run.environment);
}

async function restart(run: Run, node: ServerNode): Promise<void> {
	const code = await node.stop();
	if (code !== 0) run.fault(`${node.name} asked to stop ended with ${code}: ${node.errors.slice(-500)}`);
	await audit(run);
	await node.start(run.environment);
}

async function killPostgres(run: Run, lasts: number): Promise<void> {
	const { postgres } = run.world;
	await postgres.kill();
	run.postgresKills += 1;
	await pause(lasts);
	await run.still(async () => {
		const sight = await run.sight();
		await postgres.start();
		for (const fault of auditSight(sight, await stored(run))) run.fault(`after Postgres died: ${fault}`);
	});
}

/** A rolling deployment: one process after the other, people moving to whichever answers. */
async function upgrade(run: Run): Promise<void> {
	for (const node of run.world.nodes) {
		const code = await node.stop();
		if (code !== 0) run.fault(`${node.name} asked to stop ended with ${code}: ${node.errors.slice(-500)}`);
		await node.start({ SCHEMA: String(NEXT_SCHEMA_VERSION) });
	}
	run.isUpgraded = true;
}

/** With a process dead: everything that was told or shown must be in the log. */
async function audit(run: Run): Promise<void> {
	await pause(ARRIVAL_MS);
	await run.still(async () => {
		const sight = await run.sight();
		for (const fault of auditSight(sight, await stored(run))) run.fault(`after a process died: ${fault}`);
	});
}

/** The harness's own connections may have died with the database: asked again. */
async function stored(run: Run): ReturnType<typeof readStored> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await readStored(run.world, run.documentId);
		} catch (error) {
			if (attempt === 50) throw error;
			await pause(100);
		}
	}
}

async function spoilLink(run: Run, nemesis: Nemesis & { kind: 'link' }): Promise<void> {
	const link = run.links[nemesis.person % run.links.length];
	if (!link) return;
	if (nemesis.how === 'delay') link.delay(() => run.random.below(600));
	else if (nemesis.how === 'slow') link.slow(1_000);
	else link[nemesis.how]();
	await pause(nemesis.lasts);
	// A line that was half-open is found dead in the end.
	if (nemesis.how === 'abandon') link.reset();
	link.heal();
}
