import { expect, test } from 'vitest';
import { composeInvitation, type InvitationLetter } from './invitation.mail.ts';

const letter: InvitationLetter = {
	to: 'maire@mairie.test',
	displayName: 'Dominique Etchegoyen',
	invitedBy: 'Amaia Larralde',
	ofPlace: 'des Pyrénées-Atlantiques',
	isRegional: false,
	organisationName: 'Commune d’Arudy',
	role: 'elected',
	seatRole: 'holder',
	startsOn: '2026-12-01',
	endsOn: '2029-11-30',
	expiresAt: new Date('2026-12-08T10:00:00Z'),
	link: 'https://terrimed.test/invitation/jeton',
};

test('a letter names the organisation by itself: its article cannot be known', () => {
	expect(composeInvitation(letter).text).toMatch(
		/\nStructure représentée\u00a0: Commune d’Arudy\.\nMandat\u00a0: du \S+ 1er\sdécembre\s2026 au \S+ 30\snovembre\s2029\.\n/,
	);
	expect(
		composeInvitation({ ...letter, organisationName: 'Association des maires', seatRole: 'substitute' }).text,
	).toContain('\nStructure représentée\u00a0: Association des maires, en suppléance.\n');
});
