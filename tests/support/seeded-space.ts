import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { DocumentState } from '#lib/documents/document.rules.ts';
import { organisation } from '#lib/server/committee/committee.tables.ts';
import { endMandate } from '#lib/server/committee/mandate.commands.ts';
import { changeDocumentState } from '#lib/server/documents/document.commands.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import { adoptVersion } from '#lib/server/documents/version.commands.ts';
import { buildMember, seenBy, type BuiltMember } from './committee.ts';
import type { TestContext } from './context.ts';
import { createIndicatorWalk, type KnownIndicator } from './seeded-indicators.ts';
import { openSpaces } from './spaces.ts';

/** What is remembered of a document beside its text. */
export interface KnownText {
	state: DocumentState;
	/** Names of the versions adopted, the first one first. */
	adopted: string[];
}

/** What is remembered of a space, in plain values. */
export interface KnownSpace {
	texts: Record<'plan' | 'diagnosis', KnownText>;
	indicators: Record<string, KnownIndicator>;
	/** The answer to each objection, by its id; null while there is none. */
	objections: Record<string, string | null>;
	/** Ids of the mandates in force. */
	mandates: string[];
}

export interface SpaceLife {
	/** Organisations and people that a plan may name. */
	ids: string[];
	/** Somebody who writes. */
	writer(): string;
	/** Plays what happens until an instant; `store` is called before what reads the logs. */
	passUntil(now: number, store: () => Promise<void>): Promise<void>;
	known(): Promise<KnownSpace>;
}

interface Walk {
	random: () => number;
	/** Milliseconds since 1970, and how many. */
	start: number;
	length: number;
}

type Play = (store: () => Promise<void>) => Promise<void>;

const DAY_MS = 86_400_000;
const ALWAYS = { startsOn: '2025-04-01', endsOn: '2028-03-31' };

/** The life of a space around its texts, by its commands: what is written is also remembered. */
export async function createSpaceLife(context: TestContext, walk: Walk): Promise<SpaceLife> {
	const { random } = walk;
	context.clock = new Date(walk.start);
	await openSpaces(context, '64');
	const bodies = await context.db.select().from(organisation).orderBy(organisation.name);
	const organisationName = bodies.find(({ regionCode }) => regionCode === '75')?.name ?? '';
	const facilitator = await buildMember(context, { role: 'facilitator', departmentCode: '64', ...ALWAYS });
	const urps = await buildMember(context, { role: 'urps', regionCode: '75', organisationName, ...ALWAYS });
	const seats = createSeats(context, random, facilitator);
	const texts = createVersions(context, random, facilitator);
	const indicators = createIndicatorWalk(context, random, { urps, member: facilitator });
	const plays: { at: number; play: Play }[] = [1, 3, 5, 7].map((eighth) => ({
		at: walk.start + (walk.length * eighth) / 8,
		play: indicators.enterAll,
	}));
	const often = (count: number, play: Play, from = 0.15): void => {
		for (let turn = 0; turn < count; turn += 1) {
			plays.push({ at: walk.start + walk.length * (from + random() * (1 - from)), play });
		}
	};
	often(40, indicators.enterOne);
	often(15, indicators.define, 0);
	often(2, indicators.invent, 0);
	often(12, indicators.contest);
	often(18, seats.begin, 0);
	often(8, seats.end);
	often(10, texts.settle);
	plays.sort((one, other) => one.at - other.at);
	return {
		ids: [...bodies.slice(0, 8).map(({ id }) => id), facilitator.id, urps.id],
		writer: () => (random() < 0.5 ? facilitator.id : urps.id),
		async passUntil(now, store) {
			for (let next = plays[0]; next !== undefined && next.at < now; next = plays[0]) {
				context.clock = new Date(next.at);
				await next.play(store);
				plays.shift();
			}
		},
		async known() {
			const mandates = [facilitator.mandateId, urps.mandateId, ...seats.inForce()].sort();
			return { texts: texts.known(), mandates, ...(await indicators.known()) };
		},
	};
}

interface KnownSeat {
	member: BuiltMember;
	startsOn: string;
	endsOn: string;
	ended: boolean;
}

function createSeats(context: TestContext, random: () => number, facilitator: BuiltMember) {
	const seats: KnownSeat[] = [];
	const dayFromNow = (days: number): string => dayInFrance(new Date(context.clock.getTime() + days * DAY_MS));
	return {
		async begin(): Promise<void> {
			const startsOn = dayFromNow(Math.floor(random() * 60) - 20);
			const endsOn = dayFromNow(45 + Math.floor(random() * 300));
			const dates = { startsOn, endsOn };
			const member = await buildMember(context, { role: 'member', departmentCode: '64', ...dates });
			seats.push({ member, ...dates, ended: false });
		},
		async end(): Promise<void> {
			const seat = seats.find(({ ended }) => !ended);
			if (seat === undefined) return;
			const target = { departmentCode: '64', mandateId: seat.member.mandateId };
			await endMandate(await seenBy(context, facilitator), target);
			seat.ended = true;
		},
		inForce(): string[] {
			const day = dayFromNow(0);
			return seats
				.filter(({ ended, startsOn, endsOn }) => !ended && startsOn <= day && day <= endsOn)
				.map(({ member }) => member.mandateId);
		},
	};
}

function createVersions(context: TestContext, random: () => number, facilitator: BuiltMember) {
	const texts: KnownSpace['texts'] = {
		plan: { state: 'writing', adopted: [] },
		diagnosis: { state: 'writing', adopted: [] },
	};
	let adoptions = 0;
	return {
		/** Adopts a text, or takes it to its review and back. */
		async settle(store: () => Promise<void>): Promise<void> {
			await store();
			const kind = random() < 0.5 ? 'plan' : 'diagnosis';
			const [row] = await context.db.select().from(document).where(eq(document.kind, kind));
			const place = { departmentCode: '64', documentId: row?.id ?? '' };
			const by = await seenBy(context, facilitator);
			const { state: old, adopted } = texts[kind];
			if (random() < 0.4) {
				const state = old === 'review' ? 'writing' : 'review';
				await changeDocumentState(by, place, { state });
				texts[kind] = { state, adopted };
				return;
			}
			const name = `Version ${(adoptions += 1)}`;
			await adoptVersion(by, place, { name, then: 'continue' });
			texts[kind] = { state: 'writing', adopted: [...adopted, name] };
		},
		known: (): KnownSpace['texts'] => ({ ...texts }),
	};
}
