import { bigint, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { ActionStatus, BudgetLine, Milestone, Obstacle } from '#lib/plan/action.rules.ts';
import type { ActionOrigin } from '#lib/plan/origin.rules.ts';
import { document } from '../documents/document.tables.ts';

/**
 * Actions of the plan, projected from the plan's log after each commit; never written by anything else.
 * `documentId` leads to the département.
 */
export const planAction = pgTable(
	'plan_action',
	{
		documentId: uuid('document_id')
			.notNull()
			.references(() => document.id),
		/** Key of the action in the Y.Map `actions`. */
		actionId: text('action_id').notNull(),
		departmentCode: text('department_code').notNull(),
		/** "5.3": proposition, then place in it. */
		number: text('number').notNull(),
		rank: text('rank').notNull(),
		title: text('title').notNull(),
		/** 1 to 10. */
		proposition: integer('proposition').notNull(),
		/** Code of the measure of the library it was started from, or empty. */
		measure: text('measure').notNull(),
		objective: text('objective').notNull(),
		leadOrganisationId: text('lead_organisation_id'),
		/** Account of the member in charge. */
		responsibleAccountId: text('responsible_account_id'),
		partnerOrganisationIds: text('partner_organisation_ids').array().notNull(),
		communeCodes: text('commune_codes').array().notNull(),
		intercommunalityCodes: text('intercommunality_codes').array().notNull(),
		startsOn: date('starts_on'),
		dueOn: date('due_on'),
		status: text('status').$type<ActionStatus>().notNull(),
		/** 0 to 100, in percent. */
		progress: integer('progress').notNull(),
		/** Integer cents of a euro. */
		budgetCents: bigint('budget_cents', { mode: 'number' }),
		budgetLines: jsonb('budget_lines').$type<BudgetLine[]>().notNull().default([]),
		/** Full-time equivalents, in hundredths. */
		staffingHundredths: integer('staffing_hundredths'),
		staffing: text('staffing').notNull(),
		obstacles: text('obstacles').notNull(),
		obstacleList: jsonb('obstacle_list').$type<Obstacle[]>().notNull().default([]),
		/** Ids of the actions that this one waits for. */
		waitsFor: text('waits_for').array().notNull().default([]),
		decisionId: text('decision_id'),
		milestones: jsonb('milestones').$type<Milestone[]>().notNull(),
		indicators: text('indicators').array().notNull(),
		/** The action of another committee that it was copied from. */
		origin: jsonb('origin').$type<ActionOrigin>(),
		/** The rich text description, as plain text. */
		description: text('description').notNull(),
	},
	(table) => [primaryKey({ columns: [table.documentId, table.actionId] })],
);
