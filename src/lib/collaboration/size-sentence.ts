import type { SizeMessage } from './protocol.ts';

const MEGABYTE = 1_048_576;

/** What a person reads of a document's size: what happens to their text, and what to do. Empty when there is nothing to say. */
export function sizeSentence({ state, bytes, limit }: SizeMessage): string {
	if (state === 'full') {
		return 'Vos dernières modifications ne sont pas enregistrées\u00a0: elles restent dans cette page et sur cet appareil. Supprimez du texte dont le comité n’a plus besoin\u00a0: elles seront enregistrées dès qu’il y aura de la place. Ou copiez-les dans une note.';
	}
	if (state === 'near') {
		return `Ce document approche de sa taille maximale (${megabytes(bytes)} sur ${megabytes(limit)}). Écrivez les nouveaux sujets dans une note.`;
	}
	return '';
}

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

function megabytes(bytes: number): string {
	return `${number.format(bytes / MEGABYTE)}\u00a0Mo`;
}
