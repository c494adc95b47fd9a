import { IMAGE_BYTES, IMAGE_MEDIA_TYPES } from '../image.rules.ts';

/** A picture that the server keeps for a document. */
export interface KeptImage {
	id: string;
	width: number;
	height: number;
}

/** What became of a picture: kept, or why not, in a sentence. */
export type UploadResult = { kept: KeptImage } | { refused: string };

const OFFLINE =
	'Ajouter une image demande le réseau. Le texte est intact\u00a0: réessayez quand la connexion est revenue.';

/** Why a file cannot be sent at all; null when it can. */
export function whyNotSent(file: File): string | null {
	if (!IMAGE_MEDIA_TYPES.some((type) => type === file.type)) return 'Choisissez une image PNG, JPEG ou WebP.';
	return file.size > IMAGE_BYTES ? 'Cette image dépasse 5\u00a0Mo. Réduisez-la, puis réessayez.' : null;
}

/** Brings a picture, or copies one of another document, for the document one writes in. */
export async function uploadImage(
	documentId: string,
	brought: File | { copyOf: string },
): Promise<UploadResult> {
	const form = new FormData();
	if (brought instanceof File) form.set('file', brought);
	else form.set('image', brought.copyOf);
	try {
		const response = await fetch(`/api/documents/${documentId}/images`, { method: 'POST', body: form });
		const said = (await response.json()) as KeptImage & { title?: string };
		if (response.ok) return { kept: { id: said.id, width: said.width, height: said.height } };
		return { refused: said.title ?? 'L’image n’a pas été ajoutée. Réessayez.' };
	} catch {
		return { refused: OFFLINE };
	}
}
