import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getSeniorDoctorByApi, patchSeniorDoctorByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { changeSeniorDoctor } from '#lib/server/senior-doctors/senior-doctor.commands.ts';
import { openSeniorDoctor } from '#lib/server/senior-doctors/senior-doctor.queries.ts';

export const GET = apiHandler(getSeniorDoctorByApi, ({ context, params }) =>
	openSeniorDoctor(context, params.code, params.id),
);

export const PATCH = apiHandler(patchSeniorDoctorByApi, async ({ context, params, body, version }) => {
	const target = { departmentCode: params.code, doctorId: params.id, version };
	const done = await changeSeniorDoctor(context, target, body);
	if (done.outcome === 'saved') return done.record;
	const { current, savedBy, savedAt } = done;
	const problem = {
		type: 'about:blank',
		title: `${savedBy} a enregistré cette fiche entre-temps. Rien n’a été remplacé : choisissez pour chaque champ.`,
		status: 409,
		code: 'conflict',
		yours: body,
		current,
		savedBy,
		savedAt,
	};
	return Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } });
});

export const fallback = methodsNotAllowed('GET', 'PATCH');
