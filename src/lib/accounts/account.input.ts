import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import {
	cleanDisplayName,
	DISPLAY_NAME_MAX_LENGTH,
	EMAIL_MAX_LENGTH,
	isEmail,
	normalizeEmail,
	PASSWORD_MAX_LENGTH,
} from './account.rules.ts';

const email = line('Écrivez votre adresse électronique.')
	.max(EMAIL_MAX_LENGTH, 'Cette adresse est trop longue. Vérifiez-la.')
	.transform(normalizeEmail)
	.pipe(
		z
			.string()
			.min(1, 'Écrivez votre adresse électronique.')
			.refine(
				(text) => text === '' || isEmail(text),
				'Écrivez une adresse complète, par exemple prenom.nom@mairie.fr.',
			),
	);

/** A password as typed: never trimmed; the rule for a new one is in `passwordFault`. */
const password = (missing: string) =>
	z.string(missing).min(1, missing).max(PASSWORD_MAX_LENGTH, 'Ce mot de passe est trop long.');

const displayName = line('Écrivez votre nom.')
	.max(4 * DISPLAY_NAME_MAX_LENGTH, 'Ce nom est trop long.')
	.transform(cleanDisplayName)
	.pipe(
		z
			.string()
			.min(1, 'Écrivez votre nom.')
			.max(
				DISPLAY_NAME_MAX_LENGTH,
				`Ce nom est trop long. Restez sous ${DISPLAY_NAME_MAX_LENGTH} caractères.`,
			),
	);

export const signInInput = z.strictObject({
	email,
	password: password('Écrivez votre mot de passe.'),
	next: line().optional(),
});
export type SignInInput = z.output<typeof signInInput>;

export const resetRequestInput = z.strictObject({ email });

export const newPasswordInput = z.strictObject({ password: password('Choisissez un mot de passe.') });

export const renameInput = z.strictObject({ displayName });

export const changePasswordInput = z.strictObject({
	currentPassword: password('Écrivez votre mot de passe actuel.'),
	password: password('Choisissez un nouveau mot de passe.'),
});
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

/** A box that is not ticked is not sent. */
export const chooseMailsInput = z
	.strictObject({ mentionMails: z.literal('on').optional(), internMails: z.literal('on').optional() })
	.transform(({ mentionMails, internMails }) => ({
		mentionMails: mentionMails === 'on',
		internMails: internMails === 'on',
	}));
export type ChosenMails = z.output<typeof chooseMailsInput>;

/** A form that says nothing but that its button was pressed. */
export const nothingInput = z.strictObject({});

/** What somebody invited may say of themselves: the rest comes from the invitation. */
export const newAccountInput = z.strictObject({
	displayName,
	password: password('Choisissez un mot de passe.'),
});
export type NewAccountInput = z.output<typeof newAccountInput>;
