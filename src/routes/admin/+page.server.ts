import { redirect } from '@sveltejs/kit';
import { standardOrganisations } from '#lib/committee/college.catalogue.ts';
import {
	appointRegionalInput,
	invitationTargetInput,
	mandateTargetInput,
	nameFacilitatorInput,
	openCommitteeInput,
} from '#lib/committee/member.input.ts';
import { getAdministration } from '#lib/server/committee/administration.queries.ts';
import { endRegionalMandate } from '#lib/server/committee/mandate.commands.ts';
import { nameFirstFacilitator } from '#lib/server/committee/member.commands.ts';
import {
	appointRegional,
	resendAnyInvitation,
	revokeAnyInvitation,
} from '#lib/server/committee/region.commands.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { openSpace } from '#lib/server/documents/document.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const administration = await answer(getAdministration(locals.context));
	const asked = url.searchParams.get('nommer');
	return {
		administration,
		/** Committee whose facilitator is being named. */
		naming: administration.committees.find((one) => one.departmentCode === asked) ?? null,
		/** Regional mandate that one is asked about. */
		ending:
			administration.regionalPeople.find((one) => one.mandateId === url.searchParams.get('fin')) ?? null,
		organisations: standardOrganisations(),
		done: url.searchParams.get('fait'),
	};
};

export const actions: Actions = {
	open: async ({ locals, request }) => {
		const { context } = locals;
		const submission = await answerForm(
			submit(request, openCommitteeInput, async (values) => {
				await openSpace(context, { departmentCode: values.departmentCode });
				// Should the invitation fail, the committee is open and waits in the list for somebody to be named.
				await nameFirstFacilitator(context, values);
			}),
		);
		if (!submission.ok) return refused(submission, 'open');
		redirect(303, '/admin?fait=ouvert');
	},
	name: async ({ locals, request }) => {
		const submission = await answerForm(
			submit(request, nameFacilitatorInput, (values) => nameFirstFacilitator(locals.context, values)),
		);
		if (!submission.ok) return refused(submission, 'name');
		redirect(303, '/admin?fait=nomme');
	},
	region: async ({ locals, request }) => {
		const submission = await answerForm(
			submit(request, appointRegionalInput, (values) => appointRegional(locals.context, values)),
		);
		if (!submission.ok) return refused(submission, 'region');
		redirect(303, '/admin?fait=region');
	},
	end: async ({ locals, request }) => {
		const submission = await answerForm(
			submit(request, mandateTargetInput, (target) => endRegionalMandate(locals.context, target)),
		);
		if (!submission.ok) return refused(submission, 'end');
		redirect(303, '/admin?fait=fin');
	},
	resend: async ({ locals, request }) => {
		const submission = await answerForm(
			submit(request, invitationTargetInput, (target) => resendAnyInvitation(locals.context, target)),
		);
		if (!submission.ok) return refused(submission, 'resend');
		redirect(303, '/admin?fait=renvoyee');
	},
	revoke: async ({ locals, request }) => {
		const submission = await answerForm(
			submit(request, invitationTargetInput, (target) => revokeAnyInvitation(locals.context, target)),
		);
		if (!submission.ok) return refused(submission, 'revoke');
		redirect(303, '/admin?fait=retiree');
	},
};
