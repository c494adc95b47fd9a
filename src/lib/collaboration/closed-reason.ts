import { CLOSE, closeSentence, isFinalClose } from './close-codes.ts';

/** Why a page is cut off for good, and what the person can do about it. */
export type ClosedReason = {
	code: number;
	title: string;
	/** What happened and what was kept. */
	sentence: string;
	remedy: 'sign-in' | 'leave' | 'reload' | 'retry';
};

const TITLES: Record<number, string> = {
	[CLOSE.signedOut]: 'Reconnectez-vous',
	[CLOSE.rightEnded]: 'Votre accès a pris fin',
	[CLOSE.notFound]: 'Ce document n’est plus là',
	[CLOSE.reloadNeeded]: 'Une nouvelle version est prête',
	[CLOSE.tooMuch]: 'Trop d’envois à la fois',
	[CLOSE.documentFull]: 'Ce document est plein',
	[CLOSE.badFrame]: 'La connexion a été coupée',
};

const REMEDIES: Record<number, ClosedReason['remedy']> = {
	[CLOSE.signedOut]: 'sign-in',
	[CLOSE.rightEnded]: 'leave',
	[CLOSE.notFound]: 'leave',
	[CLOSE.reloadNeeded]: 'reload',
	[CLOSE.badFrame]: 'reload',
};

/** The reason for a close code after which trying again by itself cannot help; null for all the others. */
export function closedReason(code: number): ClosedReason | null {
	if (!isFinalClose(code)) return null;
	return {
		code,
		title: TITLES[code] ?? 'La connexion a été coupée',
		sentence: closeSentence(code) ?? 'Ce qui était enregistré est intact ; rechargez la page.',
		remedy: REMEDIES[code] ?? 'retry',
	};
}
