import { createHmac } from 'node:crypto';

/**
 * What the pages of an account make their Yjs client ids of in one document (`heldClientId`). Told to that account alone.
 * @param documentKey the document's own secret, which never leaves the server
 * @returns 22 characters
 */
export function clientKeyOf(documentKey: string, accountId: string): string {
	return createHmac('sha256', documentKey).update(accountId).digest('base64url').slice(0, 22);
}
