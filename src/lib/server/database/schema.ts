/** Every table, for the query builder and for drizzle-kit. */
export * from '../territory/territory.tables.ts';
export * from '../accounts/account.tables.ts';
export * from '../jobs/job.tables.ts';
export * from '../committee/committee.tables.ts';
export * from '../documents/document.tables.ts';
export * from '../documents/comment.tables.ts';
export * from '../documents/mention-mail.tables.ts';
export * from '../documents/suggestion.tables.ts';
export * from '../documents/search.tables.ts';
export * from '../documents/image.tables.ts';
export * from '../plan/plan.tables.ts';
export * from '../plan/shared-plan.tables.ts';
export * from '../plan/followed-action.tables.ts';
export * from '../senior-doctors/senior-doctor.tables.ts';
export * from '../senior-doctors/registry-view.tables.ts';
export * from '../audit/audit.tables.ts';
export * from '../processes/process.tables.ts';
