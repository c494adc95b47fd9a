import { count, eq } from 'drizzle-orm';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '#lib/server/context/context.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { committee } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { createProjector } from '#lib/server/documents/projector.ts';
import { projectionsOf } from '#lib/server/documents/projection.ts';
import { textProjection } from '#lib/server/documents/text.projection.ts';
import { planProjection } from '#lib/server/plan/plan.projection.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { referenceDataset } from '#lib/server/territory/territory.tables.ts';
import type { MailMessage } from '#lib/server/mail/mail.ts';
import { committeeSteps } from './committees.seeding.ts';
import { documentSteps } from './documents.seeding.ts';
import { seedInterns } from './interns.seeding.ts';
import { indicatorSteps } from './indicators.seeding.ts';
import { seedSeniorDoctors } from './senior-doctors.seeding.ts';
import { seedZoning } from './zoning.seeding.ts';
import { openStage, type Stage } from './stage.ts';
import { playTimeline } from './timeline.ts';

/** Row of `reference_dataset` that says that this database is a demonstration. */
const DATASET = 'demonstration';
const VERSION = 'complete';

/** `complete`: the demonstration and all of it; `other`: somebody's own committees or accounts. */
export type DemonstrationState = 'empty' | 'complete' | 'other';

/** What this database holds. The demonstration is loaded in one transaction: there is no half of it to be found. */
export async function demonstrationState(db: Database): Promise<DemonstrationState> {
	const [marker] = await db.select().from(referenceDataset).where(eq(referenceDataset.name, DATASET));
	if (marker?.version === VERSION) return 'complete';
	return (await isEmpty(db)) ? 'empty' : 'other';
}

async function isEmpty(db: Database): Promise<boolean> {
	const [accounts] = await db.select({ count: count() }).from(account);
	const [committees] = await db.select({ count: count() }).from(committee);
	return accounts?.count === 0 && committees?.count === 0;
}

/**
 * Loads the demonstration into an empty database, through the commands and the co-editing path, in one
 * transaction: a process killed in the middle leaves nothing of it, and the next start begins again. The letters
 * of the invitations that nobody has answered leave once it is stored.
 * @param context the context of nobody: database, clock, mail and origin of this process
 * @throws TerrimedError `conflict` when the database already holds accounts or committees
 */
export async function seedDemonstration(context: Context): Promise<void> {
	await loadTerritory(context.db);
	const letters = await context.db.transaction(async (transaction) => {
		await claim(transaction);
		const stage = openStage(context, transaction);
		await playTimeline(stage, [...committeeSteps(stage), ...documentSteps(stage), ...indicatorSteps(stage)]);
		await seedSeniorDoctors(stage);
		await seedInterns(stage);
		await seedZoning(stage);
		await stage.coEditing.close();
		await project(stage);
		return stage.posted;
	});
	await send(context, letters);
}

/** Two processes that start together: the second waits on the marker's row, then finds the database taken. */
async function claim(transaction: Database): Promise<void> {
	const marked = await transaction
		.insert(referenceDataset)
		.values({ name: DATASET, version: VERSION })
		.onConflictDoNothing()
		.returning();
	if (marked.length === 1 && (await isEmpty(transaction))) return;
	throw new TerrimedError(
		'conflict',
		'La base contient déjà des comités ou des comptes : la démonstration ne se charge que dans une base vide. Rien n’a été changé.',
	);
}

/** Rows of the plan and activity, as the running server would have made them. */
async function project(stage: Stage): Promise<void> {
	const failures: unknown[] = [];
	const projector = createProjector({
		db: stage.db,
		now: () => stage.present,
		projections: projectionsOf({ text: textProjection, plan: planProjection }),
		reportError: (error) => failures.push(error),
	});
	await projector.catchUp();
	await projector.close();
	if (failures.length > 0) throw failures[0];
}

/** A letter that does not leave can be sent again from the members page: the demonstration is there all the same. */
async function send(context: Context, letters: readonly MailMessage[]): Promise<void> {
	for (const letter of letters) {
		try {
			await context.mail.send(letter);
		} catch (error) {
			const kind = error instanceof Error ? error.name : 'unknown';
			process.stderr.write(`Une lettre d’invitation de la démonstration n’est pas partie (${kind}).\n`);
		}
	}
}
