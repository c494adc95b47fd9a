/** Fewest characters of a password: about 80 bits when chosen freely (CNIL, délibération 2022-100). */
const PASSWORD_MIN_LENGTH = 12;

/**
 * Words of a phrase that is as good as a password. A phrase of seven words has at least thirteen characters,
 * so the length alone decides; the number is for the sentence that explains the rule.
 */
const PASSPHRASE_WORDS = 7;

/** Most characters: argon2 reads all of them, so a longer one would only cost time. */
export const PASSWORD_MAX_LENGTH = 256;

/** Fewer different characters than this is a repetition ("aaaaaaaaaaaa", "121212121212"). */
const PASSWORD_MIN_VARIETY = 5;

/** Longest address that can receive mail (RFC 5321). */
export const EMAIL_MAX_LENGTH = 254;

export const DISPLAY_NAME_MAX_LENGTH = 80;

export const PASSWORD_HELP = `${PASSWORD_MIN_LENGTH} caractères au moins, ou une phrase de ${PASSPHRASE_WORDS} mots.`;

/** The form in which an e-mail is kept and compared: trimmed, lower case. */
export function normalizeEmail(text: string): string {
	return text.trim().toLowerCase();
}

/** Whether `text` has the shape of an address: something, an at sign, a domain with a dot; no space nor control. */
export function isEmail(text: string): boolean {
	return (
		text.length <= EMAIL_MAX_LENGTH && /^[^\s@\p{Cc}<>"(),;:\\]+@[^\s@\p{Cc}]+\.[^\s@.\p{Cc}]+$/u.test(text)
	);
}

/** A name as it is shown: single spaces, no control or direction-changing character (it could imitate another). */
export function cleanDisplayName(text: string): string {
	return text
		.normalize('NFC')
		.replace(/[\p{Cc}\p{Cf}]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/**
 * What is wrong with a chosen password, as a sentence, or null. Any character is allowed; nothing forces a mix
 * of kinds, which only makes passwords alike. Length is counted in characters, not in bytes.
 */
export function passwordFault(password: string, email: string): string | null {
	const characters = Array.from(password.normalize('NFKC'));
	if (characters.length < PASSWORD_MIN_LENGTH) {
		return `Ce mot de passe est trop court. Il faut ${PASSWORD_HELP.toLowerCase()}`;
	}
	if (characters.length > PASSWORD_MAX_LENGTH) {
		return `Ce mot de passe est trop long. Restez sous ${PASSWORD_MAX_LENGTH} caractères.`;
	}
	if (new Set(characters).size < PASSWORD_MIN_VARIETY) {
		return 'Ce mot de passe répète les mêmes caractères. Choisissez-en un autre.';
	}
	if (normalizeEmail(password) === normalizeEmail(email)) {
		return 'Ce mot de passe est votre adresse. Choisissez-en un autre.';
	}
	return null;
}
