import { expect, test } from 'vitest';
import { z } from 'zod';
import { TerrimedError } from '#lib/errors.ts';
import { sayWhenToRetry, submit } from './submission.ts';

const schema = z.strictObject({ email: z.string() });

function formOf(email: string): FormData {
	const form = new FormData();
	form.set('email', email);
	return form;
}

/** The headers that a form leaves when its command throws this, or nothing. */
async function headersAfter(error: TerrimedError | null): Promise<Record<string, string>> {
	const said: Record<string, string> = {};
	const command = () => (error === null ? Promise.resolve('done') : Promise.reject(error));
	const submission = await submit(formOf('claire@exemple.test'), schema, command);
	sayWhenToRetry({ setHeaders: (headers) => void Object.assign(said, headers) }, submission);
	return said;
}

test('a refusal that passes with time says when the form may be sent again', async () => {
	expect(await headersAfter(new TerrimedError('too-many-attempts', 'Attendez.', {}, 40))).toEqual({
		'retry-after': '40',
	});
});

test('another refusal says nothing of it, nor does a form that was accepted', async () => {
	expect(await headersAfter(new TerrimedError('conflict', 'Trop tard.'))).toEqual({});
	expect(await headersAfter(null)).toEqual({});
});
