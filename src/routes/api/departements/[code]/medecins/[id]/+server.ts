import { recordConflict } from '#lib/server/api/record-conflict.ts';
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
	return done.outcome === 'saved' ? done.record : recordConflict(done, body);
});

export const fallback = methodsNotAllowed('GET', 'PATCH');
