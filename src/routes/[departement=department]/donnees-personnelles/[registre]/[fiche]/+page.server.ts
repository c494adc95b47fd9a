import { redirect } from '@sveltejs/kit';
import { notFound } from '#lib/errors.ts';
import { eraseInput, oppositionInput } from '#lib/protection/protection.input.ts';
import { registryAt } from '#lib/registries/registry-name.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { answer, answerForm, requireAccount } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { erasePerson, setOpposition } from '#lib/server/protection/person.commands.ts';
import { getPerson, listNamesakes, type RecordTarget } from '#lib/server/protection/person.queries.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the address names. @throws TerrimedError `not-found` when it names no registry */
function targetOf(params: { departement: string; registre: string; fiche: string }): RecordTarget {
	const registry = registryAt(params.registre);
	if (registry === null) throw notFound();
	return { departmentCode: params.departement, registry, id: params.fiche };
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireAccount(locals.context, url);
	const both = async () => {
		const target = targetOf(params);
		const person = await getPerson(locals.context, target);
		return { person, namesakes: await listNamesakes(locals.context, target) };
	};
	const { person, namesakes } = await answer(both());
	const trail = [{ label: 'Données personnelles', href: `/${params.departement}/donnees-personnelles` }];
	return {
		...{ person, namesakes, done: url.searchParams.has('fait') },
		today: dayInFrance(locals.context.now()),
		breadcrumb: [...trail, { label: person.name }],
	};
};

export const actions: Actions = {
	oppose: async ({ locals, params, request, url }) => {
		const submission = await answerForm(
			submit(request, oppositionInput, async (input) =>
				setOpposition(locals.context, targetOf(params), input),
			),
		);
		if (!submission.ok) return refused(submission, 'oppose');
		redirect(303, `${url.pathname}?fait`);
	},
	erase: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, eraseInput, async (input) => erasePerson(locals.context, targetOf(params), input)),
		);
		if (!submission.ok) return refused(submission, 'erase');
		redirect(303, `/${params.departement}/donnees-personnelles?efface`);
	},
};
