import Files from '@lucide/svelte/icons/files';
import FileText from '@lucide/svelte/icons/file-text';
import Handshake from '@lucide/svelte/icons/handshake';
import ListChecks from '@lucide/svelte/icons/list-checks';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import type { DocumentKind } from './document.rules.ts';

/** The sign of each kind of document, beside its name everywhere. */
export const DOCUMENT_ICON: Record<DocumentKind, typeof Files> = {
	diagnosis: FileText,
	plan: ListChecks,
	project: Files,
	contract: Handshake,
	minutes: MessagesSquare,
	note: StickyNote,
};
