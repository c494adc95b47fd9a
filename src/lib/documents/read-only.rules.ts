import type { Access } from '#lib/collaboration/protocol.ts';
import type { DocumentState } from './document.rules.ts';

/** Why a person reads a document without writing, in words; null when they may write. */
export function readOnlyReason(document: { access: Access; state: DocumentState }): string | null {
	if (document.access === 'write') return null;
	if (document.state === 'archived') return 'Lecture seule : ce document est archivé.';
	if (document.state === 'adopted') return 'Lecture seule : ce texte est adopté et figé.';
	return 'Lecture seule : votre mandat d’évaluation lit sans écrire.';
}
