import type { SubmitFunction } from '@sveltejs/kit';

/** Says that a form is on its way until its answer is there; what was typed in it stays. */
export const whileSending =
	(tell: (busy: boolean) => void): SubmitFunction =>
	() => {
		tell(true);
		return async ({ update }) => {
			await update({ reset: false });
			tell(false);
		};
	};
