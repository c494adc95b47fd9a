import type { SubmitFunction } from '@sveltejs/kit';
import { enhance } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { arrival } from './arrival.ts';
import { focusFirstWrong } from './first-wrong.ts';

/**
 * Every form that is sent without leaving the page: `use:sentForm`, with what `enhance` takes. A link followed while the form is on its
 * way leads where it says: the answer waits for that page, and does not take the person elsewhere. Give the form `novalidate`: what is wrong
 * is said under its field, in our words, and not by the browser in its own language.
 */
export function sentForm(form: HTMLFormElement, onsend?: SubmitFunction): { destroy(): void } {
	return enhance(form, async (sent) => {
		const { pathname } = location;
		const own = await onsend?.(sent);
		return async (answer) => {
			await arrival();
			if (answer.result.type === 'redirect' && location.pathname !== pathname) return invalidateAll();
			await (own ? own(answer) : answer.update());
			if (answer.result.type === 'failure') await focusFirstWrong(form);
		};
	});
}

/**
 * What `sentForm` takes where one may then send another of the same, and stays on the page: once it is accepted `onaccepted` draws the form
 * anew, empty. A form that is reset would go back to what the page came with, and one whose values are edited in place keeps them.
 */
export function thenEmpty(onaccepted: () => void): SubmitFunction {
	return () =>
		async ({ result, update }) => {
			await update({ reset: false });
			if (result.type === 'redirect' || result.type === 'success') onaccepted();
		};
}
