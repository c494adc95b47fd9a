import { fail, type ActionFailure, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { isTerrimedError } from '#lib/errors.ts';
import { readForm } from '#lib/form.ts';
import type { SessionCookie } from '../accounts/session.ts';
import { readFormData } from './form-data.ts';

/** What a page shows again after a form that was refused. */
export interface Refusal {
	/** The sentence for the form as a whole; empty when only fields are wrong. */
	error: string;
	/** One sentence per wrong field. */
	fields: Record<string, string>;
	/** What had been typed, but for passwords. */
	typed: Record<string, string>;
}

export type Submission<Result> = { ok: true; result: Result } | RefusedSubmission;

interface RefusedSubmission {
	ok: false;
	status: number;
	code: string;
	/** In how many seconds the same may be sent again, where that is known. */
	retryAfter: number | null;
	refusal: Refusal;
}

/** Most characters of a field given back after a refusal: a page repeats a slip, not a flood. */
const TYPED_MAX_LENGTH = 1_000;

/**
 * Reads a form with a strict schema and runs a command on it. What the person can mend comes back as a refusal,
 * a form that has not come whole too; what is not of ours is thrown.
 */
export async function submit<Schema extends z.ZodType, Result>(
	sent: Request | FormData,
	schema: Schema,
	command: (values: z.output<Schema>) => Promise<Result>,
): Promise<Submission<Result>> {
	let typed: Refusal['typed'] = {};
	try {
		const form = sent instanceof FormData ? sent : await readFormData(sent);
		typed = typedIn(form);
		const reading = readForm(schema, form);
		if (!reading.ok) {
			const { '': error = '', ...fields } = reading.fields;
			return {
				ok: false,
				status: 400,
				code: 'invalid-input',
				retryAfter: null,
				refusal: { error, fields, typed },
			};
		}
		return { ok: true, result: await command(reading.values) };
	} catch (error) {
		if (!isTerrimedError(error)) throw error;
		const { status, code, fields, retryAfter } = error;
		const inFields = Object.keys(fields).length > 0;
		return {
			ok: false,
			status,
			code,
			retryAfter,
			refusal: { error: inFields ? '' : error.message, fields: { ...fields }, typed },
		};
	}
}

/** The answer of an action to a form that was refused, under the name of the form when a page has several. */
export function refused<Name extends string = 'form'>(
	submission: { status: number; refusal: Refusal },
	form?: Name,
): ActionFailure<Refusal & { form: Name | null }> {
	return fail(submission.status, { ...submission.refusal, form: form ?? null });
}

/** Says to programs, as its sentence does to people, when what was refused may be sent again. */
export function sayWhenToRetry(
	{ setHeaders }: Pick<RequestEvent, 'setHeaders'>,
	submission: Submission<unknown>,
): void {
	if (submission.ok || submission.retryAfter === null) return;
	setHeaders({ 'retry-after': String(submission.retryAfter) });
}

/** Gives the browser its session's cookie, or the one that removes it. */
export function setSessionCookie(cookies: Cookies, cookie: SessionCookie): void {
	cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: cookie.attributes.path ?? '/' });
}

/** Never a password: it would stay in the page's source. */
function typedIn(form: FormData): Record<string, string> {
	const typed: Record<string, string> = {};
	for (const [name, value] of form) {
		if (typeof value !== 'string' || /password/i.test(name) || name === '__proto__') continue;
		typed[name] = value.slice(0, TYPED_MAX_LENGTH);
	}
	return typed;
}
