import { isId } from '#lib/identifiers.ts';

/** What of a plan is commented: an action, or one of its fields. */
export interface ActionAnchor {
	actionId: string;
	/** Name of the field; null for the whole action. */
	field: string | null;
}

const ANCHOR = /^action:([0-9a-f-]{36})(?:\/([a-zA-Z]{1,40}))?$/;

/** As it is kept where other threads keep the passage that they follow. */
export function encodeActionAnchor({ actionId, field }: ActionAnchor): string {
	return field === null ? `action:${actionId}` : `action:${actionId}/${field}`;
}

/** @returns null for what is no anchor of an action */
export function decodeActionAnchor(text: string): ActionAnchor | null {
	const [, actionId = '', field = null] = ANCHOR.exec(text) ?? [];
	return isId(actionId) ? { actionId, field } : null;
}
