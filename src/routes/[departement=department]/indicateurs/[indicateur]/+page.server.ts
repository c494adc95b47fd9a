import { fail, redirect } from '@sveltejs/kit';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { answerInput, objectionInput, valueForm, valueTarget } from '#lib/indicators/indicator.input.ts';
import { isTerrimedError } from '#lib/errors.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { answerObjection, contestValue } from '#lib/server/indicators/indicator.commands.ts';
import { FILE_LIMITS } from '#lib/server/files/file.limits.ts';
import { readFormWithFile } from '#lib/server/files/upload.ts';
import { enterProvedValue } from '#lib/server/indicators/attachment.commands.ts';
import { authorizeValueImport } from '#lib/server/indicators/value-import.queries.ts';
import { findComputation } from '#lib/server/indicators/computation.queries.ts';
import { getIndicator } from '#lib/server/indicators/indicator.queries.ts';
import { enterValues, validateValue } from '#lib/server/indicators/value.commands.ts';
import type { Actions, PageServerLoad } from './$types';

/** A value's form with the file that came with it, or what to say of a file that is too large to be read. */
async function readForm(request: Request) {
	try {
		return await readFormWithFile(request, 'attachment', FILE_LIMITS.ATTACHMENT_BYTES.value);
	} catch (error) {
		if (!isTerrimedError(error)) throw error;
		return {
			refusal: fail(error.status, {
				...{ form: 'enter' as const, error: error.message, fields: {}, typed: {} },
			}),
		};
	}
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const indicator = await answer(getIndicator(locals.context, params.departement, params.indicateur));
	const list = `/${params.departement}/indicateurs`;
	return {
		indicator,
		computed: await answer(findComputation(locals.context, params.departement, params.indicateur)),
		/** The period to correct, or to enter. */
		period: url.searchParams.get('periode') ?? undefined,
		isEntering: url.searchParams.has('saisir') || url.searchParams.has('periode'),
		/** The value whose form of objection is open. */
		contesting: url.searchParams.get('contester'),
		done: url.searchParams.get('fait'),
		today: dayInFrance(locals.context.now()),
		breadcrumb: [{ label: 'Indicateurs', href: list }, { label: indicator.definition.name }],
	};
};

export const actions: Actions = {
	enter: async ({ locals: { context }, params, request }) => {
		const { departement, indicateur: code } = params;
		// Whoever may not enter values learns nothing of what a file should be.
		await answer(authorizeValueImport(context, departement));
		const read = await readForm(request);
		if ('refusal' in read) return read.refusal;
		const { form, file } = read;
		const submission = await answerForm(
			submit(form, valueForm, async ({ back, ...entry }) => ({
				back,
				entered:
					file === null
						? await enterValues(context, departement, [{ ...entry, code }])
						: await enterProvedValue(context, departement, { ...entry, code, file }),
				typed: { ...entry, value: String(entry.value).replace('.', ',') },
			})),
		);
		if (!submission.ok) return refused(submission, 'enter');
		const { entered, back, typed } = submission.result;
		if (entered.outcome === 'conflict') {
			return fail(409, {
				...{ form: 'conflict' as const, error: '', fields: {}, typed: { ...typed, replaces: '', back } },
				conflict: entered.conflicts[0] ?? null,
				hadFile: file !== null,
			});
		}
		redirect(
			303,
			back === 'liste'
				? `/${departement}/indicateurs?fait=valeur#${code}`
				: `/${departement}/indicateurs/${code}?fait=valeur`,
		);
	},
	validate: async ({ locals, params, request }) => {
		const { departement, indicateur: code } = params;
		const submission = await answerForm(
			submit(request, valueTarget, ({ valueId }) =>
				validateValue(locals.context, departement, { code, valueId }),
			),
		);
		if (!submission.ok) return refused(submission, 'validate');
		redirect(303, `/${departement}/indicateurs/${code}?fait=validation`);
	},
	contest: async ({ locals, params, request }) => {
		const { departement, indicateur: code } = params;
		const submission = await answerForm(
			submit(request, objectionInput, (input) =>
				contestValue(locals.context, departement, { ...input, code }),
			),
		);
		if (!submission.ok) return refused(submission, 'contest');
		redirect(303, `/${departement}/indicateurs/${code}?fait=contestation#contestations`);
	},
	answer: async ({ locals, params, request }) => {
		const { departement, indicateur: code } = params;
		const submission = await answerForm(
			submit(request, answerInput, (input) =>
				answerObjection(locals.context, departement, { ...input, code }),
			),
		);
		if (!submission.ok) return refused(submission, 'answer');
		redirect(303, `/${departement}/indicateurs/${code}?fait=reponse#contestations`);
	},
};
