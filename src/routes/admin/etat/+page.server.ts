import { answer } from '#lib/server/context/guard.ts';
import { listProcesses } from '#lib/server/processes/process.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	processes: await answer(listProcesses(locals.context)),
});
