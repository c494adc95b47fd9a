import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { buildMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { placeIntern } from '../../../../tests/support/placements.ts';
import { buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { account } from '../accounts/account.tables.ts';
import { findActor } from '../committee/actor.queries.ts';
import { mandate } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { createJobRunner, type JobRunner } from '../jobs/job.runner.ts';
import { addFollowUp } from '../senior-doctors/follow-up.commands.ts';
import { internLetterJob } from './intern-letter.jobs.ts';
import { queueInternLetters, sendInternLetter } from './intern-letter.commands.ts';
import { internChecklistItem } from './intern.tables.ts';
import { listInternsNotices } from './notice.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let runner: JobRunner;
const faults: unknown[] = [];
const people = { xabi: '', helene: '', claire: '' };
let isMailDown = false;
const contextOf = async (accountId: string | null): Promise<TestContext> => {
	if (accountId === null) return context;
	const seen = context.as(await findActor(database.db, { accountId, sessionId: '', now: context.now() }));
	const down = { send: () => Promise.reject(new Error('no mail today')) };
	return isMailDown ? Object.assign(seen, { mail: down }) : seen;
};

/** Sunday 22 November 2026: somebody has no roof, somebody left without a word, and the mayor is late. */
beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	people.xabi = (await buildMember(context, { role: 'facilitator', departmentCode: '64' })).id;
	const helene = await buildMember(context, { role: 'elected', departmentCode: '64' });
	people.helene = helene.id;
	people.claire = (await buildMember(context, { role: 'member', departmentCode: '64' })).id;
	await database.db
		.update(mandate)
		.set({ communeCodes: ['64371'] })
		.where(eq(mandate.id, helene.mandateId));
	const named = { lastName: 'Canari', firstName: 'Secret', hostName: 'Hôte' };
	const id = await placeIntern(context, { ...named, housing: 'sought' });
	await placeIntern(context, { ...named, startsOn: '2026-05-04', endsOn: '2026-10-31' });
	await placeIntern(context, {
		...named,
		startsOn: '2027-01-04',
		endsOn: '2027-02-26',
		housing: 'own',
		communeCode: '64430',
	});
	await withRegistryRights(context, ['64'], ({ db }) =>
		db.insert(internChecklistItem).values({
			...{ internId: id, departmentCode: '64', item: 'local-visit' },
			...{ ownerId: people.helene, dueOn: '2026-11-15' },
		}),
	);
	runner = createJobRunner({
		...{ db: database.db, events: context.events, now: context.now, runner: 'one', alone: true },
		handlers: { [internLetterJob.name]: sendInternLetter },
		purges: [queueInternLetters],
		contextOf,
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => faults.push(error),
	});
});
afterAll(async () => {
	await runner.close();
	await database.close();
});

async function round(): Promise<string[]> {
	context.mails.length = 0;
	await runner.purge();
	await runner.settle();
	expect(faults).toEqual([]);
	return context.mails.map(({ to }) => to);
}
const emailOf = async (id: string): Promise<string> => {
	const [row] = await database.db.select().from(account).where(eq(account.id, id));
	return row?.email ?? '';
};

test('each has what waits for them, without a name; a member nothing', async () => {
	const wordsFor = async (id: string) =>
		(await listInternsNotices(await contextOf(id), '64')).map(({ words, isLate }) => [words, isLate]);
	expect(await wordsFor(people.xabi)).toEqual([
		['2 accueils ne sont pas prêts, dont 1 sans logement', true],
		['1 personne perdue de vue', true],
	]);
	expect(await wordsFor(people.helene)).toEqual([
		['1 geste vous attend pour l’accueil des internes, dont 1 en retard', true],
	]);
	expect(await wordsFor(people.claire)).toEqual([]);
});

test('one letter a week, whatever the rounds, without a name in it', async () => {
	expect((await round()).toSorted()).toEqual(
		[await emailOf(people.xabi), await emailOf(people.helene)].toSorted(),
	);
	const [letter] = context.mails;
	expect(letter?.subject).toBe('Ce qui vous attend cette semaine, sur Terrimed');
	for (const { subject, text } of context.mails) expect(subject + text).not.toMatch(/Canari|Secret|Hôte/);
	const addresses = context.mails.flatMap(({ text }) => text.match(/\/64\/\S+/g) ?? []);
	expect(addresses.toSorted()).toEqual(['/64/internes', '/64/internes/semestre']);
	expect(await round()).toEqual([]);
	context.clock = new Date('2026-11-22T22:30:00Z');
	expect(await round()).toEqual([]);
	// Monday in France, an hour before it is Monday in Greenwich.
	context.clock = new Date('2026-11-22T23:30:00Z');
	expect(await round()).toHaveLength(2);
});

test('a letter that could not be sent is queued again by the next round', async () => {
	context.clock = new Date('2026-12-01T10:00:00Z');
	isMailDown = true;
	await runner.purge();
	await runner.settle();
	expect(faults.splice(0)).toHaveLength(2);
	isMailDown = false;
	expect(await round()).toHaveLength(2);
	expect(await round()).toEqual([]);
});

test('whoever wants no letter has none', async () => {
	await database.db.update(account).set({ internMails: false }).where(eq(account.id, people.helene));
	context.clock = new Date('2026-12-08T10:00:00Z');
	expect(await round()).toEqual([await emailOf(people.xabi)]);
});

test('a coordinator has her own steps with the doctors in the same letter: how many, never whose', async () => {
	const claire = await buildMember(context, { role: 'urps', regionCode: '75' });
	const colleague = await buildMember(context, { role: 'urps', regionCode: '75' });
	const [urps, other] = [await contextOf(claire.id), await contextOf(colleague.id)];
	const step = { kind: 'call', outcome: 'À rappeler', nextStep: 'Rappeler' } as const;
	for (const [who, nextStepOn] of [
		[urps, '2026-12-03'],
		[urps, '2026-12-10'],
		[urps, '2027-02-01'],
		[other, '2026-12-10'],
	] as const) {
		const doctorId = await buildSeniorDoctor(urps, { lastName: 'Canari', firstName: 'Secret' });
		await addFollowUp(
			who,
			{ departmentCode: '64', doctorId },
			{ ...step, happenedOn: '2026-12-01', nextStepOn },
		);
	}
	context.clock = new Date('2026-12-08T10:00:00Z');
	await round();
	const own = await emailOf(claire.id);
	const letter = context.mails.find(({ to }) => to === own);
	expect(letter?.text).toContain('2 étapes de suivi vous reviennent cette semaine, dont 1 en retard');
	expect(letter?.text).toContain('/64/medecins?filtres=nextStepOn');
	expect(letter?.text).not.toMatch(/Canari|Secret|Rappeler/);
});
