import type { SubmitFunction } from '@sveltejs/kit';
import { arrival } from '#lib/ui/arrival.ts';

/** Says that a form is on its way until its answer is there; the page stays where it is, or where a link followed meanwhile leads. */
export const whileSending =
	(tell: (busy: boolean) => void): SubmitFunction =>
	() => {
		tell(true);
		return async ({ update }) => {
			await arrival();
			await update({ reset: false });
			tell(false);
		};
	};
