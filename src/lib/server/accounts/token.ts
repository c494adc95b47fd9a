import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses one, so a link needs no throttle of its own. */
const TOKEN_BYTES = 32;

/** Characters of a token in base64url, without padding. */
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A new secret for a link sent by mail (invitation, password reset). Only its hash is ever stored. */
export function newToken(): string {
	return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored: SHA-256 in hex. No salt is needed, the token has all its 256 bits. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** Whether `text` may be a token at all: anything else is not worth a query. */
export function isToken(text: string): boolean {
	return TOKEN_SHAPE.test(text);
}
