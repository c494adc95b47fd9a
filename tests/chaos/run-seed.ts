import { setTimeout as pause } from 'node:timers/promises';
import type { Proxy } from '../support/proxy.ts';
import type { Journal, PageState, Sight } from './actors.ts';
import { readStored } from './audit.ts';
import { NEXT_SCHEMA_VERSION, planOf, type Plan, type Strike } from './nemeses.ts';
import { createRandom, seedOf, type Random } from './random.ts';
import { strike } from './strike.ts';
import { judge, tallyOf, type Tally } from './verdict.ts';
import type { World } from './world.ts';

export interface SeedOptions {
	seed: number;
	operations: number;
	/** Other nemeses than the seed's own. */
	plan?: Plan;
	/** Of how many operations one is an attack. */
	attacks?: number;
}

export interface Outcome extends Tally {
	seed: number;
	faults: string[];
	kills: number;
	postgresKills: number;
	instants: Record<string, number>;
	attacks: Record<string, number>;
	/** From the end of every nemesis to everything acknowledged and the same everywhere, milliseconds. */
	calmAfter: number;
	plan: Plan;
}

const WRITERS = ['c1', 'c2', 'c3', 'c4', 'c5'];
const READER = 'lecteur';
const REVOKED = 'exclu';
const HONEST = [...WRITERS, READER];

/** Between two operations, on the average. */
const GAP_MS = 14;

/** Of how many operations one is an attack. */
const ATTACKS = 0.06;

/** By then everything is acknowledged, and the same everywhere. */
const CALM_MS = 10_000;

/** After a right has ended, nothing more may be accepted from then on. */
const REVOCATION_MS = 2_000;

/** The same when the word cannot go from one process to the other. */
const WITHOUT_BUS_MS = 30_000;

/** A bus that was away may need so long to be there again. */
const BUS_BACK_MS = 4_000;

/** One seed in a world: people write, things go wrong, all is mended, and then it is counted. */
export async function runSeed(world: World, options: SeedOptions): Promise<Outcome> {
	const run = new Run(world, options);
	try {
		await run.enter();
		await run.write();
		return await run.end();
	} finally {
		await run.leave();
	}
}

export class Run {
	readonly world: World;
	readonly random: Random;
	readonly plan: Plan;
	readonly links: Proxy[] = [];
	documentId = '';
	postgresKills = 0;
	isUpgraded = false;
	readonly #options: SeedOptions;
	readonly #faults: string[] = [];
	readonly #instants: Record<string, number> = {};
	readonly #killsBefore: number;
	readonly #accounts = new Map<string, string>();
	/** When a right ended, and from when on nothing of it may be accepted. */
	#revocation: { done: number; deadline: number; toldTo: number } | null = null;
	#busDisturbed = 0;
	#busDisturbedAt = -Infinity;
	#busIsLost = false;
	#still: Promise<unknown> = Promise.resolve();
	#operation = 0;
	#fresh: string[] = [];

	constructor(world: World, options: SeedOptions) {
		this.world = world;
		this.#options = options;
		this.random = createRandom(seedOf(options.seed, 'run'));
		const { seed, operations } = options;
		this.plan =
			options.plan ?? planOf({ seed, operations, processes: world.nodes.length, people: HONEST.length });
		this.#killsBefore = this.#kills();
	}

	nameOf(person: number): string {
		return HONEST[person % HONEST.length] ?? READER;
	}

	fault(words: string): void {
		this.#faults.push(words);
	}

	countInstant(instant: string, came: boolean): void {
		const name = came ? instant : `${instant} (did not come)`;
		this.#instants[name] = (this.#instants[name] ?? 0) + 1;
	}

	/** Something stood still: what it had received before, it may answer only now. */
	stalled(): void {
		if (this.#revocation)
			this.#revocation.deadline = Math.max(this.#revocation.deadline, Date.now() + REVOCATION_MS);
		this.hindered();
	}

	/** Something that should have carried the end of a right to the other process may have failed to. */
	hindered(): void {
		const revocation = this.#revocation;
		if (
			revocation &&
			revocation.toldTo < this.world.nodes.length &&
			Date.now() < revocation.done + REVOCATION_MS
		)
			revocation.deadline = revocation.done + WITHOUT_BUS_MS;
	}

	/** What a process is started with again. */
	get environment(): Record<string, string> {
		return this.isUpgraded ? { SCHEMA: String(NEXT_SCHEMA_VERSION) } : {};
	}

	/** Spoils the bus for a time. */
	async disturbBus(spoil: () => unknown, mend: () => unknown, lasts: number): Promise<void> {
		if (this.#busIsLost) return;
		this.#busDisturbed += 1;
		this.hindered();
		try {
			await spoil();
			await pause(lasts);
			if (!this.#busIsLost) await mend();
		} finally {
			this.#busDisturbed -= 1;
			this.#busDisturbedAt = Date.now();
		}
	}

	/** What the pages know now. */
	sight(): Promise<Sight> {
		return this.world.people.ask('sight', [...HONEST, REVOKED]);
	}

	/** Does something while nobody writes anything more. */
	async still(work: () => Promise<void>): Promise<void> {
		const working = this.#still.then(work);
		this.#still = working.catch(() => undefined);
		await working;
	}

	async enter(): Promise<void> {
		const { world } = this;
		const { seed } = this.#options;
		this.documentId = await world.createDocument();
		for (const name of [...HONEST, REVOKED, 'hostile', 'visiteur']) {
			this.#accounts.set(name, await world.createAccount(name, name === READER ? 'read' : 'write'));
		}
		for (const name of [...HONEST, REVOKED]) {
			const link = await world.openLink(this.links.length);
			this.links.push(link);
			await this.#open(name, link.port);
		}
		const link = await world.openLink(this.links.length);
		this.links.push(link);
		await world.people.ask('openHostile', {
			seed,
			documentId: this.documentId,
			port: link.port,
			writer: this.#account('hostile'),
			reader: this.#account(READER),
			revoked: this.#account(REVOKED),
		});
		await this.#settled([...HONEST, REVOKED]);
	}

	async write(): Promise<void> {
		await Promise.all([
			this.#operate(),
			this.#strike(this.plan.machines),
			this.#strike(this.plan.bus),
			this.#strike(this.plan.people),
			this.#loseBus(),
		]);
		for (const link of this.links) link.heal();
	}

	async end(): Promise<Outcome> {
		const { world, plan } = this;
		const from = performance.now();
		await this.#settled(HONEST);
		// Before anybody fresh comes, who would make a process look in the log.
		const honest = await this.#alike(HONEST);
		if (kindsOf(honest) > 1) this.fault('the pages differ when all is calm, before anybody fresh comes');
		for (const node of world.nodes) {
			const name = `neuf-${node.name.toLowerCase()}`;
			this.#accounts.set(name, this.#account('visiteur'));
			await this.#open(name, node.port);
			this.#fresh.push(name);
		}
		const pages = await this.#alike([...HONEST, ...this.#fresh]);
		const calmAfter = performance.now() - from;
		const stored = await readStored(world, this.documentId);
		const journals: Journal[] = await world.people.ask('journals', [...HONEST, REVOKED]);
		const revoked = { name: REVOKED, at: this.#revocation?.deadline ?? Infinity };
		const deaths = [...world.people.deaths, ...world.nodes.flatMap((node) => node.deaths.splice(0))];
		return {
			seed: this.#options.seed,
			faults: [...this.#faults, ...judge({ stored, journals, pages, revoked }), ...deaths],
			...tallyOf({ stored, journals }),
			kills: this.#kills() - this.#killsBefore,
			postgresKills: this.postgresKills,
			instants: this.#instants,
			attacks: await world.people.ask('attacks'),
			calmAfter,
			plan,
		};
	}

	async leave(): Promise<void> {
		await this.world.people.ask('closeAll').catch(() => undefined);
		for (const link of this.links) await link.close();
		if (this.#busIsLost) await this.world.restoreBus();
		if (!this.isUpgraded) return;
		for (const node of this.world.nodes) {
			await node.stop();
			await node.start();
		}
	}

	async #operate(): Promise<void> {
		const { operations } = this.#options;
		for (; this.#operation < operations; this.#operation += 1) {
			await this.#still;
			if (this.#operation === this.plan.revokedAt) await this.#revoke();
			if (this.random.chance(this.#options.attacks ?? ATTACKS))
				await this.world.people.ask('attack', this.random.pick(WRITERS));
			await this.world.people.ask('act', this.random.pick([...WRITERS, REVOKED]));
			await pause(this.random.below(2 * GAP_MS));
		}
	}

	async #strike(strikes: readonly Strike[]): Promise<void> {
		for (const { from, nemesis } of strikes) {
			while (this.#operation < from) await pause(5);
			await strike(this, nemesis);
		}
	}

	async #loseBus(): Promise<void> {
		const { busLostAt } = this.plan;
		if (busLostAt === null) return;
		while (this.#operation < busLostAt) await pause(5);
		while (this.#busDisturbed > 0) await pause(5);
		this.#busIsLost = true;
		this.hindered();
		await this.world.loseBus();
	}

	async #revoke(): Promise<void> {
		const accountId = this.#account(REVOKED);
		for (;;) {
			const done = await this.world.endRight(accountId).then(
				() => true,
				() => false,
			);
			if (done) break;
			await pause(100);
		}
		// One process hears of it and tells the others, where the line between them is sound.
		const { nodes } = this.world;
		const isSound =
			this.#busDisturbed === 0 && Date.now() > this.#busDisturbedAt + BUS_BACK_MS && !this.#busIsLost;
		// A process that is coming up could not have changed the right: alone it would tell nobody before it listens.
		const told = isSound && nodes.every((node) => node.isReady) ? [this.random.pick(nodes)] : nodes;
		const done = Date.now();
		this.#revocation = { done, deadline: done + REVOCATION_MS, toldTo: told.length };
		for (const node of told) node.order({ order: 'recheck', scope: { accountId } });
		await this.world.people.ask('revoked');
	}

	#open(name: string, port: number): Promise<void> {
		return this.world.people.ask('open', {
			name,
			seed: this.#options.seed,
			documentId: this.documentId,
			accountId: this.#account(name),
			access: name === READER ? 'read' : 'write',
			server: `ws://127.0.0.1:${port}`,
		});
	}

	#account(name: string): string {
		const accountId = this.#accounts.get(name);
		if (accountId === undefined) throw new Error(`no account for ${name}`);
		return accountId;
	}

	async #settled(names: readonly string[]): Promise<void> {
		const until = performance.now() + CALM_MS;
		while (performance.now() < until && !(await this.world.people.ask('settled', names))) await pause(50);
	}

	/** The pages once they are alike, or as they are after the time for it. */
	async #alike(names: readonly string[]): Promise<PageState[]> {
		const until = performance.now() + CALM_MS;
		for (;;) {
			const pages: PageState[] = await this.world.people.ask('states', names);
			const settled = pages.every((page) => page.isSettled);
			if ((kindsOf(pages) === 1 && settled) || performance.now() > until) return pages;
			await pause(100);
		}
	}

	#kills(): number {
		return this.world.nodes.reduce((sum, { kills }) => sum + kills, 0);
	}
}

function kindsOf(pages: readonly PageState[]): number {
	return new Set(pages.map((page) => `${page.content} ${page.document} ${page.structs} ${page.pending}`))
		.size;
}
