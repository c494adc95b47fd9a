import { longDate } from '#lib/ui/date-text.ts';
import { dayInFrance, type Role, type SeatRole } from '#lib/committee/role.rules.ts';
import type { MailMessage } from '../mail/mail.ts';

export interface InvitationLetter {
	to: string;
	displayName: string;
	invitedBy: string;
	/** « des Pyrénées-Atlantiques », « de Nouvelle-Aquitaine »… */
	ofPlace: string;
	isRegional: boolean;
	organisationName: string;
	role: Role;
	seatRole: SeatRole;
	startsOn: string;
	endsOn: string;
	expiresAt: Date;
	link: string;
}

const WHAT_YOU_WILL_DO: Record<Role, string> = {
	member: 'Vous écrirez avec les autres membres le diagnostic et le plan d’action.',
	elected: 'Vous écrirez avec les autres membres le diagnostic et le plan d’action.',
	facilitator: 'Vous animerez le comité : membres, mandats, diagnostic et plan d’action.',
	urps: 'Vous suivrez et écrirez les plans d’action de tous les comités de la région.',
	ars: 'Vous lirez les comités de la région, sans rien pouvoir y écrire.',
};

/** The invitation as a letter: who invites, for what, until when, and what to do if it is a mistake. */
export function composeInvitation(letter: InvitationLetter): MailMessage {
	const spaces = letter.isRegional
		? `aux comités territoriaux de médicalisation ${letter.ofPlace}`
		: `au comité territorial de médicalisation ${letter.ofPlace}`;
	const seat = letter.seatRole === 'substitute' ? ', en suppléance' : '';
	const text = `Bonjour ${letter.displayName},

${letter.invitedBy} vous invite ${spaces}, sur Terrimed.
Structure représentée : ${letter.organisationName}${seat}.
Mandat : du ${longDate(letter.startsOn)} au ${longDate(letter.endsOn)}.
${WHAT_YOU_WILL_DO[letter.role]}

Pour entrer, ouvrez ce lien :
${letter.link}

Il vous est personnel, sert une seule fois et vaut jusqu’au ${longDate(dayInFrance(letter.expiresAt))}.
Si vous n’attendiez pas cette invitation, ne faites rien : elle s’éteindra d’elle-même.
`;
	return { to: letter.to, subject: `Invitation ${spaces}`, text: text.replace(/ ([:;?!])/g, '\u00a0$1') };
}
