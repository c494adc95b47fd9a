import type { InternsNotice } from '#lib/interns/notice.rules.ts';
import type { MailMessage } from '../mail/mail.ts';

/** What waits in one space. */
export interface LetterSpace {
	departmentName: string;
	notices: readonly InternsNotice[];
	/** `https://terrimed.example/64/internes`. */
	base: string;
}

/** The letter of a week: numbers and links. No name is in it, neither in its subject nor below: it is read on many screens. */
export function composeInternLetter(letter: {
	to: string;
	displayName: string;
	spaces: readonly LetterSpace[];
	/** Where one stops these letters. */
	accountLink: string;
}): MailMessage {
	const { to, displayName, spaces, accountLink } = letter;
	const text = `Bonjour ${displayName},

Ce qui attend cette semaine pour l’accueil des internes\u00a0:

${spaces.map(paragraphOf).join('\n\n')}

Les noms se lisent dans Terrimed seulement. Pour ne plus recevoir ces courriels\u00a0:
${accountLink}
`;
	return { to, subject: 'Accueil des internes\u00a0: ce qui attend cette semaine, sur Terrimed', text };
}

function paragraphOf({ departmentName, notices, base }: LetterSpace): string {
	const paths = [...new Set(notices.map(({ path }) => path))];
	return [
		departmentName,
		...notices.map(({ words }) => `- ${words}`),
		...paths.map((path) => base + path),
	].join('\n');
}
