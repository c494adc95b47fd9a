import { describe, expect, test } from 'vitest';
import { readForm } from '#lib/form.ts';
import {
	changePasswordInput,
	newAccountInput,
	newPasswordInput,
	nothingInput,
	renameInput,
	resetRequestInput,
	signInInput,
} from './account.input.ts';

function form(fields: Record<string, string | File>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
}

const WHOLE = {
	signInInput: [signInInput, { email: 'a@b.fr', password: 'x', next: '/64' }],
	resetRequestInput: [resetRequestInput, { email: 'a@b.fr' }],
	newPasswordInput: [newPasswordInput, { password: 'demonstration' }],
	renameInput: [renameInput, { displayName: 'Claire Dufau' }],
	changePasswordInput: [changePasswordInput, { currentPassword: 'x', password: 'demonstration' }],
	newAccountInput: [newAccountInput, { displayName: 'Claire Dufau', password: 'demonstration' }],
	nothingInput: [nothingInput, {}],
} as const;

describe.each(Object.entries(WHOLE))('%s', (_name, [schema, fields]) => {
	test('takes its own fields', () => expect(readForm(schema, form({ ...fields })).ok).toBe(true));

	test.each([
		'role',
		'departmentCode',
		'id',
		'accountId',
		'createdBy',
		'isAdministrator',
		'organisationId',
		'__proto__',
		'constructor',
	])('refuses a form that also says %s', (extra) => {
		const data = form({ ...fields });
		data.append(extra, 'facilitator');
		const reading = readForm(schema, data);
		expect(reading).toEqual({ ok: false, fields: { '': expect.stringContaining('Rechargez') } });
	});
});

test('one sentence per wrong field', () => {
	const reading = readForm(signInInput, form({ email: 'sans arobase', password: '' }));
	expect(reading).toEqual({
		ok: false,
		fields: {
			email: 'Écrivez une adresse complète, par exemple prenom.nom@mairie.fr.',
			password: 'Écrivez votre mot de passe.',
		},
	});
});

test('an empty e-mail is asked for, not criticised', () => {
	const reading = readForm(resetRequestInput, form({ email: '  ' }));
	expect(reading).toEqual({ ok: false, fields: { email: 'Écrivez votre adresse électronique.' } });
});

test('a file is no text', () => {
	const reading = readForm(resetRequestInput, form({ email: new File(['a@b.fr'], 'a.txt') }));
	expect(reading).toEqual({ ok: false, fields: { email: 'Écrivez votre adresse électronique.' } });
});

test('an e-mail is kept in lower case, a password as typed', () => {
	const reading = readForm(signInInput, form({ email: ' Maire64@Exemple.test ', password: ' X ' }));
	expect(reading).toEqual({ ok: true, values: { email: 'maire64@exemple.test', password: ' X ' } });
});
