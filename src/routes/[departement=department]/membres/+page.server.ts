import { redirect } from '@sveltejs/kit';
import { invitationTargetInput } from '#lib/committee/member.input.ts';
import { resendInvitation, revokeInvitation } from '#lib/server/committee/member.commands.ts';
import { listInvitations } from '#lib/server/committee/invitation.queries.ts';
import { listMembers } from '#lib/server/committee/member.queries.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import type { Actions, PageServerLoad } from './$types';

const VIEWS = ['a-renouveler', 'vacants', 'invitations'] as const;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const members = await answer(listMembers(locals.context, params.departement));
	const invitations = members.canManage
		? await answer(listInvitations(locals.context, params.departement))
		: [];
	return {
		members,
		invitations,
		view: VIEWS.find((view) => view === url.searchParams.get('vue')) ?? null,
		done: url.searchParams.get('fait'),
	};
};

export const actions: Actions = {
	resend: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, invitationTargetInput, (target) =>
				resendInvitation(locals.context, { ...target, departmentCode: params.departement }),
			),
		);
		if (!submission.ok) return refused(submission, 'resend');
		redirect(303, `/${params.departement}/membres?fait=renvoyee`);
	},
	revoke: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, invitationTargetInput, (target) =>
				revokeInvitation(locals.context, { ...target, departmentCode: params.departement }),
			),
		);
		if (!submission.ok) return refused(submission, 'revoke');
		redirect(303, `/${params.departement}/membres?fait=retiree`);
	},
};
