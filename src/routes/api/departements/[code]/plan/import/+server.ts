import { everythingOf } from '#lib/plan/plan-import.choice.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { importPlanByApi } from '#lib/server/api/plan-import.operations.ts';
import { fileOf } from '#lib/server/files/upload.ts';
import { applyPlanImport, previewPlanImport } from '#lib/server/plan/plan-import.commands.ts';

export const POST = apiHandler(importPlanByApi, async ({ context, params, query, body }) => {
	const preview = await previewPlanImport(context, params.code, await fileOf(body.file));
	if (query.dry === '1') return { ...preview, outcome: null };
	return { ...preview, outcome: await applyPlanImport(context, params.code, everythingOf(preview)) };
});

export const fallback = methodsNotAllowed('POST');
