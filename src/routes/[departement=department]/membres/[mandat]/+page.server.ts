import { redirect } from '@sveltejs/kit';
import { changeRoleInput, noInput } from '#lib/committee/member.input.ts';
import { changeRole, endMandate } from '#lib/server/committee/mandate.commands.ts';
import { getMandate } from '#lib/server/committee/member.queries.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const mandate = await answer(getMandate(locals.context, params.departement, params.mandat));
	const members = `/${params.departement}/membres`;
	return {
		mandate,
		/** Without script, the question is asked in the page. */
		asksToEnd: url.searchParams.has('fin'),
		done: url.searchParams.get('fait'),
		breadcrumb: [{ label: 'Membres', href: members }, { label: mandate.personName }],
	};
};

export const actions: Actions = {
	role: async ({ locals, params, request }) => {
		const target = { departmentCode: params.departement, mandateId: params.mandat };
		const submission = await answerForm(
			submit(request, changeRoleInput, ({ role }) => changeRole(locals.context, { ...target, role })),
		);
		if (!submission.ok) return refused(submission, 'role');
		redirect(303, `/${params.departement}/membres/${params.mandat}?fait=role`);
	},
	end: async ({ locals, params, request }) => {
		const target = { departmentCode: params.departement, mandateId: params.mandat };
		const submission = await answerForm(submit(request, noInput, () => endMandate(locals.context, target)));
		if (!submission.ok) return refused(submission, 'end');
		redirect(303, `/${params.departement}/membres/${params.mandat}?fait=fin`);
	},
};
