/**
 * Why the co-editing server closed a socket. The range is part of the meaning: the unmodified `y-websocket`
 * provider never retries 4400 to 4499, and always retries the rest.
 */
export const CLOSE = {
	badFrame: 4400,
	signedOut: 4401,
	rightEnded: 4403,
	notFound: 4404,
	reloadNeeded: 4409,
	removalHeld: 4412,
	documentFull: 4413,
	tooMuch: 4429,
	restart: 1012,
	internal: 1011,
	accessChanged: 4503,
	tooSlow: 4508,
	notReady: 4510,
	tooFast: 4529,
} as const;

export type CloseName = keyof typeof CLOSE;
export type CloseCode = (typeof CLOSE)[CloseName];

/** The short English reason sent in the close frame (at most 123 bytes by RFC 6455); never shown to a person. */
export const CLOSE_REASONS: Record<CloseCode, string> = {
	[CLOSE.badFrame]: 'bad frame',
	[CLOSE.signedOut]: 'signed out',
	[CLOSE.rightEnded]: 'right ended',
	[CLOSE.notFound]: 'no such document',
	[CLOSE.reloadNeeded]: 'reload needed',
	[CLOSE.removalHeld]: 'removal set aside',
	[CLOSE.documentFull]: 'document full',
	[CLOSE.tooMuch]: 'too much',
	[CLOSE.restart]: 'server restarts',
	[CLOSE.internal]: 'could not be stored or loaded',
	[CLOSE.accessChanged]: 'access changed',
	[CLOSE.tooSlow]: 'reads too slowly',
	[CLOSE.notReady]: 'not ready in time',
	[CLOSE.tooFast]: 'too fast',
};

/** What a person reads, by close code: what happened, what was kept, what to do next. */
export const CLOSE_SENTENCES: Record<CloseCode, string> = {
	[CLOSE.badFrame]:
		'La connexion a été coupée parce que cette page a envoyé des données illisibles. Ce qui était enregistré est intact ; rechargez la page.',
	[CLOSE.signedOut]:
		'Vous êtes déconnecté. Ce qui était enregistré est intact ; reconnectez-vous pour continuer.',
	[CLOSE.rightEnded]:
		'Votre accès à ce document a pris fin. Ce qui était enregistré est intact ; adressez-vous à l’animation du comité.',
	[CLOSE.notFound]: 'Ce document n’existe pas, ou vous n’y avez pas accès. Revenez à la liste des documents.',
	[CLOSE.reloadNeeded]:
		'Cette page date d’une version trop ancienne. Ce qui était enregistré est intact ; rechargez la page.',
	[CLOSE.removalHeld]:
		'La suppression d’une grande partie du document a été mise de côté : rien n’a été supprimé. Ouvrez le document dans le navigateur pour l’appliquer ou y renoncer.',
	[CLOSE.documentFull]:
		'Ce document a atteint sa taille maximale : la dernière modification n’a pas été enregistrée. Supprimez du texte ou continuez dans un autre document.',
	[CLOSE.tooMuch]:
		'Trop de modifications ou de connexions à la fois. Ce qui était enregistré est intact ; attendez une minute, puis rechargez la page.',
	[CLOSE.restart]:
		'Le serveur redémarre. Vos modifications sont gardées sur cet appareil et partiront à la reconnexion.',
	[CLOSE.internal]:
		'Le document n’a pas pu être lu ou enregistré. Vos modifications sont gardées sur cet appareil ; nouvel essai en cours.',
	[CLOSE.accessChanged]: 'Vos droits sur ce document ont changé. Reconnexion en cours.',
	[CLOSE.tooSlow]:
		'La liaison est trop lente pour suivre. Vos modifications sont gardées sur cet appareil ; reconnexion en cours.',
	[CLOSE.notReady]:
		'Le serveur n’a pas répondu à temps. Vos modifications sont gardées sur cet appareil ; nouvel essai en cours.',
	[CLOSE.tooFast]:
		'Trop de modifications à la fois. Elles sont gardées sur cet appareil ; nouvel essai en cours.',
};

/** True for codes after which connecting again cannot succeed; the same rule as the provider's. */
export function isFinalClose(code: number): boolean {
	return code >= 4400 && code < 4500;
}

/** The French sentence for a close code; codes that are not ours (1006...) get none. */
export function closeSentence(code: number): string | null {
	return isCloseCode(code) ? CLOSE_SENTENCES[code] : null;
}

function isCloseCode(code: number): code is CloseCode {
	return Object.hasOwn(CLOSE_SENTENCES, code);
}
