import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { grant, organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { job } from '../jobs/job.tables.ts';
import { defineIndicator } from './indicator.commands.ts';
import { queueReminders, runRemindOwners } from './reminder.commands.ts';
import { enterValues } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let maite: BuiltMember;
const keep = async (departmentCode: string, code: string): Promise<void> => {
	const definition = { ...findCatalogueIndicator(code)!.definition, ownerId: maite.id };
	await defineIndicator(await seenBy(context, maite), departmentCode, { code, basedOn: 1, definition });
};

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date('2026-10-20T10:00:00Z') });
	await openSpaces(context, '64', '40');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const organisationName = bodies[0]!.name;
	maite = await buildMember(context, {
		role: 'urps',
		regionCode: '75',
		organisationName,
		displayName: 'Maïté Irigoyen',
	});
	await keep('64', 'I5.2');
	await keep('64', 'I5.5');
	await keep('40', 'I5.2');
});
afterAll(() => database.close());

/** What a process does on a day: the hourly round twice, then the jobs that wait. */
async function live(day: string): Promise<number> {
	context.clock = new Date(`${day}T10:00:00Z`);
	const before = context.mails.length;
	for (let round = 0; round < 2; round += 1) await queueReminders(context);
	const waiting = await context.db.select().from(job).where(eq(job.state, 'queued'));
	for (const { id, input } of waiting) {
		await runRemindOwners({ context, input: input as { since: string; until: string } });
		await context.db.update(job).set({ state: 'done' }).where(eq(job.id, id));
	}
	return context.mails.length - before;
}

test('one letter for all committees a week before, one the day after, none on the other days; entered values are left out', async () => {
	const entry = {
		period: '2026-T3',
		value: 3,
		state: 'provisional',
		source: '',
		comment: '',
		replaces: null,
	} as const;
	await enterValues(await seenBy(context, maite), '64', [{ ...entry, code: 'I5.5' }]);
	expect(await live('2026-10-22')).toBe(0);
	expect(await live('2026-10-23')).toBe(1);
	expect(context.mails.at(-1)).toMatchObject({ to: maite.email });
	const { text } = context.mails.at(-1)!;
	expect(text).toContain('2 valeurs sont attendues de vous.');
	expect(text).toContain(
		'- Réponses à l’enquête seniors, 3e trimestre 2026\u00a0: attendue avant le 30 octobre 2026',
	);
	expect(text).toContain('/64/indicateurs/saisie');
	expect(text).toContain('/40/indicateurs/saisie');
	expect(text).not.toContain('Départs prévus');
	expect(await live('2026-10-24')).toBe(0);
	// Nothing runs for a while: the letter leaves when something does.
	expect(await live('2026-11-04')).toBe(1);
	expect(context.mails.at(-1)!.text).toContain('échue le 30 octobre 2026');
	expect(await live('2026-11-05')).toBe(0);
});

test('when no letter leaves the day is tried again; who has lost their mandate is not written to', async () => {
	const broken: TestContext = { ...context, mail: { send: () => Promise.reject(new Error('no way out')) } };
	const days = { since: '2026-10-22', until: '2026-10-23' };
	await expect(runRemindOwners({ context: broken, input: days })).rejects.toThrow('no way out');
	await context.db.update(grant).set({ revokedAt: new Date('2026-11-05T10:00:00Z') });
	const before = context.mails.length;
	expect(await runRemindOwners({ context, input: days })).toEqual({ report: { sent: 0, failed: 0 } });
	expect(context.mails).toHaveLength(before);
});
