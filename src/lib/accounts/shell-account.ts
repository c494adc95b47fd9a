import type { ShellAccount } from '#lib/ui/shell.svelte.ts';
import { colorOf } from './person.rules.ts';

/** Whoever is signed in, as the frame of every page shows them: in one colour everywhere. */
export function shellAccountOf(actor: {
	accountId: string;
	displayName: string;
	email: string;
}): ShellAccount {
	return { name: actor.displayName, email: actor.email, colour: colorOf(actor.accountId) };
}
