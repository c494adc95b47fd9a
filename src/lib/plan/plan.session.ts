import type { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { PersonPresent } from '#lib/collaboration/presence.ts';
import { authorOf, PlanEditor, type Replacement } from './plan.editor.ts';
import { PlanRows } from './plan.rows.ts';

/** A field that somebody else has just changed, and who, when it is known. */
export type RemoteChange = { actionId: string; field: string; person: PersonPresent | null };

export interface PlanSession {
	rows: PlanRows;
	/** Null for who reads only. */
	editor: PlanEditor | null;
	close(): void;
}

/** The live plan of one session of the document. This module brings Yjs with it: load it once the page is readable. */
export function openPlanSession(options: {
	session: DocumentSession;
	onReplaced: (replacement: Replacement, person: PersonPresent | null) => void;
	onRemote: (change: RemoteChange) => void;
}): PlanSession {
	const { session, onReplaced, onRemote } = options;
	const rows = new PlanRows(session.doc);
	const editor =
		session.access === 'write'
			? new PlanEditor({
					doc: session.doc,
					rows,
					onReplaced: (replacement) => onReplaced(replacement, personOf(session, replacement.clientId)),
				})
			: null;
	const stop = rows.onFields(({ row, keys, transaction }) => {
		if (transaction.local) return;
		const person = personOf(session, authorOf(transaction));
		if (person === null) return;
		for (const field of keys) onRemote({ actionId: row.id, field, person });
	});
	return {
		rows,
		editor,
		close: () => {
			stop();
			editor?.close();
			rows.close();
		},
	};
}

/** Who a Yjs client is, if they are still here. */
function personOf(session: DocumentSession, clientId: number | null): PersonPresent | null {
	return clientId === null ? null : session.people.of(clientId);
}
