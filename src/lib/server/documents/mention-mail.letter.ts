import { momentWords } from '#lib/accounts/moment.rules.ts';
import type { MailMessage } from '../mail/mail.ts';

/** One comment that names somebody: who wrote it and where, never what it says. */
export interface LetterMention {
	authorName: string;
	/** The organisation of the author; empty when they have none any more. */
	organisation: string;
	documentTitle: string;
	departmentName: string;
	byOrganisation: boolean;
	at: Date;
	link: string;
}

export interface MentionLetter {
	to: string;
	displayName: string;
	mentions: readonly LetterMention[];
	/** Where one stops these letters. */
	accountLink: string;
}

/** The letter that tells of comments: who, where and a link. Whoever reads over a shoulder learns nothing of what is discussed. */
export function composeMentionLetter({ to, displayName, mentions, accountLink }: MentionLetter): MailMessage {
	const count = mentions.length;
	const subject = count === 1 ? 'Un commentaire vous cite' : `${count} commentaires vous citent`;
	const text = `Bonjour ${displayName},

${mentions.map(paragraphOf).join('\n\n')}

Le commentaire se lit dans Terrimed seulement. Pour ne plus recevoir ces courriels :
${accountLink}
`;
	return { to, subject: `${subject}, sur Terrimed`, text: text.replace(/ ([:;?!»])|(«) /g, spaced) };
}

function paragraphOf(mention: LetterMention): string {
	const { authorName, organisation, documentTitle, departmentName, byOrganisation, at, link } = mention;
	const author = organisation === '' ? authorName : `${authorName} (${organisation})`;
	const named = byOrganisation ? 'cite votre structure' : 'vous cite';
	return `${author} ${named} dans un commentaire de « ${documentTitle} » (${departmentName}), le ${momentWords(at)} :
${link}`;
}

/** French typography: these marks never stand alone at the beginning or the end of a line. */
function spaced(_found: string, after: string | undefined, before: string | undefined): string {
	return before === undefined ? `\u00a0${after ?? ''}` : `${before}\u00a0`;
}
