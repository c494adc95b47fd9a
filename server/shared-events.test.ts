import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import { createEvents, type DomainEvent, type Events } from '#lib/server/events/events.ts';
import { createRecordVisits } from '#lib/server/registries/record-visits.ts';
import { changeSeniorDoctor } from '#lib/server/senior-doctors/senior-doctor.commands.ts';
import { streamRegistries } from '#lib/server/registries/registry-stream.queries.ts';
import { buildAccount } from '../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../tests/support/context.ts';
import { buildElected, buildSeniorDoctor } from '../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../tests/support/spaces.ts';
import { createMemoryHub, type MemoryHub } from './collaboration/adapters/memory-bus.ts';
import type { Bus } from './collaboration/ports/bus.ts';
import { shareEvents } from './shared-events.ts';

interface Process {
	events: Events;
	bus: Bus;
	happened: DomainEvent[];
}

const fail = (error: unknown): never => {
	throw error;
};

/** A process of an installation: its own events, and a bus to the others. */
function startProcess(hub: MemoryHub, name: string): Process & { raw: Bus } {
	const events = createEvents(fail);
	const happened: DomainEvent[] = [];
	events.subscribe((event) => happened.push(event));
	const raw = hub.open(name);
	return { events, happened, raw, bus: shareEvents({ bus: raw, events }) };
}

/** Resolves once a process has heard something that is so. */
function heard({ events, happened }: Process, isSo: (event: DomainEvent) => boolean): Promise<DomainEvent> {
	const already = happened.find(isSo);
	if (already !== undefined) return Promise.resolve(already);
	return new Promise((resolve) => {
		const end = events.subscribe((event) => {
			if (!isSo(event)) return;
			end();
			resolve(event);
		});
	});
}

const changed = (doctorId: string): DomainEvent => ({
	...{ type: 'senior-doctor-changed', departmentCode: '64', doctorId },
	...{ before: null, after: { sharing: 'elected', communeCodes: ['64371'] } },
});

describe('events of the registries between processes', () => {
	test('what happens on one happens once on each of the others, and never comes back', async () => {
		const hub = createMemoryHub();
		const [here, there, third] = ['a', 'b', 'c'].map((name) => startProcess(hub, name)) as [
			ReturnType<typeof startProcess>,
			ReturnType<typeof startProcess>,
			ReturnType<typeof startProcess>,
		];
		const events: DomainEvent[] = [
			changed(newId()),
			{
				...{ type: 'intern-changed', departmentCode: '64', internId: newId() },
				...{ before: { communeCode: '64371' }, after: null },
			},
			{ type: 'record-left', departmentCode: '64', key: 'une page' },
		];
		for (const event of events) here.events.publish(event);
		await Promise.all([there, third].map((one) => heard(one, ({ type }) => type === 'record-left')));
		there.events.publish(changed('la fin'));
		await heard(here, (event) => event.type === 'senior-doctor-changed' && event.doctorId === 'la fin');
		expect(there.happened).toEqual([...events, changed('la fin')]);
		expect(here.happened).toEqual([...events, changed('la fin')]);
	});

	test('rights and sessions that end there are told here; what concerns one process alone is not', async () => {
		const hub = createMemoryHub();
		const [here, there] = [startProcess(hub, 'a'), startProcess(hub, 'b')];
		here.events.publish({ type: 'rights-changed', accountId: 'celle-ci' });
		here.bus.publish([
			{ kind: 'recheck', scope: { accountId: 'celle-là' } },
			{ kind: 'recheck', scope: { documentId: newId() } },
			{ kind: 'session-ended', sessionId: 'finie' },
		]);
		await heard(there, ({ type }) => type === 'ended-elsewhere');
		here.events.publish(changed('la fin'));
		await heard(there, ({ type }) => type === 'senior-doctor-changed');
		expect(there.happened.slice(0, -1)).toEqual([
			{ type: 'ended-elsewhere', whose: { accountId: 'celle-là' } },
			{ type: 'ended-elsewhere', whose: { sessionId: 'finie' } },
		]);
	});

	test('words that are no event of this version are left alone', async () => {
		const hub = createMemoryHub();
		const [here, there] = [startProcess(hub, 'a'), startProcess(hub, 'b')];
		const strange = ['', '{', 'null', '{"type":"rights-changed","accountId":"x"}', '{"type":"record-left"}'];
		here.raw.publish(strange.map((words) => ({ kind: 'told', words })));
		here.events.publish(changed('la fin'));
		await heard(there, ({ type }) => type === 'senior-doctor-changed');
		expect(there.happened).toEqual([changed('la fin')]);
	});

	test('a line that comes back says that something may have been missed', async () => {
		const hub = createMemoryHub();
		const [here, there] = [startProcess(hub, 'a'), startProcess(hub, 'b')];
		const resumed = new Promise<void>((resolve) => there.bus.listen({ message() {}, resumed: resolve }));
		hub.cut(there.raw);
		hub.lose(() => true);
		here.events.publish(changed('perdue'));
		hub.lose(null);
		hub.heal(there.raw);
		await resumed;
		expect(there.happened).toEqual([{ type: 'ended-elsewhere', whose: null }]);
	});
});

describe('a reader whose stream is on another process than the one that writes', () => {
	let database: OpenDatabase;
	let urps: TestContext;
	let readers: Record<'urps' | 'mayor' | 'member', TestContext>;
	let there: Process;
	let here: Process;

	beforeAll(async () => {
		database = await openTestDatabase();
		const hub = createMemoryHub();
		[here, there] = [startProcess(hub, 'a'), startProcess(hub, 'b')];
		const writing = buildContext({ db: database.db });
		await openSpaces(writing, '64');
		const someone = async (): Promise<string> => (await buildAccount(writing)).id;
		urps = writing.as(buildActor(await someone(), 'urps'));
		urps.events.subscribe((event) => here.events.publish(event));
		const recordVisits = createRecordVisits(there.events, () => new Date());
		const reading = async (actor: ReturnType<typeof buildActor>): Promise<TestContext> =>
			({ ...writing.as(actor), events: there.events, recordVisits }) as TestContext;
		readers = {
			urps: await reading(buildActor(await someone(), 'urps')),
			mayor: await reading(buildElected(await someone(), ['64430'])),
			member: await reading(buildActor(await someone(), 'member')),
		};
	});
	afterAll(() => database.close());

	/** Opens a stream as the other process does; `heard` is all of it, once it is closed. */
	async function listen(who: TestContext, resumes = false) {
		const gone = new AbortController();
		const stream = await streamRegistries(who, '64', { stopped: gone.signal, visit: null, resumes });
		const whole = new Response(stream).text();
		return { whole, leave: () => (gone.abort(), whole) };
	}

	test('hears of what they may read and of nothing else', async () => {
		const streams = {
			urps: await listen(readers.urps),
			mayor: await listen(readers.mayor),
			member: await listen(readers.member),
		};
		const hidden = await buildSeniorDoctor(urps, { communeCode: '64430' });
		const shared = await buildSeniorDoctor(urps, { communeCode: '64430', sharing: 'elected' });
		await changeSeniorDoctor(
			urps,
			{ departmentCode: '64', doctorId: shared, version: 1 },
			{ sharing: 'urps' },
		);
		await heard(
			there,
			(event) => event.type === 'senior-doctor-changed' && event.doctorId === shared && event.before !== null,
		);
		const [own, elected, totals] = [
			await streams.urps.leave(),
			await streams.mayor.leave(),
			await streams.member.leave(),
		];
		for (const id of [hidden, shared]) expect(own).toContain(id);
		expect(elected.split(shared)).toHaveLength(3);
		expect(elected).not.toContain(hidden);
		expect(totals).not.toContain('event:');
	});

	test('is let go when their right or session ends there, or when word of it may have been lost', async () => {
		const { actor } = readers.mayor;
		if (actor.kind !== 'account') throw new Error('an account has rights');
		const other = await listen(readers.urps);
		for (const message of [
			{ kind: 'recheck', scope: { accountId: actor.accountId } },
			{ kind: 'session-ended', sessionId: actor.sessionId },
		] as const) {
			const { whole } = await listen(readers.mayor);
			here.bus.publish([message]);
			expect(await whole).not.toContain('event:');
		}
		const { whole } = await listen(readers.mayor);
		there.events.publish({ type: 'ended-elsewhere', whose: null });
		expect(await whole).not.toContain('event:');
		expect(await other.whole).not.toContain('event:');
	});

	test('who comes back is told to read again, and nothing of what passed', async () => {
		const first = await (await listen(readers.member)).leave();
		expect(first).toMatch(/^retry: 2000\nid: [0-9a-f-]{36}\n\n$/);
		const again = await (await listen(readers.member, true)).leave();
		expect(again).toMatch(/^retry: 2000\nid: [0-9a-f-]{36}\n\nevent: reprise\ndata: \{\}\n\n$/);
	});
});
