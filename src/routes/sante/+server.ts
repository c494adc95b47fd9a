import { json, type RequestHandler } from '@sveltejs/kit';
import { reportHealth } from '#lib/server/context/health.ts';

/** For the supervision: no session is read, nothing of anybody is told. */
export const GET: RequestHandler = async ({ locals }) => {
	const report = await reportHealth(locals.context.health);
	return json(report, {
		status: report.status === 'ok' ? 200 : 503,
		headers: { 'cache-control': 'no-store' },
	});
};
