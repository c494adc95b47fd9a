import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getSpace } from '#lib/server/api/registry.ts';
import { authorizeInSpace } from '#lib/server/committee/space.queries.ts';

export const GET = apiHandler(getSpace, async ({ context, params }) => {
	const { departmentCode, departmentName, ...space } = await authorizeInSpace(
		context,
		'space.read',
		params.code,
	);
	return { code: departmentCode, name: departmentName, ...space };
});

export const fallback = methodsNotAllowed('GET');
