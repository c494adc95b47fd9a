import { navigating } from '$app/state';

/**
 * Resolves once no page is on its way. Data that is refreshed while one is takes back the click that asked for it: the framework holds the
 * latest of the two for what is wanted, and on a slow line the person stays where they were.
 */
export async function arrival(): Promise<void> {
	let waited: Promise<void> | null = null;
	// Another page may have been asked for instead; one that was given up is told as a failure, and is waited for no longer.
	while (navigating.complete !== null && navigating.complete !== waited) {
		waited = navigating.complete;
		await waited.catch(() => undefined);
	}
}
