import type * as Y from 'yjs';
import type { DecidedSuggestion, FieldValue } from '#lib/documents/suggestion.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { ProposeValueInput, WriteValueSuggestionInput } from '#lib/plan/action-suggestion.input.ts';
import { fits, isSuggestible, type SuggestibleField } from '#lib/plan/action-suggestion.rules.ts';
import { findAction, readAction } from '#lib/plan/plan.content.ts';
import type { Context } from '../context/context.ts';
import { loadCopy } from '../documents/document.log.ts';
import { getDocumentByKind } from '../documents/document.queries.ts';
import { decideSuggestions, type SuggestionTarget } from '../documents/suggestion-decision.commands.ts';
import { authorizeProposer, recordSuggestion } from '../documents/suggestion-record.commands.ts';
import { valueOf, type SuggestionRow } from '../documents/suggestion.queries.ts';

const FIELDS: SuggestionTarget = {
	of: 'fields',
	apply: applyToFields,
	changed:
		'La valeur a changé depuis que cette proposition a été faite. Rien n’a été écrit\u00a0: comparez les deux valeurs, puis proposez à nouveau.',
};

/** What the page of the plan asks: another value for a field is proposed, or decided. @throws TerrimedError */
export async function writeValueSuggestion(
	context: Context,
	departmentCode: string,
	input: WriteValueSuggestionInput,
): Promise<DecidedSuggestion[] | { id: string }> {
	const { id: documentId } = await getDocumentByKind(context, departmentCode, 'plan');
	const place = { departmentCode, documentId };
	if (input.do !== 'propose') return decideSuggestions(context, place, { input, target: FIELDS });
	return { id: await propose(context, place, input) };
}

/** Keeps the value that the field has now beside the one proposed: it is accepted only while it still has it. */
async function propose(
	context: Context,
	place: { departmentCode: string; documentId: string },
	input: ProposeValueInput,
): Promise<string> {
	const proposer = await authorizeProposer(context, place);
	const { actionId, field, to, reason } = input;
	const from = await currentValue(context, { documentId: place.documentId, actionId, field });
	if (from === to) {
		const sentence = 'Le champ a déjà cette valeur. Proposez-en une autre.';
		throw new TerrimedError('invalid-input', sentence, { to: sentence });
	}
	return recordSuggestion(context, proposer, {
		...{ kind: 'value', actionId, field, reason },
		quote: JSON.stringify(from),
		proposed: JSON.stringify(to),
	});
}

async function currentValue(
	context: Context,
	of: { documentId: string; actionId: string; field: SuggestibleField },
): Promise<FieldValue> {
	const copy = await loadCopy(context.db, of.documentId);
	try {
		const map = findAction(copy, of.actionId);
		if (map === null) throw notFound();
		return readAction(of.actionId, map)[of.field];
	} finally {
		copy.destroy();
	}
}

/** Sets each field that still has the value for which another was proposed. */
function applyToFields(doc: Y.Doc, suggestions: readonly SuggestionRow[]): Set<string> {
	const written = new Set<string>();
	for (const { id, actionId, field, quote, proposed } of suggestions) {
		const map = actionId === null ? null : findAction(doc, actionId);
		if (map === null || actionId === null || field === null || !isSuggestible(field)) continue;
		const value = valueOf(proposed);
		if (!fits(field, value) || readAction(actionId, map)[field] !== valueOf(quote)) continue;
		map.set(field, value);
		written.add(id);
	}
	return written;
}
