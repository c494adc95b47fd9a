import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { setField } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { appendChange } from '../../../../tests/support/document-log.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { mandate, organisation, spaceVisit } from '../committee/committee.tables.ts';
import type { PersonHere } from '../context/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import { createDocument } from '../documents/document.commands.ts';
import { loadCopy } from '../documents/document.log.ts';
import { document } from '../documents/document.tables.ts';
import { createProjector } from '../documents/projector.ts';
import { projectionsOf } from '../documents/projection.ts';
import { textProjection } from '../documents/text.projection.ts';
import { planProjection } from '../plan/plan.projection.ts';
import type { Actor } from '../policies/policy.ts';
import { getHome } from './home.queries.ts';
import { listOwnSpaces } from './own-spaces.queries.ts';
import { recordVisit } from './visit.commands.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);

let database: OpenDatabase;
let context: TestContext;
let claire: { id: string };
let maite: { id: string };
let planId: string;
let noteId: string;
let firstAction: string;
const here = new Map<string, PersonHere[]>();

const asClaire = (): TestContext => context.as(buildActor(claire.id, 'member'));
const spaces = (text: string): string => text.replaceAll('\u00a0', ' ');
const words = (parts: readonly { text: string }[]): string => spaces(parts.map((part) => part.text).join(''));

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	context = buildContext({
		db,
		clock: ago(500),
		live: {
			peopleIn: (ids) => new Map(ids.flatMap((id) => (here.has(id) ? [[id, here.get(id)!] as const] : []))),
			append: () => Promise.reject(new Error('this test appends to the log itself')),
		},
	});
	await openSpaces(context, '64', '40');
	claire = await buildAccount(context, { displayName: 'Claire Dufau' });
	maite = await buildAccount(context, { displayName: 'Maïté Irigoyen' });
	const plans = await db.select().from(document).where(eq(document.departmentCode, '64'));
	planId = plans.find((one) => one.kind === 'plan')?.id ?? '';
	await fillPlan();
	context.clock = ago(30);
	noteId = (await createDocument(asClaire(), '64', { kind: 'note', title: 'Permanence' })).id;
	await seatClaire();
	const projector = createProjector({
		db,
		now: () => context.clock,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		reportError: (error) => {
			throw error;
		},
	});
	await projector.catchUp();
	await projector.close();
	context.clock = NOW;
});
afterAll(() => database.close());

/** Three actions, one finished, one past its date, one that Maïté said late yesterday. */
async function fillPlan(): Promise<void> {
	const { db } = database;
	const doc = await loadCopy(db, planId);
	const add = (at: Date, accountId: string, values: Parameters<typeof createAction>[1]): Promise<string> => {
		let id = '';
		return appendChange(db, {
			documentId: planId,
			doc,
			accountId,
			at,
			change: () => void (id = createAction(doc, values, null)),
		}).then(() => id);
	};
	await add(ago(400), claire.id, { proposition: 1, title: 'Logements', status: 'done' });
	await add(ago(400), claire.id, {
		proposition: 5,
		title: 'Binômes',
		status: 'on-track',
		dueOn: '2026-10-01',
	});
	firstAction = await add(ago(400), claire.id, { proposition: 5, title: 'Tutorat', status: 'at-risk' });
	await appendChange(db, {
		documentId: planId,
		doc,
		accountId: maite.id,
		at: ago(20),
		change: () => void setField(doc, { id: firstAction, field: 'status', value: 'late' }, null),
	});
}

async function seatClaire(): Promise<void> {
	const [body] = await database.db.select().from(organisation).where(eq(organisation.departmentCode, '64'));
	await database.db.insert(mandate).values({
		id: newId(),
		accountId: claire.id,
		organisationId: body!.id,
		departmentCode: '64',
		seatRole: 'holder',
		startsOn: '2026-01-01',
		endsOn: '2028-12-31',
		createdAt: ago(25),
	});
}

describe('the home of a space', () => {
	test('says where the plan stands', async () => {
		const { title, plan } = await getHome(asClaire(), '64');
		expect(title).toBe('Comité des Pyrénées-Atlantiques');
		expect(words(plan.sentence)).toBe('Le plan compte 3 actions : 1 est terminée, 2 sont en retard.');
		expect(plan.propositions).toHaveLength(10);
		expect(plan.propositions[4]).toMatchObject({
			proposition: 5,
			statuses: ['late', 'late'],
			href: '/64/plan?proposition=5',
		});
		expect(plan.late.map(({ number, title, dueOn, href }) => ({ number, title, dueOn, href }))).toEqual([
			{ number: '5.1', title: 'Binômes', dueOn: '2026-10-01', href: '/64/plan/5-1' },
			{ number: '5.2', title: 'Tutorat', dueOn: null, href: '/64/plan/5-2' },
		]);
	});

	test('a committee that has just opened has an empty plan and its two documents', async () => {
		const home = await getHome(context.as(buildActor(claire.id, 'ars')), '40');
		expect(words(home.plan.sentence)).toBe('Le plan ne compte pas encore d’action.');
		expect(home.documents.map((one) => one.href)).toEqual(['/40/diagnostic', '/40/plan']);
		expect(home.news).toEqual({ title: 'Dernières activités', fresh: null, lines: [] });
	});

	test('tells the last activity to whoever comes for the first time', async () => {
		const { news } = await getHome(asClaire(), '64');
		expect(news.fresh).toBeNull();
		expect(news.lines.map((line) => `${words(line.parts)} (${spaces(line.moment)})`)).toEqual([
			'Maïté Irigoyen a passé l’action 5.2 « Tutorat » à « En retard ». (hier, 15 h 00)',
			'Claire Dufau a rejoint le comité. (hier, 10 h 00)',
			'Claire Dufau a créé la note « Permanence ». (hier, 5 h 00)',
		]);
		const links = news.lines.flatMap((line) => line.parts.flatMap((part) => part.href ?? []));
		expect(links).toEqual(['/64/plan/5-2', `/64/documents/${noteId}`]);
	});

	test('tells what others did since the last visit, and not what one did oneself', async () => {
		context.clock = ago(40);
		await recordVisit(asClaire(), '64');
		context.clock = NOW;
		await recordVisit(asClaire(), '64');
		const { news } = await getHome(asClaire(), '64');
		expect(news).toMatchObject({ title: 'Depuis vendredi', fresh: 1 });
		expect(news.lines.map((line) => line.personName)).toEqual(['Maïté Irigoyen']);
	});

	test('reading it writes nothing; a visit writes one row of one’s own', async () => {
		const rows = () => database.db.select().from(spaceVisit);
		const before = await rows();
		await getHome(context.as(buildActor(maite.id, 'ars')), '64');
		expect(await rows()).toEqual(before);
		await recordVisit(context.as(buildActor(maite.id, 'ars')), '64');
		expect(await rows()).toHaveLength(before.length + 1);
		await recordVisit(context.as(buildActor(maite.id, 'ars')), '64');
		expect(await rows()).toHaveLength(before.length + 1);
	});

	test('says who is here, by place, and leaves oneself out', async () => {
		const person = (accountId: string, name: string, place: string | null): PersonHere => ({
			accountId,
			name,
			organisation: 'CPTS',
			color: 3,
			place,
		});
		here.set(planId, [
			person(maite.id, 'Maïté Irigoyen', firstAction),
			person(newId(), 'Xabi Garat', null),
			person(claire.id, 'Claire Dufau', null),
		]);
		here.set(noteId, [person(newId(), 'Jeanne Bordenave', null)]);
		const home = await getHome(asClaire(), '64');
		expect(
			home.here.map(({ people, before, name, href }) => [people.map((one) => one.name), before, name, href]),
		).toEqual([
			[['Maïté Irigoyen'], 'sur l’action', '5.2', '/64/plan/5-2'],
			[['Xabi Garat'], 'dans le', 'plan d’action', '/64/plan'],
			[['Jeanne Bordenave'], 'dans la note', 'Permanence', `/64/documents/${noteId}`],
		]);
		expect(home.news.lines.find((line) => line.personName === 'Maïté Irigoyen')?.color).toBe(3);
		here.clear();
	});

	test.each([
		['project', 'dans le projet'],
		['contract', 'dans le contrat'],
		['minutes', 'dans le compte rendu'],
		['note', 'dans la note'],
	] as const)('a text is named after its kind: %s', async (kind, before) => {
		await database.db.update(document).set({ kind }).where(eq(document.id, noteId));
		const jeanne = { accountId: newId(), name: 'Jeanne Bordenave', organisation: '', color: 3, place: null };
		here.set(noteId, [jeanne]);
		const home = await getHome(asClaire(), '64');
		expect(home.here.map((place) => [place.before, place.name])).toEqual([[before, 'Permanence']]);
		here.clear();
	});

	test('counts the seats of each college', async () => {
		const { colleges, seats } = await getHome(asClaire(), '64');
		expect(seats.current).toBe(1);
		expect(colleges.length).toBeGreaterThan(5);
		expect(colleges.reduce((sum, college) => sum + college.counts.current, 0)).toBe(1);
	});
});

describe('the choice of a space', () => {
	test('says where each committee of a region stands, what others did since, and what waits', async () => {
		const { id } = await buildAccount(context, { displayName: 'Pascal Lacoste' });
		const evaluator = context.as(buildActor(id, 'ars'));
		const [first] = await listOwnSpaces(evaluator);
		expect(first?.spaces.map(({ news }) => news)).toEqual(['Pas encore ouvert', 'Pas encore ouvert']);
		expect(spaces(first?.whole?.sentence ?? '')).toMatch(/ : 2 actions en retard\.$/);
		await database.db.insert(spaceVisit).values({ accountId: id, departmentCode: '64', currentAt: ago(24) });
		const [region, ...others] = await listOwnSpaces(evaluator);
		expect(others).toEqual([]);
		expect(region?.whole?.code).toBe('75');
		expect(spaces(region?.whole?.sentence ?? '')).toMatch(
			/^2 comités sur \d+ départements : 2 actions en retard, 1 changement depuis vos visites\.$/,
		);
		expect(region?.whole?.without).not.toContain('Pyrénées-Atlantiques');
		const [landes, here] = region!.spaces;
		expect(here).toMatchObject({ code: '64', hasNews: true, cells: ['late', 'late', 'done'] });
		expect(words(here!.standing)).toBe('3 actions : 1 terminée, 2 en retard');
		expect(spaces(here!.news)).toBe('1 changement de 1 personne depuis hier');
		expect(here!.tasks.map(({ words: said, href }) => [spaces(said), href])).toEqual([
			['2 actions en retard', '/64/plan?retard=1'],
			['Première revue à faire', '/64/revue'],
		]);
		expect(words(landes!.standing)).toBe('Aucune action encore');
	});

	test('holds nothing of a space or a region that is not one’s own', async () => {
		const [own, ...others] = await listOwnSpaces(asClaire());
		expect(others).toEqual([]);
		expect(own).toMatchObject({ whole: null, spaces: [{ code: '64' }] });
		// What waits is one’s own work: a member answers no objection and closes no review.
		expect(own?.spaces[0]?.tasks.map(({ href }) => href)).toEqual(['/64/plan?retard=1']);
		for (const actor of [{ kind: 'anonymous' } as const, buildActor(maite.id, null)])
			expect(await listOwnSpaces(context.as(actor))).toEqual([]);
	});
});

describe('who may', () => {
	const readers: [string, Role, string][] = [
		['member', 'member', '64'],
		['elected', 'elected', '64'],
		['facilitator', 'facilitator', '64'],
		['urps', 'urps', '64'],
		['ars', 'ars', '64'],
	];
	test.each(readers)('%s reads it, and the visit is theirs', async (_name, role, code) => {
		const reader = context.as(buildActor(maite.id, role, { departmentCode: code }));
		expect((await getHome(reader, '64')).plan.count).toBe(3);
		await expect(recordVisit(reader, '64')).resolves.toBeUndefined();
	});

	test.each<[string, () => Actor]>([
		['nobody', () => ({ kind: 'anonymous' })],
		['a member of another committee', () => buildActor(maite.id, 'member', { departmentCode: '40' })],
		['an account without a mandate', () => buildActor(maite.id, null)],
		['an administrator', () => buildActor(maite.id, null, { isAdministrator: true })],
	])('%s finds nothing, as for a committee that is not there', async (_name, who) => {
		const before = await database.db.select().from(spaceVisit);
		for (const code of ['64', '33']) {
			await expect(getHome(context.as(who()), code)).rejects.toMatchObject({ code: 'not-found' });
			await expect(recordVisit(context.as(who()), code)).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await database.db.select().from(spaceVisit)).toEqual(before);
	});
});
