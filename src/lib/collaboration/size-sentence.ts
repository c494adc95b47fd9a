import type { SizeMessage } from './protocol.ts';

const MEGABYTE = 1_048_576;

/**
 * What a person reads of a document's size: what happens to their text, and what to do. Empty when there is nothing to say.
 * @param splits whether the document can be split by section
 */
export function sizeSentence({ state, bytes, limit }: SizeMessage, splits: boolean): string {
	if (state === 'full') {
		const way = splits ? 'Scindez d’autres parties que la vôtre, ou supprimez' : 'Supprimez';
		return `Vos dernières modifications ne sont pas enregistrées\u00a0: elles restent dans cette page et sur cet appareil. ${way} du texte dont le comité n’a plus besoin\u00a0: elles seront enregistrées dès qu’il y aura de la place.`;
	}
	if (state === 'near') {
		const way = splits
			? 'Donnez à ses plus longues parties leur propre document\u00a0: rien n’est perdu.'
			: 'Écrivez les nouveaux sujets dans une note.';
		return `Ce document approche de sa taille maximale (${megabytes(bytes)} sur ${megabytes(limit)}). ${way}`;
	}
	return '';
}

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

function megabytes(bytes: number): string {
	return `${number.format(bytes / MEGABYTE)}\u00a0Mo`;
}
