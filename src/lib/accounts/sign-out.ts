import { countUnsentEdits, deleteCopies } from '#lib/collaboration/device-copies.ts';

const SIGN_OUT_PATH = '/deconnexion';

/** Whether a form signs out: the page's own handling is for these alone. */
export function isSignOut(form: EventTarget | null): form is HTMLFormElement {
	return form instanceof HTMLFormElement && new URL(form.action).pathname === SIGN_OUT_PATH;
}

/** Edits that signing out would lose: they are on this device alone. 0 when the device keeps nothing readable. */
export function editsAtStake(accountId: string): Promise<number> {
	return countUnsentEdits(accountId).catch(() => 0);
}

/**
 * Signs out, and only then deletes the copies of the account's documents on this device: without the server's
 * answer nothing is deleted, since the session would still be open and the edits nowhere else.
 * @returns whether the server has answered
 */
export async function signOutOfDevice(accountId: string): Promise<boolean> {
	// The answer is a redirection, which a script may not read: that there is one is enough.
	const answer = await fetch(SIGN_OUT_PATH, { method: 'POST', redirect: 'manual' }).catch(() => null);
	if (answer === null || (answer.type !== 'opaqueredirect' && !answer.ok)) return false;
	await deleteCopies(accountId);
	return true;
}
