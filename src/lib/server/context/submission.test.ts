import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TerrimedError } from '#lib/errors.ts';
import { readFormData } from './form-data.ts';
import { sayWhenToRetry, submit } from './submission.ts';

const input = z.strictObject({ title: z.string().min(1, 'Donnez un titre.') });
const PLAIN = 'application/x-www-form-urlencoded';

const sent = (body: BodyInit, type: string): Request =>
	new Request('http://localhost/', {
		method: 'POST',
		body,
		headers: { 'content-type': type },
		duplex: 'half',
	} as RequestInit);

/** A body that ends before it is whole. */
const cut = (fault: Error): ReadableStream =>
	new ReadableStream({ pull: (controller) => controller.error(fault) });

const never = (): Promise<never> => Promise.reject(new Error('no command runs on what was not read'));

describe('a form that is sent', () => {
	test('gives its fields to the command', async () => {
		const submission = await submit(sent('title=Note', PLAIN), input, ({ title }) => Promise.resolve(title));
		expect(submission).toEqual({ ok: true, result: 'Note' });
	});

	test('comes back with what was typed when a field is wrong', async () => {
		const submission = await submit(sent('title=&password=secret', PLAIN), input, never);
		expect(submission).toMatchObject({ ok: false, status: 400, refusal: { typed: { title: '' } } });
		expect(JSON.stringify(submission)).not.toContain('secret');
	});

	test.each([
		['of several parts that are none', 'garbage', 'multipart/form-data; boundary=x'],
		['of several parts without what parts them', 'garbage', 'multipart/form-data'],
		['that is cut short', '--x\r\ncontent-disposition: form-data; na', 'multipart/form-data; boundary=x'],
		['that is no form', '{}', 'application/json'],
		['whose line broke', cut(new Error('aborted')), PLAIN],
	])('is refused by a sentence when it is one %s', async (_name, body, type) => {
		expect(await submit(sent(body, type), input, never)).toEqual({
			ok: false,
			status: 400,
			code: 'invalid-input',
			retryAfter: null,
			refusal: {
				error: 'Ce formulaire n’est pas arrivé entier. Rien n’a été enregistré.',
				fields: {},
				typed: {},
			},
		});
	});

	test('is refused as too large beyond the bound of the server', async () => {
		const bound = Object.assign(new Error('Payload Too Large'), { status: 413 });
		expect(await submit(sent(cut(bound), PLAIN), input, never)).toMatchObject({ ok: false, status: 413 });
		await expect(readFormData(sent(cut(bound), PLAIN))).rejects.toBeInstanceOf(TerrimedError);
	});
});

/** The headers that a form leaves when its command throws this, or nothing. */
async function headersAfter(error: TerrimedError | null): Promise<Record<string, string>> {
	const said: Record<string, string> = {};
	const command = () => (error === null ? Promise.resolve('done') : Promise.reject(error));
	const submission = await submit(sent('title=Note', PLAIN), input, command);
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
