import { listSpaces } from '#lib/server/committee/space.queries.ts';
import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import { chosenProposition, REGION_VIEWS } from '#lib/indicators/region.view.rules.ts';
import { regionColumn } from '#lib/indicators/region.rules.ts';
import { regionDelays } from '#lib/indicators/region.delay.rules.ts';
import { getRegionPicture, listOwnRegions } from '#lib/server/indicators/region.queries.ts';
import { outlinesOf } from '#lib/server/territory/department-outlines.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { accountId, displayName, email } = requireAccount(locals.context, url);
	const { departments, today, ...region } = await answer(getRegionPicture(locals.context, params.region));
	const proposition = chosenProposition(url.searchParams.get('proposition'), departments);
	const asked = INDICATOR_CATALOGUE.filter(({ definition }) => definition.proposition === proposition);
	const view = REGION_VIEWS.find((one) => one === url.searchParams.get('vue')) ?? 'tableau';
	return {
		region,
		regions: await answer(listOwnRegions(locals.context)),
		spaces: (await listSpaces(locals.context)).map(({ departmentCode, departmentName }) => ({
			code: departmentCode,
			name: departmentName,
		})),
		actor: { accountId, displayName, email },
		proposition,
		view,
		chosen: url.searchParams.get('indicateur'),
		outlines: view === 'carte' ? outlinesOf(departments.map(({ code }) => code)) : [],
		columns: asked.map((one) => regionColumn(one, departments, today)),
		delays: regionDelays(departments, today),
		/** What the charts and the list of local indicators need, no more: a whole region is heavy. */
		departments: departments.map(({ indicators, ...department }) => ({
			...department,
			compared: indicators.filter((one) => !one.isOwn && one.definition.proposition === proposition),
			own: indicators
				.filter(({ isOwn }) => isOwn)
				.map(({ code, definition, values, judgement }) => ({
					...{ code, name: definition.name, unit: definition.unit, proposition: definition.proposition },
					...{ last: values.at(-1) ?? null, status: judgement.status },
				})),
		})),
		today,
	};
};
