import { redirect } from '@sveltejs/kit';
import { inviteInput } from '#lib/committee/member.input.ts';
import { getInviteForm } from '#lib/server/committee/invite-form.queries.ts';
import { invite } from '#lib/server/committee/member.commands.ts';
import { readCommuneNames } from '#lib/server/committee/member.queries.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const inviteForm = await answer(
		getInviteForm(locals.context, params.departement, {
			organisationId: url.searchParams.get('structure'),
			renewsMandateId: url.searchParams.get('renouveler'),
		}),
	);
	const members = `/${params.departement}/membres`;
	return { inviteForm, breadcrumb: [{ label: 'Membres', href: members }, { label: 'Inviter un membre' }] };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const { context } = locals;
		const { departement: departmentCode } = params;
		const submission = await answerForm(
			submit(request, inviteInput, async ({ communes, ...values }) => {
				const communeCodes = await readCommuneNames(context, departmentCode, communes);
				return invite(context, { ...values, departmentCode, communeCodes });
			}),
		);
		if (!submission.ok) return refused(submission, 'invite');
		redirect(303, `/${departmentCode}/membres?fait=invitee`);
	},
};
