import { TerrimedError } from '#lib/errors.ts';
import { tickInput } from '#lib/interns/welcome.input.ts';
import type { Context } from '#lib/server/context/context.ts';
import { answerForm } from '#lib/server/context/guard.ts';
import { submit, type Submission } from '#lib/server/context/submission.ts';
import { changeStep } from '#lib/server/interns/welcome.commands.ts';

/** The one gesture of a card: a step of a welcome done, or not done after all. The pages that show the cards share it. */
export async function tickStep(
	context: Context,
	departmentCode: string,
	request: Request,
): Promise<Submission<void>> {
	return answerForm(
		submit(request, tickInput, async ({ done, ...target }) => {
			const answered = await changeStep(context, { departmentCode, ...target }, { done });
			if (answered.outcome === 'conflict') throw changedMeanwhile();
		}),
	);
}

function changedMeanwhile(): TerrimedError {
	return new TerrimedError(
		'conflict',
		'Quelqu’un a changé cette étape entre-temps. La voici telle qu’elle est maintenant\u00a0: recommencez si besoin.',
	);
}
