import { hash, verify, type Options } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** Hashing of passwords, given with the context so that a test can count what is computed. */
export interface Passwords {
	/** An argon2id hash in PHC form. */
	hash(password: string): Promise<string>;
	/**
	 * Whether a password is the one that was hashed. Without a hash (no such account, or none chosen yet) the same
	 * work is done on a hash nobody knows the password of, and the answer is no.
	 */
	verify(stored: string | null, password: string): Promise<boolean>;
}

/**
 * 19 MiB, 2 passes, 1 lane: the first of OWASP's equivalent choices for argon2id, some 30 ms on one core. The
 * algorithm is the library's default, argon2id.
 */
const OWASP: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same characters typed on two keyboards may be encoded in two ways: both must open. */
const sameForm = (password: string): string => password.normalize('NFKC');

/** @param options cheaper parameters, for tests alone */
export function createPasswords(options: Options = OWASP): Passwords {
	let ofNobody: Promise<string> | null = null;
	const hashOfNobody = (): Promise<string> => {
		ofNobody ??= hash(randomBytes(32).toString('base64url'), options);
		return ofNobody;
	};
	return {
		hash: (password) => hash(sameForm(password), options),
		async verify(stored, password) {
			// Made before the choice, so that the first unknown account is not the one that waits for it.
			const nobody = await hashOfNobody();
			const same = await verify(stored ?? nobody, sameForm(password));
			return stored !== null && same;
		},
	};
}
