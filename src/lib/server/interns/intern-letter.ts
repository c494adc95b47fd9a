import type { MailMessage } from '../mail/mail.ts';

/** Something that waits, in words without a name, and where it is seen to. */
export interface LetterLine {
	words: string;
	/** `https://terrimed.example/64/internes/semestre`. */
	href: string;
}

/** What waits in one space. */
export interface LetterSpace {
	departmentName: string;
	lines: readonly LetterLine[];
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

Ce qui vous attend cette semaine\u00a0:

${spaces.map(paragraphOf).join('\n\n')}

Les noms se lisent dans Terrimed seulement. Pour ne plus recevoir ces courriels\u00a0:
${accountLink}
`;
	return { to, subject: 'Ce qui vous attend cette semaine, sur Terrimed', text };
}

function paragraphOf({ departmentName, lines }: LetterSpace): string {
	const links = [...new Set(lines.map(({ href }) => href))];
	return [departmentName, ...lines.map(({ words }) => `- ${words}`), ...links].join('\n');
}
