import { expect, test } from 'vitest';
import { inviteInput } from './member.input.ts';

const FORM = {
	displayName: '  Annie Sarrabère ',
	email: ' Annie.Sarrabere@Exemple.TEST ',
	organisationId: '019aa0b0-0000-7000-8000-000000000001',
	seatRole: 'holder',
	role: 'member',
	startsOn: '01/12/2026',
	endsOn: '2029-11-30',
};

test('a form as typed becomes what the command takes', () => {
	expect(inviteInput.parse(FORM)).toEqual({
		displayName: 'Annie Sarrabère',
		email: 'annie.sarrabere@exemple.test',
		organisation: { kind: 'existing', id: FORM.organisationId },
		seatRole: 'holder',
		role: 'member',
		title: '',
		communes: '',
		startsOn: '2026-12-01',
		endsOn: '2029-11-30',
	});
});

test('a new organisation comes with its college', () => {
	const given = {
		...FORM,
		organisationId: 'nouvelle',
		organisationName: 'Mairie de Garlin',
		college: 'elus',
	};
	expect(inviteInput.parse(given).organisation).toEqual({
		kind: 'new',
		college: 'elus',
		acronym: '',
		name: 'Mairie de Garlin',
	});
});

test('a name is of one line, whatever was pasted: it is written in mails', () => {
	const { displayName } = inviteInput.parse({ ...FORM, displayName: 'Annie\r\nBcc: tous@exemple.test' });
	expect(displayName).toBe('Annie Bcc: tous@exemple.test');
});

test.each([
	['email', { email: 'annie@departement' }],
	['displayName', { displayName: 'A\u200b' }],
	['organisationId', { organisationId: '' }],
	['role', { role: 'urps' }],
	['role', { role: 'ars' }],
	['startsOn', { startsOn: '29/02/2027' }],
	['endsOn', { endsOn: '30/11/2026' }],
	['college', { organisationId: 'nouvelle', organisationName: 'Mairie de Garlin', college: 'lune' }],
	['organisationName', { organisationId: 'nouvelle', college: 'elus' }],
	['communes', { communes: 'Orthez, '.repeat(1000) }],
	['', { administrator: true }],
])('wrong %s is said under its field', (field, change) => {
	const result = inviteInput.safeParse({ ...FORM, ...change });
	expect(result.success).toBe(false);
	expect(result.error?.issues.map((issue) => String(issue.path[0] ?? ''))).toEqual([field]);
});
