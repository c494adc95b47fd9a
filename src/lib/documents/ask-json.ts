/** What came of a request; its sentence when nothing did. */
export type Done = { ok: true } | { ok: false; sentence: string };

/** What an address answers; null when it does not, or not to its end. */
export async function askJson(href: string): Promise<unknown> {
	const response = await fetch(href).catch(() => null);
	return response?.ok === true ? ((await response.json().catch(() => null)) as unknown) : null;
}

/**
 * What sends what one writes: its code comes with the first that is written.
 * @returns null when it does not come, and nothing was sent then
 */
export function bringSending<Sending>(bring: () => Promise<Sending>): () => Promise<Sending | null> {
	let coming: Promise<Sending | null> | null = null;
	return () =>
		(coming ??= bring().catch(() => {
			coming = null;
			return null;
		}));
}

/** Said of what was not sent. */
export const NOT_SENT: Done = {
	ok: false,
	sentence:
		'Le réseau ne répond pas\u00a0: rien n’est envoyé, et ce que vous avez écrit reste ici. Réessayez.',
};
