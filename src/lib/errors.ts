/**
 * The one family of errors of the product. `code` is stable and for programs; `message` is a French
 * sentence for people: what happened, what is safe, what to do next. Boundaries test the code.
 */
export type ErrorCode =
	| 'not-found'
	| 'signed-out'
	| 'invalid-input'
	| 'conflict'
	| 'expired'
	| 'too-many-attempts'
	| 'foreign-origin'
	| 'method-not-allowed'
	| 'too-large'
	| 'unsupported-media-type'
	| 'file-damaged'
	| 'file-unreasonable'
	| 'file-macros'
	| 'file-external'
	| 'unavailable';

/** HTTP status of each code; a forbidden thing is `not-found`, so that nobody learns that it exists. */
const STATUS_OF: Record<ErrorCode, number> = {
	'not-found': 404,
	'signed-out': 401,
	'invalid-input': 400,
	conflict: 409,
	expired: 410,
	'too-many-attempts': 429,
	'foreign-origin': 403,
	'method-not-allowed': 405,
	'too-large': 413,
	'unsupported-media-type': 415,
	'file-damaged': 400,
	'file-unreasonable': 400,
	'file-macros': 400,
	'file-external': 400,
	unavailable: 503,
};

export class TerrimedError extends Error {
	readonly code: ErrorCode;
	/** One sentence per wrong field, keyed by the field's name. */
	readonly fields: Readonly<Record<string, string>>;
	/** After how many seconds the same may be tried again, where that is known. */
	readonly retryAfter: number | null;

	constructor(
		code: ErrorCode,
		message: string,
		fields: Readonly<Record<string, string>> = {},
		retryAfter: number | null = null,
	) {
		super(message);
		this.name = 'TerrimedError';
		this.code = code;
		this.fields = fields;
		this.retryAfter = retryAfter;
	}

	get status(): number {
		return STATUS_OF[this.code];
	}
}

export function notFound(): TerrimedError {
	return new TerrimedError(
		'not-found',
		"Cette page n'existe pas, ou ne vous est pas ouverte. Revenez à l'accueil.",
	);
}

export function isTerrimedError(error: unknown, code?: ErrorCode): error is TerrimedError {
	return error instanceof TerrimedError && (code === undefined || error.code === code);
}
