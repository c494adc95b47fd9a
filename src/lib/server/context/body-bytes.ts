import { TerrimedError } from '#lib/errors.ts';

/**
 * Reads the bytes of a body; null when there are more than `bound`, whatever length it announces. What is left unread is let go by the
 * server once it has answered (`server/unread-body.ts`): a stream that is cancelled takes its connection, and the answer, with it.
 * @throws TerrimedError `invalid-input` when it has not come whole
 */
export async function readBytes(request: Request, bound: number): Promise<Uint8Array<ArrayBuffer> | null> {
	if (Number(request.headers.get('content-length') ?? 0) > bound) return null;
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	try {
		for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
			const chunk = part.value as Uint8Array;
			length += chunk.byteLength;
			if (length > bound) return null;
			chunks.push(chunk);
		}
	} catch (error) {
		if (isBound(error)) return null;
		// The line broke, or whoever sent it has gone: no fault of ours.
		throw new TerrimedError(
			'invalid-input',
			'La demande n’est pas arrivée entière. Rien n’a été enregistré.',
		);
	}
	return new Uint8Array(Buffer.concat(chunks, length));
}

/** Whether the server's own bound on bodies was met, which says it by its status. */
export function isBound(error: unknown): boolean {
	return typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
}
