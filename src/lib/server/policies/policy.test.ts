import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#lib/committee/role.rules.ts';
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '#lib/documents/document.rules.ts';
import type { OpenDatabase } from '../database/database.ts';
import {
	abilities,
	can,
	commentAccess,
	DEPARTMENT_ACTIONS,
	documentAccess,
	mayChangeState,
	REGION_ACTIONS,
	type Actor,
} from './policy.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { actorOf, buildMember, buildPlaces, openCommittees } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';

/**
 * The rights table of the product, for what exists. `C` in one's own committee, `R` in every committee of one's
 * region, `A` everywhere, `-` nowhere. Columns: nobody signed in, an account without a mandate, member, elected
 * official, facilitator, URPS coordinator, ARS evaluator, administrator.
 */
const COLUMNS = [
	'public',
	'account',
	'member',
	'elected',
	'facilitator',
	'urps',
	'ars',
	'administrator',
] as const;
type Column = (typeof COLUMNS)[number];

const TABLE: Record<string, string> = {
	//                    public account member elected facilitator urps ars administrator
	'space.read': '         -      -      C      C       C           R    R   -',
	'document.read': '      -      -      C      C       C           R    R   -',
	'document.write': '     -      -      C      C       C           R    -   -',
	'document.create': '    -      -      C      C       C           R    -   -',
	'comment.read': '       -      -      C      C       C           R    R   -',
	'comment.write': '      -      -      C      C       C           R    -   -',
	'plan.read': '          -      -      C      C       C           R    R   -',
	'plan.write': '         -      -      C      C       C           R    -   -',
	'indicator.read': '     -      -      C      C       C           R    R   -',
	'indicator.write': '    -      -      -      -       -           R    -   -',
	'indicator.contest': '  -      -      C      C       C           -    -   -',
	'evaluation.read': '    -      -      C      C       C           R    R   -',
	'evaluation.review': '  -      -      C      C       C           R    R   -',
	'version.manage': '     -      -      -      -       C           -    -   -',
	'members.read': '       -      -      C      C       C           R    R   A',
	'members.manage': '     -      -      -      -       C           -    -   A',
	'audit.read': '         -      -      -      -       C           R    R   A',
	'seniors.read': '       -      -      C      C       C           R    R   -',
	'seniors.write': '      -      -      -      -       -           R    -   -',
	'interns.read': '       -      -      C      C       C           R    R   -',
	'interns.write': '      -      -      -      -       C           R    -   -',
	'interns.tick': '       -      -      -      C       C           R    -   -',
	'region.read': '        -      -      -      -       -           R    R   -',
	'platform.administer': '-      -      -      -       -           -    -   A',
	'account.own': '        -      A      A      A       A           A    A   A',
	'reference.read': '     -      A      A      A       A           A    A   A',
};

/** What each role does with a document of each state: W writes, R reads, - nothing. */
const ACCESS: Record<(typeof DOCUMENT_STATES)[number], string> = {
	//        public account member elected facilitator urps ars administrator
	writing: '  -      -      W      W       W           W    R   -',
	review: '   -      -      W      W       W           W    R   -',
	adopted: '  -      -      R      R       R           R    R   -',
	archived: ' -      -      R      R       R           R    R   -',
};

/** Who takes each step: W whoever writes, F the facilitator. A step of a kind that is not here is taken by nobody. */
const STEPS: Record<string, Record<string, 'W' | 'F'>> = {
	single: { 'writing review': 'W', 'review writing': 'W', 'adopted writing': 'F' },
	engaging: {
		'writing review': 'W',
		'review writing': 'W',
		'adopted writing': 'F',
		'writing archived': 'F',
		'review archived': 'F',
		'adopted archived': 'F',
		'archived writing': 'F',
	},
	free: {
		'writing review': 'W',
		'review writing': 'W',
		'adopted writing': 'F',
		'writing archived': 'W',
		'review archived': 'W',
		'adopted archived': 'F',
		'archived writing': 'W',
	},
};
const FAMILY = {
	diagnosis: 'single',
	plan: 'single',
	project: 'engaging',
	contract: 'engaging',
	minutes: 'free',
	note: 'free',
} as const;

const PLATFORM_ACTIONS = ['platform.administer', 'account.own', 'reference.read'] as const;

const SUBJECTS = {
	'own committee': { departmentCode: '64', regionCode: '75' },
	'other committee, same region': { departmentCode: '40', regionCode: '75' },
	'other region': { departmentCode: '12', regionCode: '76' },
} as const;
type Place = keyof typeof SUBJECTS;

const MANDATES = {
	running: {},
	'last day': { endsOn: '2026-11-22' },
	expired: { endsOn: '2026-11-21' },
	'ended early': { endedAt: new Date('2026-11-22T09:00:00Z') },
	'to come': { startsOn: '2026-11-23' },
} as const;
type MandateKind = keyof typeof MANDATES;

const ROLE_PLACE: Record<Role, { departmentCode: string } | { regionCode: string }> = {
	member: { departmentCode: '64' },
	elected: { departmentCode: '64' },
	facilitator: { departmentCode: '64' },
	urps: { regionCode: '75' },
	ars: { regionCode: '75' },
};

const isRole = (column: Column): column is Role => Object.hasOwn(ROLE_PLACE, column);

let database: OpenDatabase;
let context: TestContext;
const actors = new Map<string, Actor>();

/** Actors as the server finds them in the database, so that an ended mandate is judged where it is read. */
beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(context.db);
	await openCommittees(context, '64', '40', '12');
	const administrator = await buildAdministratorActor();
	for (const kind of Object.keys(MANDATES) as MandateKind[]) {
		for (const column of COLUMNS) {
			if (!isRole(column)) continue;
			const built = await buildMember(context, { role: column, ...ROLE_PLACE[column], ...MANDATES[kind] });
			actors.set(`${column} ${kind}`, await actorOf(context, built));
		}
		actors.set(`public ${kind}`, { kind: 'anonymous' });
		actors.set(`administrator ${kind}`, administrator);
		actors.set(`account ${kind}`, await actorOf(context, await buildAccount(context)));
	}
});
afterAll(() => database.close());

async function buildAdministratorActor(): Promise<Actor> {
	const email = 'admin@exemple.test';
	return actorOf(context, await buildAccount(context, { isAdministrator: true, email }));
}

function expected(action: string, column: Column, at: { place: Place; kind: MandateKind }): boolean {
	const cell = (TABLE[action] ?? '').trim().split(/\s+/)[COLUMNS.indexOf(column)];
	if (cell === 'A') return true;
	if (cell === '-' || (at.kind !== 'running' && at.kind !== 'last day')) return false;
	if (cell === 'R') return at.place !== 'other region';
	return cell === 'C' && at.place === 'own committee';
}

function ask(actor: Actor, action: string, place: Place): boolean {
	const subject = SUBJECTS[place];
	const platform = PLATFORM_ACTIONS.find((one) => one === action);
	if (platform !== undefined) return can(actor, platform);
	const regional = REGION_ACTIONS.find((one) => one === action);
	if (regional !== undefined) return can(actor, regional, { regionCode: subject.regionCode });
	const departmental = DEPARTMENT_ACTIONS.find((one) => one === action);
	if (departmental === undefined) throw new Error(`unknown action ${action}`);
	return can(actor, departmental, subject);
}

test('the table has a line for every action, and a cell for every column', () => {
	const known = [...DEPARTMENT_ACTIONS, ...REGION_ACTIONS, ...PLATFORM_ACTIONS];
	expect(Object.keys(TABLE).sort()).toEqual([...known].sort());
	for (const line of Object.values(TABLE)) expect(line.trim().split(/\s+/)).toHaveLength(COLUMNS.length);
});

describe.each(Object.keys(MANDATES) as MandateKind[])('mandate: %s', (kind) => {
	describe.each(Object.keys(SUBJECTS) as Place[])('%s', (place) => {
		test.each(COLUMNS)('%s', (column) => {
			const actor = actors.get(`${column} ${kind}`);
			if (actor === undefined) throw new Error('no such actor');
			const wanted = Object.keys(TABLE).filter((action) => expected(action, column, { place, kind }));
			expect(Object.keys(TABLE).filter((action) => ask(actor, action, place))).toEqual(wanted);
			expect(abilities(actor, SUBJECTS[place])).toEqual(
				DEPARTMENT_ACTIONS.filter((action) => wanted.includes(action)),
			);
		});
	});
});

test('a disabled account is nobody', async () => {
	const person = await buildAccount(context, { disabledAt: new Date('2026-11-01T00:00:00Z') });
	await buildMember(context, { role: 'facilitator', departmentCode: '64', person });
	expect(await actorOf(context, person)).toEqual({ kind: 'anonymous' });
});

test('who evaluates a committee changes nothing in it, even as its facilitator or as administrator', async () => {
	const person = await buildAccount(context, { isAdministrator: true });
	await buildMember(context, { role: 'facilitator', departmentCode: '64', person });
	await buildMember(context, { role: 'facilitator', departmentCode: '12', person });
	await buildMember(context, { role: 'ars', regionCode: '75', person });
	const actor = await actorOf(context, person);
	const asEvaluator = actors.get('ars running');
	if (asEvaluator === undefined) throw new Error('no such actor');
	expect(abilities(actor, SUBJECTS['own committee'])).toEqual(
		abilities(asEvaluator, SUBJECTS['own committee']),
	);
	expect(can(actor, 'document.write', SUBJECTS['other region'])).toBe(true);
});

test('two mandates add up: a member here, a facilitator there', async () => {
	const person = await buildAccount(context);
	await buildMember(context, { role: 'member', departmentCode: '64', person });
	await buildMember(context, { role: 'facilitator', departmentCode: '12', person });
	const actor = await actorOf(context, person);
	expect(can(actor, 'members.manage', SUBJECTS['own committee'])).toBe(false);
	expect(can(actor, 'members.manage', SUBJECTS['other region'])).toBe(true);
});

describe.each(DOCUMENT_KINDS)('a document of kind %s', (kind) => {
	test.each(COLUMNS)('%s', (column) => {
		const actor = actors.get(`${column} running`);
		if (actor === undefined) throw new Error('no such actor');
		const cellOf = (line: string) => line.trim().split(/\s+/)[COLUMNS.indexOf(column)];
		for (const state of DOCUMENT_STATES) {
			const own = { ...SUBJECTS['own committee'], kind, state };
			const access = documentAccess(actor, own);
			expect({ write: 'W', read: 'R', none: '-' }[access ?? 'none']).toBe(cellOf(ACCESS[state]));
			// What is frozen is discussed no more: comments are written where the text is.
			const comments = commentAccess(actor, own);
			expect({ write: 'W', read: 'R', none: '-' }[comments ?? 'none']).toBe(cellOf(ACCESS[state]));
			expect(documentAccess(actor, { ...own, ...SUBJECTS['other region'] })).toBeNull();
			for (const to of DOCUMENT_STATES) {
				const who = STEPS[FAMILY[kind]]?.[`${state} ${to}`];
				const writes = ['member', 'elected', 'facilitator', 'urps'].includes(column);
				const wanted = who === 'F' ? column === 'facilitator' : who === 'W' && writes;
				expect({ state, to, may: mayChangeState(actor, own, to) }).toEqual({ state, to, may: wanted });
			}
		}
	});
});
