import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { changeWelcomeStepByApi } from '#lib/server/api/welcome.operations.ts';
import { changeStep } from '#lib/server/interns/welcome.commands.ts';

export const PATCH = apiHandler(changeWelcomeStepByApi, async ({ context, params, body, version }) => {
	const target = { departmentCode: params.code, internId: params.id, item: params.etape, version };
	const done = await changeStep(context, target, body);
	if (done.outcome === 'saved') return done.step;
	const problem = {
		type: 'about:blank',
		title: 'Quelqu’un a changé cette étape entre-temps. Rien n’a été remplacé : voyez où elle en est.',
		status: 409,
		code: 'conflict',
		yours: body,
		current: done.current,
	};
	return Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } });
});

export const fallback = methodsNotAllowed('PATCH');
