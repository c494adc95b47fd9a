import { dev } from '$app/environment';
import { error } from '@sveltejs/kit';

/** A page for ourselves: axe and the screenshots see every component in its states. It does not exist once built. */
export function load() {
	if (!dev) error(404);
}
