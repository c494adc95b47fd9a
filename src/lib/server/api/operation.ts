import { type z } from 'zod';

/** One operation of the outside interface: what checks a request and its answer, and what describes it. */
export interface ApiOperation<
	Params extends z.ZodType = z.ZodType,
	Body extends z.ZodType = z.ZodType,
	Result extends z.ZodType = z.ZodType,
	Query extends z.ZodType = z.ZodType,
> {
	/** Stable name for programs that generate clients. */
	readonly id: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** As OpenAPI writes it: `/api/departements/{code}`. */
	readonly path: string;
	/** In French, one line. */
	readonly summary: string;
	/** A path that does not fit answers like one that does not exist. */
	readonly params: Params;
	/** What the address may say after « ? »; anything else in it is refused. Absent when there is nothing to say. */
	readonly query?: Query;
	/** Null when the operation takes no body. */
	readonly body: Body | null;
	/** What is sent: a field that is not in it never leaves. */
	readonly result: Result;
	readonly status: 200 | 201;
	/** Its body is a form with a file, not JSON. */
	readonly takesFile?: true;
	/** The most that this file may weigh, where it is not what files weigh elsewhere. */
	readonly fileBytes?: number;
	/** Media types of the files it sends instead of JSON. */
	readonly files?: readonly string[];
	/** Changes what it names only if it still is at the version that `If-Match` says; else it answers 409 with both. */
	readonly takesVersion?: true;
	/** Open without an account: tells nothing of any space. */
	readonly isPublic?: true;
}

/** Keeps the types of an operation's schemas. */
export function defineOperation<
	Params extends z.ZodType,
	Body extends z.ZodType,
	Result extends z.ZodType,
	Query extends z.ZodType = z.ZodNever,
>(operation: ApiOperation<Params, Body, Result, Query>): ApiOperation<Params, Body, Result, Query> {
	return operation;
}

/** For operations without a body: whatever body comes is ignored, as HTTP asks of a GET. */
export const NO_BODY = null as z.ZodNever | null;
