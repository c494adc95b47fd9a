import { createHash } from 'node:crypto';

/**
 * Digest of updates in order, in hexadecimal: SHA-256 over the SHA-256 of each. A database computes the same of its
 * rows without sending them.
 */
export function digestOf(updates: readonly Uint8Array[]): string {
	const all = createHash('sha256');
	for (const update of updates) all.update(createHash('sha256').update(update).digest());
	return all.digest('hex');
}
