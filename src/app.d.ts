import type { Context } from '#lib/server/context/context.ts';

declare global {
	namespace App {
		interface Error {
			/** A French sentence for people. */
			message: string;
			/** A stable code for programs. */
			code?: string;
		}
		interface PageState {
			/** The invitation form is open over the members page. */
			inviting?: boolean;
		}
		interface Locals {
			context: Context;
		}
	}
}

declare module 'lucia' {
	interface Register {
		UserId: string;
	}
}
