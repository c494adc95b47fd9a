import { error } from '@sveltejs/kit';
import { notFound } from '#lib/errors.ts';
import type { PageServerLoad } from './$types';

/** The mails of the demonstration, which leave for nowhere: everybody in it is fictional. Elsewhere, no such page. */
export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	const { demonstration, mail } = locals.context;
	if (!demonstration || mail.stored === undefined) {
		const { status, message, code } = notFound();
		error(status, { message, code });
	}
	setHeaders({ 'cache-control': 'no-store' });
	return { mails: await mail.stored() };
};
